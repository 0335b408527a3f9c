"""Writing to the terminal: messages, tables, JSON, progress; plain where nobody watches."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from medsales_core.engine.finding import Finding
from medsales_core.errors import ConfigError, MedsalesError, ValueRefused
from medsales_core.rules.requirement import Outcome
from medsales_core.text import LangText

__all__ = [
    "CONTROL",
    "bar",
    "discard_output",
    "print_finding",
    "print_json",
    "say",
    "speak_as_well_as_may_be",
    "tell_error",
    "write_out",
]

#: Characters that steer a terminal rather than say something, and that XML does not take.
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_MARKS: Final = {
    Outcome.PASS: "✓",
    Outcome.FAIL: "✗",
    Outcome.ERROR: "!",
    Outcome.UNKNOWN: "?",
    Outcome.WAIVED: "~",
    Outcome.NOT_APPLICABLE: "–",
}


def speak_as_well_as_may_be() -> None:
    """From now on a character that standard output or error cannot say is replaced, and raises nothing."""
    for stream in (sys.stdout, sys.stderr):
        utf = str(getattr(stream, "encoding", "")).lower().startswith("utf")
        lets_pass = getattr(stream, "errors", "") in ("surrogateescape", "surrogatepass")
        if getattr(stream, "errors", "") == "strict" or (lets_pass and not utf):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # what has errors can change them


def discard_output() -> None:
    """What standard output could not take is dropped, so that leaving does not try once more."""
    with suppress(OSError, ValueError):  # a stream of a host's own may have no file behind it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(line: str = "") -> None:
    """One line on standard output; what would steer the terminal is shown as a character that cannot be."""
    sys.stdout.write(CONTROL.sub("\N{REPLACEMENT CHARACTER}", line) + "\n")


def print_json(value: Any) -> None:
    """*value* on standard output, as JSON that reads well, and loses nothing whatever the output can say."""
    written = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        written = json.dumps(value, indent=2, default=str)
    say(CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", written))


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
        place = f"{problem.where}: " if problem.where else ""
        lines = [*map(str, problem.diagnostics), f"error: {place}{problem.message}"]
    else:
        lines = [f"error: {problem}"]
    sys.stderr.write(CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines)) + "\n")


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
