"""``medsales check`` and ``medsales show``."""

from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, moment, open_playbook, place_of, registry
from medsales_core.cli.diagnosing import as_data, as_sarif, print_entry, print_found
from medsales_core.cli.drawing import drawn, show_origin
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say
from medsales_core.errors import ValueRefused
from medsales_core.playbook.lint.codes import explained
from medsales_core.playbook.load import check_playbook

__all__ = ["check", "show"]


def check(
    playbook: str = "",
    /,
    *,
    strict: Annotated[bool, Parameter(negative="", help="Warnings count as errors.")] = False,
    format: Annotated[Literal["text", "json", "sarif"], Parameter(name="--format")] = "text",
    json: Annotated[bool, Parameter(name="--json", negative="", help="Short for --format json.")] = False,
    explain: Annotated[str, Parameter(name="--explain", help="Say what a code means, and stop.")] = "",
    lang: Lang = "en",
) -> int:
    """Find every defect of a playbook, each with file, line and column.

    Example: `medsales check company.toml`

    Parameters
    ----------
    playbook
        A playbook file, or `reference`.
    format
        What to print: lines for people, JSON for programs, SARIF for code review.
    """
    if explain:
        print_entry(explained(explain), lang)
        return OK
    if not playbook:
        raise ValueRefused(
            "which playbook?", hint="medsales check company.toml, or: medsales check reference"
        )
    found, diagnostics = check_playbook(place_of(playbook), registry=registry(), as_of=moment("").date())
    if json or format == "json":
        print_json(as_data(playbook, found, diagnostics))
    elif format == "sarif":
        print_json(as_sarif(diagnostics, lang))
    else:
        print_found(playbook, found, diagnostics)
    return FOUND if found is None or (strict and diagnostics) else OK


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
