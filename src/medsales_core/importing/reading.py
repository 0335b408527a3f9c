"""Reading a mapping: TOML in, every name resolved, every mistake told at once with its place."""

import codecs
import datetime as dt
import os
import re
import zoneinfo
from collections.abc import Mapping as MappingOf
from pathlib import Path
from typing import Any, Final

import attrs

from medsales_core.config import Diagnostics, Table, read_toml
from medsales_core.engine.process import Process
from medsales_core.errors import ConfigError, ValueRefused
from medsales_core.importing.columns import ColumnReader, read_currency, read_targets, read_texts
from medsales_core.importing.dates import DatePattern
from medsales_core.importing.mapping import (
    Column,
    FileSpec,
    History,
    Join,
    Mapping,
    Outcome,
    Shape,
    StageRule,
    Stages,
    Target,
    ValueRules,
)
from medsales_core.model.enums import LossReason
from medsales_core.model.facts import ROOTS
from medsales_core.playbook import Playbook
from medsales_core.text import closest

__all__ = ["OUTCOMES", "SHAPES", "SUBJECTS", "read_mapping"]

_SCHEMA_VERSION: Final = 1
#: The shapes of an export: with a history of stages, or without.
SHAPES: Final = ("none", "snapshot")
#: How a deal may have been closed.
OUTCOMES: Final[MappingOf[str, Outcome]] = {"won": "won", "lost": "lost"}
#: The streams that a side file may describe, and what their subject is called among the facts.
SUBJECTS: Final = {"account": "account", "rep": "owner", "product": "products"}
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_TRUE: Final = ("TRUE", "True", "true", "Yes", "yes", "Y", "1", "是")
_FALSE: Final = ("FALSE", "False", "false", "No", "no", "N", "0", "否")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_mapping(path: str | os.PathLike[str], playbook: Playbook) -> Mapping:
    """Read a mapping file and resolve it against a playbook.

    Args:
        path: The TOML file; the paths in it are relative to its folder.

        playbook: Where its stages are looked up.

    Raises:
        ConfigError: It cannot be used; *diagnostics* of the error holds every mistake with its place.
    """
    document = read_toml(path)
    found = Diagnostics()
    mapping = _mapping(Table(document, (), document.data, found), Path(path).parent, playbook)
    if found.has_errors:
        problems = tuple(found)
        raise ConfigError(
            f"{document.name}: {len(problems)} mistake(s) keep this mapping from being used", problems
        )
    return mapping


def _mapping(root: Table, folder: Path, playbook: Playbook) -> Mapping:
    _schema_version(root)
    values = _values(root.table("values"))
    columns = ColumnReader(values.empty, values.currency, _aliases(root))
    source = root.table("source")
    shape: Shape = "snapshot" if source.choice("shape", SHAPES, None) == "snapshot" else "none"
    file = _file(source, "source", None)
    deal = root.table("deal")
    key = columns.column(deal, "id") or Column(name="")
    others = [(name, table) for name, table in columns.tables(deal) if name != "id"]
    mapping = Mapping(
        id=_id(root),
        folder=folder,
        shape=shape,
        playbook=playbook.hash,
        file=file,
        values=values,
        key=key,
        targets=read_targets(columns, others, ROOTS["deal"].entity),
        stages=_stages(root.table("stage"), columns, playbook, shape),
        history=_history(root, columns, file, shape),
        joins=tuple(_join(name, table, columns, file) for name, table in root.tables("join")),
    )
    source.finish()
    root.finish()
    return mapping


def _schema_version(root: Table) -> None:
    version = root.integer("schema")
    if version > _SCHEMA_VERSION:
        root.error(
            "schema",
            "newer-schema",
            f"schema {version} is newer than this library reads ({_SCHEMA_VERSION})",
            hint="upgrade medsales-core",
        )


def _id(root: Table) -> str:
    name = root.text("id")
    if name and not _ID.fullmatch(name):
        root.error("id", "bad-id", f"{name!r} is not letters, digits, points and hyphens")
    return name


# ---- files


