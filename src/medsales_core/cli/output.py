"""Writing to the terminal: messages, tables, JSON, progress; plain where nobody watches."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from medsales_core.engine.finding import Finding
from medsales_core.errors import ConfigError, MedsalesError, ValueRefused
from medsales_core.rules.requirement import Outcome
from medsales_core.text import LangText

__all__ = ["bar", "print_finding", "print_json", "say", "tell_error", "write_out"]

_MARKS: Final = {
    Outcome.PASS: "✓",
    Outcome.FAIL: "✗",
    Outcome.ERROR: "!",
    Outcome.UNKNOWN: "?",
    Outcome.WAIVED: "~",
    Outcome.NOT_APPLICABLE: "–",
}


def say(line: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(f"{line}\n")


def print_json(value: Any) -> None:
    """*value* on standard output, as JSON that reads well."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def write_out(written: str, out: Path | None, encoding: str) -> None:
    """What a format rendered, into the file *out* and its name to the terminal; without one to the terminal itself.

    Raises:
        ValueRefused: The file cannot be written.
    """
    if out is None:
        say(written.rstrip("\n"))
        return
    try:
        out.write_text(written, encoding=encoding, newline="")
    except OSError as problem:
        raise ValueRefused(f"{out} cannot be written: {problem.strerror or problem}") from problem
    say(str(out))


def tell_error(problem: MedsalesError) -> None:
    """A problem on standard error: what, where, what mends it."""
    if isinstance(problem, ConfigError) and problem.diagnostics:
        for diagnostic in problem.diagnostics:
            sys.stderr.write(f"{diagnostic}\n")
        sys.stderr.write(f"error: {problem.message}\n")
    else:
        sys.stderr.write(f"error: {problem}\n")


def print_finding(finding: Finding, language: str) -> None:
    """One finding with its reasons and remedy."""
    source = f"  [{finding.requirement}, {finding.source}]" if finding.requirement else f"  [{finding.code}]"
    say(f"  {_MARKS[finding.outcome]} {finding.message.pick(language)}{source}")
    for reason in finding.reasons:
        say(f"      {reason.path or '-'}: {reason.message.pick(language)}")
    remedy = finding.remedy.pick(language)
    if remedy and not finding.lets_pass:
        say(f"      → {remedy}")
    if finding.waiver is not None:
        waiver = finding.waiver
        say(f"      ~ {waiver.by}, {waiver.expires_on}: {waiver.reason}")


@contextmanager
def bar(label: LangText, language: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error while a terminal watches; a function that sets how far it is."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(label.pick(language), total=total)
        yield lambda done: progress.update(task, completed=done)
