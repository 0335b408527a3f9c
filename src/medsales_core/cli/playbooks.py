"""``medsales check`` and ``medsales show``."""

from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, open_playbook, place_of, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.show import as_mermaid, as_text, as_toml

__all__ = ["check", "show"]


def check(
    playbook: str,
    /,
    *,
    strict: Annotated[bool, Parameter(negative="", help="Warnings count as errors.")] = False,
    json: Json = False,
) -> int:
    """Find every defect of a playbook, each with file, line and column.

    Example: `medsales check company.toml`

    Parameters
    ----------
    playbook
        A playbook file, or `reference`.
    """
    found, diagnostics = check_playbook(place_of(playbook), checks=registry().checks.values())
    failed = found is None or (strict and bool(diagnostics))
    if json:
        print_json(
            {
                "playbook": playbook,
                "usable": found is not None,
                "hash": found.hash if found else None,
                "diagnostics": [
                    {
                        "code": d.code,
                        "level": str(d.level),
                        "message": d.message,
                        "hint": d.hint,
                        "file": d.file,
                        "line": d.line,
                        "column": d.column,
                    }
                    for d in diagnostics
                ],
            }
        )
        return FOUND if failed else OK
    for diagnostic in diagnostics:
        say(str(diagnostic))
    if found is None:
        say(f"{playbook}: {sum(d.level == 'error' for d in diagnostics)} error(s)")
    else:
        say(
            f"{playbook}: sound; {len(found.processes)} processes, {len(found.stages)} stages, "
            f"{len(found.requirements)} requirements, {len(diagnostics)} warning(s)"
        )
    return FOUND if failed else OK


def show(
    playbook: str = "reference",
    /,
    *,
    format: Annotated[Literal["text", "toml", "mermaid"], Parameter(name="--format")] = "text",
    lang: Lang = "en",
) -> int:
    """Print a playbook: for reading, as one TOML file, or as a Mermaid diagram.

    Example: `medsales show reference --lang zh-Hans`

    Parameters
    ----------
    playbook
        A playbook file, or `reference`.
    format
        What to print.
    """
    loaded = open_playbook(playbook, registry())
    if format == "toml":
        written = as_toml(loaded)
    else:
        written = as_text(loaded, lang) if format == "text" else as_mermaid(loaded, lang)
    say(written.rstrip("\n"))
    return OK
