"""``medsales migrate``."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import (
    At,
    Json,
    Lang,
    StoreOption,
    moment,
    open_desk,
    open_playbook,
    registry,
)
from medsales_core.cli.deals import Root
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say, write_out
from medsales_core.desk.migrating import Migrated
from medsales_core.engine.command import Actor
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.playbook.migration_report import MigrationReport
from medsales_core.text import LangText, text

__all__ = ["migrate"]


def migrate(
    *,
    store: StoreOption,
    playbook: Annotated[str, Parameter(name="--playbook", help="The playbook that is to hold from now on.")],
    before: Annotated[
        str, Parameter(name="--before", help="The playbook so far: what failed under it already is left out.")
    ] = "",
    map: Annotated[
        tuple[str, ...],
        Parameter(name="--map", negative="", help="Who stands at stage OLD is to stand at NEW: `OLD=NEW`."),
    ] = (),
    process: Annotated[
        tuple[str, ...],
        Parameter(name="--process", negative="", help="Who runs through process OLD is to run through NEW."),
    ] = (),
    kind: Root = "deal",
    closed: Annotated[
        bool, Parameter(negative="", help="Closed ones too; they stay as they are by default.")
    ] = False,
    apply: Annotated[
        bool, Parameter(name="--apply", negative="", help="Do it; without, nothing is written.")
    ] = False,
    reason: Annotated[str, Parameter(help="Why; asked for where a stage or process changes.")] = "",
    actor: Annotated[str, Parameter(help="Who asks.")] = "cli",
    format: Annotated[str, Parameter(name="--format", help="`text`, `markdown`, `csv`, `html` ...")] = "text",
    out: Annotated[Path | None, Parameter(help="Write here; to the terminal by default.")] = None,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Bring deals under a changed playbook: first the plan, who would newly fail what and who has no place.

    Nothing is written without `--apply`. Done again, it does what is left.
    Exits with 1 if somebody has no place in the new playbook, or was not migrated.

    Example: `medsales migrate --store deals.db --playbook acme-2.toml --before acme-1.toml --map demo=trial`

    Example: `medsales migrate --store deals.db --playbook acme-2.toml --map demo=trial --reason "Handbook 2" --apply`
    """
    plugins = registry()
    old = open_playbook(before, plugins) if before else None
    with open_desk(store, playbook) as desk:
        formats = plugins.for_playbook(desk.playbook.plugins).formats
        if format not in formats:
            raise UnknownName.among("report format", format, formats)
        plan = desk.migration(
            at=moment(at),
            before=old,
            stages=_pairs("--map", map),
            processes=_pairs("--process", process),
            closed=closed,
            root=kind,
        )
        done = (
            desk.migrate(plan, actor=Actor(actor), reason=reason, root=kind, recorded_at=moment(""))
            if apply
            else None
        )
    if json:
        print_json({**plan.as_dict(), "applied": done.as_dict() if done is not None else None})
    elif done is None:
        report = MigrationReport().build(plan, desk.playbook, old)
        write_out(formats[format].render(report, lang), out, formats[format].encoding)
    else:
        for line in _told(done, len(plan.unplaced)):
            say(line.pick(lang))
    left = plan.unplaced or (done is not None and (done.raced or done.refused))
    return FOUND if left else OK


def _pairs(option: str, written: tuple[str, ...]) -> dict[str, str]:
    """``OLD=NEW`` as a mapping.

    Raises:
        ValueRefused: One is not written so, or two are of one.
    """
    found: dict[str, str] = {}
    for pair in written:
        old, sign, new = (part.strip() for part in pair.partition("="))
        if not (old and sign and new):
            raise ValueRefused(f"{option} {pair!r} leads nowhere", hint=f"write {option} OLD=NEW")
        if found.setdefault(old, new) != new:
            raise ValueRefused(f"{option} leads from {old!r} to both {found[old]!r} and {new!r}")
    return found


def _told(done: Migrated, unplaced: int) -> list[LangText]:
    lines = [text(f"{len(done.done)} migrated", f"已迁移{len(done.done)}个")]
    if unplaced:
        lines.append(
            text(
                f"no place for {unplaced}, which are as they were: plan again without --apply",
                f"{unplaced}个无处可列，保持原状：请去掉 --apply 重新查看预案",
            )
        )
    if done.raced:
        named = ", ".join(done.raced)
        lines.append(
            text(
                f"changed meanwhile by somebody else, run it again: {named}",
                f"期间被他人改动，请重新运行：{named}",
            )
        )
    for decision in done.refused:
        why = ", ".join(finding.code for finding in decision.blocking)
        lines.append(
            text(f"{decision.progress.subject} refused: {why}", f"{decision.progress.subject}被拒：{why}")
        )
    return lines
