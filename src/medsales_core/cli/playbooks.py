"""``medsales check`` and ``medsales show``."""

from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, open_playbook, place_of, registry
from medsales_core.cli.drawing import drawn, show_origin
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say
from medsales_core.errors import ValueRefused
from medsales_core.playbook.load import check_playbook

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
    format: Annotated[Literal["text", "toml", "mermaid", "svg"], Parameter(name="--format")] = "text",
    origin: Annotated[
        bool, Parameter(negative="", help="Print every line of it with the file and line that says it.")
    ] = False,
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Print a playbook: for reading, as one TOML file, or drawn as a Mermaid diagram or an SVG picture.

    Example: `medsales show reference --lang zh-Hans`

    Example: `medsales show reference --format svg > process.svg`

    Example: `medsales show company.toml --origin`

    Parameters
    ----------
    playbook
        A playbook file, or `reference`.
    format
        What to print.
    """
    loaded = open_playbook(playbook, registry())
    if origin:
        show_origin(loaded, json=json)
    elif json:
        raise ValueRefused("--json prints where lines come from", hint="add --origin, or use --format toml")
    else:
        say(drawn(loaded, format, lang).rstrip("\n"))
    return OK
