"""The differences between two playbooks, told for a person."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.playbook.difference import Change, PartChange
from medsales_core.text import LangText, text

__all__ = ["differences_as_text"]

_KINDS: Final[Mapping[str, LangText]] = {
    "playbook": text("Playbook", "流程手册"),
    "plugin": text("Plugins", "插件"),
    "process": text("Processes", "流程"),
    "stage": text("Stages", "阶段"),
    "requirement": text("Requirements", "要求"),
    "transition": text("Transitions", "流转"),
    "threshold": text("Thresholds", "阈值"),
    "training": text("Training modules", "培训模块"),
    "promise": text("Promises", "承诺"),
    "standard": text("Standards", "规范"),
    "role": text("Roles", "角色"),
}
_PARTS: Final[Mapping[str, LangText]] = {
    "id": text("id", "编号"),
    "version": text("version", "版本"),
    "title": text("title", "标题"),
    "languages": text("languages", "语言"),
    "calendar": text("calendar", "工作日历"),
    "settings": text("settings", "设置"),
    "label": text("label", "名称"),
    "where": text("where it stands", "所在位置"),
    "source": text("source", "来源"),
    "applies_to": text("applies to", "适用对象"),
    "kind": text("kind", "类型"),
    "strength": text("strength", "约束力"),
    "severity": text("severity", "严重程度"),
    "condition": text("what is tested", "检查条件"),
    "evidence": text("evidence", "证据"),
    "remedy": text("remedy", "补救措施"),
    "waivable_by": text("may be waived by", "可豁免角色"),
    "waivable_days": text("longest waiver in days", "豁免最长天数"),
    "process": text("process", "所属流程"),
    "position": text("position", "位置"),
    "guidance": text("guidance", "工作指引"),
    "expected_days": text("expected days", "预计天数"),
    "probability": text("probability", "赢率"),
    "forecast": text("forecast category", "预测类别"),
    "use": text("adopts", "采用的要求"),
    "key": text("key stage", "关键阶段"),
    "heading_inferred": text("name inferred", "名称为推断"),
    "product_scope": text("kinds of product", "产品类型"),
    "product_kinds": text("kinds of product", "产品类型"),
    "buying_roles": text("buying roles", "决策链角色"),
    "moves": text("moves", "流转对象"),
    "start": text("first stage", "起始阶段"),
    "sources": text("from", "起始"),
    "target": text("to", "目标"),
    "needs_reason": text("asks for a reason", "须说明理由"),
    "who": text("who may take it", "可操作角色"),
    "unit": text("unit", "单位"),
    "jurisdiction": text("jurisdiction", "适用地区"),
    "illustrative": text("sample figure", "示例数值"),
    "values": text("value", "数值"),
}
_WIDE: Final = 90
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}
_NONE: Final = text("The two playbooks mean the same.", "两份流程手册含义相同。")
_IN_DETAIL: Final = text("in its details", "细节有变")
_LINE: Final = text("{label}: {told}", "{label}：{told}")


def differences_as_text(changes: Iterable[Change], language: str) -> str:
    """The changes under a heading for each kind: what was added (+), removed (-), changed (~) and how."""
    return "\n".join(_told(list(changes), language)) + "\n"


def _told(changes: list[Change], language: str) -> Iterator[str]:
    if not changes:
        yield _NONE.pick(language)
    last = ""
    for change in changes:
        if change.kind != last:
            yield from ([""] if last else [])
            yield _KINDS[change.kind].pick(language)
            last = change.kind
        yield f"  {_SIGNS[change.what]} {change.id}  {change.label.pick(language)}".rstrip()
        for part in change.parts:
            yield from _told_part(part, language)


def _told_part(part: PartChange, language: str) -> Iterator[str]:
    label = _PARTS.get(part.part, text(part.part, part.part)).pick(language)
    before, after = part.told_before.pick(language), part.told_after.pick(language)
    if before == after:
        told = _in_detail(part, language)
    elif len(label) + len(before) + len(after) <= _WIDE:
        told = f"{before} → {after}"
    else:
        told = f"\n        - {before}\n        + {after}"
    yield "      " + _LINE.pick(language).format(label=label, told=told).replace(" \n", "\n")


def _in_detail(part: PartChange, language: str) -> str:
    """What changed where the words in *language* are the same: those of another, or what no words tell."""
    for tag, written in part.told_after.items():
        if part.told_before.get(tag) != written:
            return f"[{tag}] {part.told_before.get(tag, '')} → {written}"
    return _IN_DETAIL.pick(language)
