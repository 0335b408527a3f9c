"""What the engine itself can object to, apart from any requirement: one function per reason."""

import datetime as dt
from collections.abc import Iterable
from functools import cache

from medsales_core.engine.finding import Finding
from medsales_core.engine.progress import Status
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LangText, text

__all__ = [
    "bad_expiry",
    "facts_needed",
    "no_such_move",
    "not_waivable",
    "nothing_said",
    "nothing_to_migrate",
    "own_deal",
    "reason_required",
    "role_not_allowed",
    "stale_version",
    "time_goes_back",
    "unknown_name",
    "waiver_too_long",
    "wrong_kind",
    "wrong_record",
    "wrong_status",
    "wrong_subject",
]

_NO_REMEDY = text("", "")
_MIGRATE = text(
    "its process has no such stage: migrate it to one that it has", "其流程没有该阶段：请先迁移至现有阶段"
)
_KINDS = {"stage": "阶段", "process": "流程", "requirement": "要求", "transition": "流转"}


def _objection(code: str, message: LangText, remedy: LangText = _NO_REMEDY) -> Finding:
    return Finding(code=code, outcome=Outcome.FAIL, severity=Severity.BLOCK, message=message, remedy=remedy)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "-"


def stale_version(expected: int, actual: int) -> Finding:
    return _objection(
        "stale-version",
        text(
            f"decided on version {expected}, but version {actual} is there",
            f"依据版本{expected}判断，当前版本为{actual}",
        ),
        text("read the subject again and ask anew", "请重新读取后再操作"),
    )


@cache  # as many as there are statuses and kinds of command, and the same each time
def wrong_status(status: Status, allowed: tuple[Status, ...]) -> Finding:
    return _objection(
        "wrong-status",
        text("it is {status}", "当前状态为“{status}”").format(status=status.label),
        text(
            f"possible when {', '.join(s.label['en'] for s in allowed)}",
            f"仅在以下状态可行：{'、'.join(s.label['zh-Hans'] for s in allowed)}",
        ),
    )


def no_such_move(stage: str, target: str, ways: Iterable[str] | None) -> Finding:
    """No transition leads to *target*, only the *ways* lead anywhere; None where the process has no such stage."""
    goal, known = target or "closing", _listed(ways or ())
    return _objection(
        "no-such-move",
        text(
            f"no transition leads from {stage!r} to {goal!r} this way", f"没有从“{stage}”到“{goal}”的此类流转"
        ),
        _MIGRATE if ways is None else text(f"from here: {known}", f"此处可去：{known}"),
    )


def reason_required() -> Finding:
    return _objection(
        "reason-required",
        text("a reason must be given", "须填写理由"),
        text("say why in 'reason'", "请在“理由”中说明"),
    )


def role_not_allowed(who: Iterable[str], roles: Iterable[str]) -> Finding:
    return _objection(
        "role-not-allowed",
        text(
            f"only {_listed(who)} may do this; the actor is {_listed(roles)}",
            f"仅{_listed(who)}可执行；当前角色：{_listed(roles)}",
        ),
        text(f"ask a {' or '.join(sorted(who))}", f"请联系：{'、'.join(sorted(who))}"),
    )


def unknown_name(kind: str, name: str, hint: str) -> Finding:
    return _objection(
        f"unknown-{kind}",
        text(f"there is no {kind} {name!r}", f"不存在的{_KINDS.get(kind, kind)}：“{name}”"),
        text(hint, hint.replace("did you mean", "是否为").replace("known:", "已知：")),
    )


def not_waivable(requirement: str) -> Finding:
    return _objection(
        "not-waivable", text(f"{requirement!r} may not be waived by anybody", f"“{requirement}”不可豁免")
    )


def own_deal() -> Finding:
    return _objection(
        "own-deal",
        text("nobody waives a requirement on a deal of their own", "不得豁免本人负责的商机"),
        text("ask somebody else who may", "请由其他有权人员处理"),
    )


def bad_expiry(expires_on: str, day: str) -> Finding:
    return _objection(
        "bad-expiry",
        text(
            f"a waiver runs until a day from {day} on, not {expires_on}",
            f"豁免有效期须不早于{day}，现为{expires_on}",
        ),
    )


def waiver_too_long(days: int, today: dt.date) -> Finding:
    last = today + dt.timedelta(days=days)
    return _objection(
        "waiver-too-long",
        text(
            f"this requirement is waived for {days} days at most, until {last}",
            f"该要求最多豁免{days}天，至{last}为止",
        ),
        text(f"choose a last day up to {last}, and renew it then", f"请选择{last}或更早的日期，届时再续"),
    )


def wrong_record(field: str, wanted: str, found: str) -> Finding:
    return _objection(
        "wrong-record",
        text(f"{field!r} takes {wanted}, not {found}", f"“{field}”应为{wanted}，而不是{found}"),
    )


def nothing_said() -> Finding:
    return _objection("nothing-said", text("no field is described", "未填写任何字段"))


def nothing_to_migrate() -> Finding:
    return _objection(
        "nothing-to-migrate",
        text("it is under this playbook already", "已适用本流程手册"),
        text("within a playbook a stage is changed by a move", "同一流程手册内请通过流转变更阶段"),
    )


def wrong_kind(process: str, moves: str, kind: str) -> Finding:
    return _objection(
        "wrong-kind",
        text(
            f"process {process!r} moves subjects of the kind {moves!r}, this is one of the kind {kind!r}",
            f"流程“{process}”的对象为“{moves}”，而此对象为“{kind}”",
        ),
        text(f"choose a process of the kind {kind!r}", f"请选择对象为“{kind}”的流程"),
    )


def facts_needed(root: str) -> Finding:
    return _objection(
        "facts-needed",
        text(f"the {root} must be known for this, and was not supplied", f"须提供“{root}”的资料方可办理"),
        text(f"supply it: Facts({root}=...)", f"请提供：Facts({root}=...)"),
    )


def wrong_subject(asked: str, supplied: str) -> Finding:
    return _objection(
        "wrong-subject",
        text(
            f"{asked!r} was asked about, the facts are of {supplied!r}",
            f"询问对象为“{asked}”，提供的却是“{supplied}”的资料",
        ),
        text(f"supply the facts of {asked!r}", f"请提供“{asked}”的资料"),
    )


def time_goes_back(at: dt.datetime, since: dt.datetime) -> Finding:
    return _objection(
        "time-goes-back",
        text(
            f"it is dated {at}, before the stage was entered at {since}",
            f"时间为{at}，早于进入本阶段的时间{since}",
        ),
        text("date it when it happens", "请使用实际发生时间"),
    )