def _file(table: Table, role: str, like: FileSpec | None) -> FileSpec:
    """How the file of *table* is written; what it does not say is as in the file *like* it."""
    base = like or FileSpec(role=role, file="")
    spec = FileSpec(
        role=role,
        file=table.text("file"),
        encoding=table.text("encoding", base.encoding),
        delimiter=table.text("delimiter", base.delimiter),
        quote=table.text("quote", base.quote),
        escape=table.text("escape", base.escape),
    )
    if not _is_text_encoding(spec.encoding):
        table.error(
            "encoding", "unknown-encoding", f"{spec.encoding!r} is no encoding", hint="'utf-8' or 'gb18030'"
        )
        spec = attrs.evolve(spec, encoding="utf-8")
    _signs(table, spec)
    return spec


def _signs(table: Table, spec: FileSpec) -> None:
    for key in ("delimiter", "quote", "escape"):
        sign = getattr(spec, key)
        if len(sign) > 1 or sign in ("\r", "\n", "\0") or (key == "delimiter" and not sign):
            table.error(key, "bad-sign", f"{key!r} is one character, not {sign!r}")
    if len({spec.delimiter, spec.quote, spec.escape} - {""}) < sum(
        map(bool, (spec.delimiter, spec.quote, spec.escape))
    ):
        table.error("", "bad-sign", "delimiter, quote and escape are different characters")


def _is_text_encoding(name: str) -> bool:
    try:
        "".encode(name)
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return True


# ---- values


def _values(table: Table) -> ValueRules:
    century = table.integer("century", 0) or None
    if century and century % 100:
        table.error("century", "bad-century", f"{century} is no century", hint="century = 2000")
    rules = ValueRules(
        zone=_zone(table),
        date_formats=table.texts("date_formats") or ("%Y-%m-%d",),
        century=century,
        currency=read_currency(table, "currency"),
        decimal=table.text("decimal", "."),
        thousands=table.text("thousands", ""),
        signs=tuple(sorted(table.texts("currency_signs"), key=len, reverse=True)),
        empty=frozenset(("", *table.texts("empty"))),
        true=frozenset(table.texts("true") or _TRUE),
        false=frozenset(table.texts("false") or _FALSE),
    )
    table.finish()
    _check_formats(table, rules)
    if len(rules.decimal) != 1 or len(rules.thousands) > 1 or rules.decimal == rules.thousands:
        table.error("decimal", "bad-sign", "the decimal and thousands signs are two different characters")
    return rules


def _check_formats(table: Table, rules: ValueRules) -> None:
    for number, pattern in enumerate(rules.date_formats):
        try:
            DatePattern(pattern, century=rules.century)
        except ValueRefused as problem:
            path = (*table.path, "date_formats", number)
            table.found.error(table.document, path, "bad-date-format", problem.message, hint=problem.hint)


def _zone(table: Table) -> dt.tzinfo:
    name = table.text("time_zone")
    if match := _OFFSET.fullmatch(name):
        sign, hours, minutes = match.groups()
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
        if offset < dt.timedelta(days=1):
            return dt.timezone(-offset if sign == "-" else offset)
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if name:
            near = closest(name, zoneinfo.available_timezones())
            hint = f"did you mean {near!r}?" if near else "'Asia/Shanghai', or an offset as '+08:00'"
            table.error("time_zone", "unknown-zone", f"{name!r} is no time zone", hint=hint)
        return dt.UTC


# ---- stages


def _stages(table: Table, columns: ColumnReader, playbook: Playbook, shape: str) -> Stages:
    process = _process(table, playbook)
    positions = {stage.id: stage.position for stage in process.stages} if process else {}
    start = process.start if process else ""
    entered, entered_stage = _entered(table, columns, positions)
    stages = Stages(
        process=process.id if process else "",
        positions=positions,
        rules={value: _rule(rule, positions, start) for value, rule in table.tables("map")},
        column=columns.column(table, "column", needed=shape == "none"),
        entered=entered,
        entered_stage=entered_stage,
        closed=columns.column(table, "closed", needed=False),
    )
    if not stages.rules:
        table.error(
            "map", "missing-key", "[stage.map] says what each value of the stage column means, and is empty"
        )
    table.finish()
    return stages


