"""``medsales import``."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import At, Json, Lang, PlaybookOption, StoreOption, moment, open_desk, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import bar, print_json, say
from medsales_core.desk import Desk
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.importing import ImportResult, import_file, import_rows, read_mapping
from medsales_core.ports.importer import Importer
from medsales_core.text import LangText, text

__all__ = ["import_"]

_READING = text("rows read", "已读行数")


def import_(
    source: Path,
    /,
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    importer: Annotated[
        str, Parameter(help="What reads a file that is no mapping; by its ending if left out.")
    ] = "",
    base: Annotated[Path | None, Parameter(help="Folder of the files, if not that of the mapping.")] = None,
    rejects: Annotated[
        Path | None, Parameter(help="Write the rows that are not taken here (.csv or .jsonl).")
    ] = None,
    strict: Annotated[bool, Parameter(negative="", help="Exit with 1 if any row was not taken.")] = False,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Import a CRM export: all of it or nothing; again, and only what is new is added.

    Example: `medsales import crm.toml --store deals.db --rejects rejects.csv`

    Example: `medsales import deals.jsonl --store deals.db`

    Parameters
    ----------
    source
        The TOML file that says how an export is read, or a file that an importer reads as it is.
    """
    with open_desk(store, playbook, create=True) as desk, bar(_READING, lang) as progress:
        if source.suffix == ".toml" and not importer:
            result = import_file(
                read_mapping(source, desk.playbook),
                store=desk.store,
                playbook=desk.playbook,
                at=moment(at),
                base=base,
                rejects=rejects,
                progress=progress,
            )
        else:
            result = import_rows(
                _importer(source, importer, desk),
                source,
                store=desk.store,
                playbook=desk.playbook,
                at=moment(at),
                rejects=rejects,
                progress=progress,
            )
    if json:
        print_json(result.as_dict())
    else:
        for line in summary(result):
            say(line.pick(lang))
        if rejects is not None and result.rejected_rows:
            say(text(f"rejected rows are in {rejects}", f"未导入的行见{rejects}").pick(lang))
    return FOUND if strict and result.rejected_rows else OK


def _importer(source: Path, name: str, desk: Desk) -> Importer:
    """The importer called *name*, or that of files like *source*."""
    importers = registry().for_playbook(desk.playbook.plugins).importers
    if name:
        if name not in importers:
            raise UnknownName.among("importer", name, importers)
        return importers[name]
    for importer in importers.values():
        if source.name.endswith(importer.suffixes):
            return importer
    endings = [suffix for importer in importers.values() for suffix in importer.suffixes]
    raise ValueRefused(
        f"no importer reads {source.name}", hint=f"a mapping (.toml), --importer, or: {', '.join(endings)}"
    )


def summary(result: ImportResult) -> list[LangText]:
    """What an import did, in a few sentences."""
    lines = [
        text(
            f"{result.rows} rows read, {result.subjects} deals taken, {result.rejected_rows} rows rejected",
            f"读取{result.rows}行，导入商机{result.subjects}条，未导入{result.rejected_rows}行",
        ),
        text(
            f"{result.events} events kept, {result.known} known already",
            f"新增事件{result.events}条，已有{result.known}条",
        ),
    ]
    if result.undated:
        lines.append(
            text(f"{result.undated} deals have no date at all", f"{result.undated}条商机没有任何日期")
        )
    for code, count in sorted(result.rejected.items()):
        lines.append(text(f"  rejected, {code}: {count}", f"  未导入，{code}：{count}"))
    for code, count in sorted(result.notes.items()):
        lines.append(text(f"  noticed, {code}: {count}", f"  提示，{code}：{count}"))
    shown = (text(f"    {r.shown('en')}", f"    {r.shown('zh-Hans')}") for r in result.rejects[:5])
    return [*lines, *shown]
