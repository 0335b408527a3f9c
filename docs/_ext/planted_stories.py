"""The page of planted bugs: which engine finds which, how soon, and the story that shows it."""

import importlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from medsales_core.fuzzing.story import Played, Story, play
from medsales_core.fuzzing.telling import told

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs" / "reference" / "planted-bugs.toml"
ENGINES = ("walk", "explore", "machine", "plain")
sys.path.insert(0, str(ROOT / "benchmarks"))
BUGS: tuple[Any, ...] = importlib.import_module("seeded_bugs").BUGS


def read_data() -> Mapping[str, Any]:
    """What `benchmarks/fuzzing.py --write` wrote."""
    return tomllib.loads(DATA.read_text("utf-8"))


def table() -> Iterator[str]:
    """How soon each engine finds which bug, as Markdown."""
    data = read_data()
    noted = {one["name"]: one for one in data["bug"]}
    yield (
        f"Medians of {data['runs']} run(s) of at most {data['seconds']:g} seconds of the processor; "
        "a dash: not found in half of the runs; blank: not measured."
    )
    yield ""
    yield f"| bug | kind | {' | '.join(ENGINES)} |"
    yield "|---|---|" + "---:|" * len(ENGINES)
    for bug in BUGS:
        if bug.name in noted:
            yield f"| [{bug.name}](#{_anchor(bug)}) | {bug.kind} | {' | '.join(_medians(noted[bug.name]))} |"


def stories() -> Iterator[str]:
    """Each bug with its story, as Markdown."""
    noted = {one["name"]: one for one in read_data()["bug"]}
    for bug in BUGS:
        if bug.name in noted:
            yield from _section(bug, noted[bug.name])


def _medians(noted: Mapping[str, Any]) -> Iterator[str]:
    for engine in ENGINES:
        median = noted["median"].get(engine, "")
        yield {"never": "-", "": ""}[median] if isinstance(median, str) else f"{max(median, 0.01):.2f} s"


def _anchor(bug: Any) -> str:
    return "bug-" + "-".join("".join(c if c.isalnum() else " " for c in bug.name).split())


def played_again(bug: Any, noted: Mapping[str, Any]) -> tuple[Any, Played]:
    """A bug, planted, and what becomes of its story."""
    planted = bug.plant()
    held = [one for one in planted.invariants if one.id == noted["invariant"]]
    played = play(planted.model, Story.from_data(noted["story"]), held, world=planted.world)
    if planted.world is not None:
        planted.world.close()
    return planted, played


def _section(bug: Any, noted: Mapping[str, Any]) -> Iterator[str]:
    planted, played = played_again(bug, noted)
    assert played.broken is not None, f"{bug.name}: the story breaks nothing; measure again"
    yield f"({_anchor(bug)})="
    yield f"## {bug.name[0].upper()}{bug.name[1:]}"
    yield ""
    for meant, written in bug.replaced:
        yield "```diff"
        yield from (f"- {line}" for line in meant.splitlines() if line)
        yield from (f"+ {line}" for line in written.splitlines() if line)
        yield "```"
        yield ""
    first = "hardly anything is known" if noted["story"]["given"] == "bare" else "everything is in order"
    yield f"Breaks `{played.broken.invariant}`; at first {first}:"
    yield ""
    yield "```text"
    yield from (line["en"] for line in told(planted.model, played.taken))
    yield f"✗ {played.broken.what['en']}"
    yield "```"
    yield ""
