"""What `medsales check` found, written for people, for programs and for code review (SARIF)."""

from pathlib import Path
from typing import Any, Final

import medsales_core
from medsales_core.cli.output import say
from medsales_core.config import Diagnostic
from medsales_core.playbook.lint.codes import CODES, Entry
from medsales_core.playbook.playbook import Playbook
from medsales_core.text import text

__all__ = ["as_data", "as_sarif", "print_entry", "print_found"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_MENDS: Final = text("What mends it", "如何改正")


def print_found(name: str, playbook: Playbook | None, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Every diagnostic in a line, and how many there are."""
    for diagnostic in diagnostics:
        say(str(diagnostic))
    if playbook is None:
        say(f"{name}: {sum(d.level == 'error' for d in diagnostics)} error(s)")
    else:
        say(
            f"{name}: sound; {len(playbook.processes)} processes, {len(playbook.stages)} stages, "
            f"{len(playbook.requirements)} requirements, {len(diagnostics)} warning(s)"
        )


def as_data(name: str, playbook: Playbook | None, diagnostics: tuple[Diagnostic, ...]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "playbook": name,
        "usable": playbook is not None,
        "hash": playbook.hash if playbook else None,
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


def as_sarif(diagnostics: tuple[Diagnostic, ...], language: str) -> dict[str, Any]:
    """The same as a SARIF 2.1.0 log, which code review on the web shows beside the lines."""
    codes = sorted({d.code for d in diagnostics})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "medsales",
                        "version": medsales_core.__version__,
                        "rules": [_rule(code, language) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, codes.index(d.code)) for d in diagnostics],
            }
        ],
    }


def _rule(code: str, language: str) -> dict[str, Any]:
    entry = CODES[code]
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.split("-")),
        "shortDescription": {"text": entry.title.pick(language)},
        "fullDescription": {"text": entry.meaning.pick(language)},
        "help": {"text": entry.mend.pick(language)},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    mend = f" ({diagnostic.hint})" if diagnostic.hint else ""
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": str(diagnostic.level),
        "message": {"text": f"{diagnostic.message}{mend}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(diagnostic.file)}, "region": region}}
        ],
    }


def _uri(file: str) -> str:
    """A file as SARIF names it: relative ones stay so, and a name that is no file stays a name."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else path.as_posix().replace(" ", "%20")


def print_entry(entry: Entry, language: str) -> None:
    """What one code means."""
    say(f"{entry.code}: {entry.title.pick(language)}")
    say()
    say(entry.meaning.pick(language))
    say()
    say(f"{_MENDS.pick(language)}: {entry.mend.pick(language)}")