def _process(table: Table, playbook: Playbook) -> Process | None:
    known = [process.id for process in playbook.processes.values() if process.moves == "deal"]
    default = known[0] if len(known) == 1 else None
    name = table.choice("process", known, default)
    return playbook.processes[name] if name else None


def _entered(
    table: Table, columns: ColumnReader, positions: MappingOf[str, int]
) -> tuple[Column | None, str]:
    value = table.raw("entered")
    stage = ""
    if isinstance(value, dict) and "stage" in value:
        inner = Table(table.document, (*table.path, "entered"), {"stage": value["stage"]}, table.found)
        stage = _stage(inner, positions)
        rest: dict[str, Any] = {key: one for key, one in value.items() if key != "stage"}
        table = Table(table.document, table.path, {"entered": rest}, table.found)
    return columns.column(table, "entered", needed=False), stage


def _rule(table: Table, positions: MappingOf[str, int], start: str) -> StageRule:
    """What one value means; a deal that was closed nobody says where was at least at the *start*."""
    named = table.choice("outcome", list(OUTCOMES), "") if "outcome" in table.data else ""
    outcome = OUTCOMES.get(named or "", "")
    reason = (
        table.choice("reason", [str(one) for one in LossReason], "other") if "reason" in table.data else ""
    )
    if reason and outcome != "lost":
        table.error("reason", "no-loss", "a reason of loss goes with outcome = 'lost'")
    rule = StageRule(
        stage=_stage(table, positions) if "stage" in table.data or not outcome else start,
        outcome=outcome,
        reason=(reason or "other") if outcome == "lost" else "",
    )
    table.finish()
    return rule


def _stage(table: Table, positions: MappingOf[str, int]) -> str:
    name = table.text("stage")
    if name and name not in positions:
        near = closest(name, positions)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(positions)}"
        table.error("stage", "unknown-stage", f"the playbook has no stage {name!r} for deals", hint=hint)
    return name


# ---- history and side files


def _history(root: Table, columns: ColumnReader, like: FileSpec, shape: str) -> History | None:
    if shape == "none":
        if "history" in root.data:
            root.error("history", "no-history", "shape = 'none' has no history", hint="shape = 'snapshot'")
        root.raw("history")
        return None
    if "history" not in root.data:
        root.error("", "missing-key", "shape = 'snapshot' needs [history], the file of stage changes")
        root.raw("history")
        return None
    table = root.table("history")
    nothing = Column(name="")
    history = History(
        file=_file(table, "history", like),
        key=columns.column(table, "key") or nothing,
        stage=columns.column(table, "stage") or nothing,
        at=columns.column(table, "at") or nothing,
        order=columns.column(table, "order", needed=False),
    )
    table.finish()
    return history


def _aliases(root: Table) -> dict[str, dict[str, str]]:
    """The aliases of each join, read before all else: the columns that name a join need them."""
    joins = root.data.get("join")
    if not isinstance(joins, dict):
        return {}
    return {
        str(name): read_texts(Table(root.document, ("join", name), one, Diagnostics()), "alias")
        for name, one in joins.items()
        if isinstance(one, dict)
    }


def _join(name: str, table: Table, columns: ColumnReader, like: FileSpec) -> Join:
    prefix = table.choice("as", list(SUBJECTS), None) or "account"
    entity = ROOTS[SUBJECTS[prefix]].entity
    read_texts(table, "alias")
    targets = read_targets(columns, columns.tables(table.table("fields")), entity)
    _check_whole(table, entity, targets)
    join = Join(
        name=name,
        file=_file(table, f"join.{name}", like),
        prefix=prefix,
        root=SUBJECTS[prefix],
        key=columns.column(table, "key") or Column(name=""),
        targets=targets,
    )
    table.finish()
    return join


def _check_whole(table: Table, entity: type, targets: tuple[Target, ...]) -> None:
    filled = {"id", *(target.field for target in targets)}
    for field in attrs.fields(entity):
        if field.default is attrs.NOTHING and field.name not in filled:
            table.error(
                "",
                "missing-field",
                f"{entity.__name__} cannot be without {field.name!r}",
                hint=f"fields.{field.name}",
            )
