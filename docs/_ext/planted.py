"""The page of planted bugs: which engine finds which, how soon, and the story that shows it."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.telling import told

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs" / "reference" / "planted-bugs.toml"
ENGINES = ("walk", "explore", "machine", "plain")
sys.path.insert(0, str(ROOT / "benchmarks"))
from seeded_bugs import BUGS, Bug


def read_data() -> Mapping[str, Any]:
    """What `benchmarks/fuzzing.py --write` wrote."""
    return tomllib.loads(DATA.read_text("utf-8"))


def planted_page() -> Iterator[str]:
    """The table, then each bug with its story, as Markdown."""
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
    yield ""
    for bug in BUGS:
        if bug.name in noted:
            yield from _section(bug, Story.from_data(noted[bug.name]["story"]))


def _medians(noted: Mapping[str, Any]) -> Iterator[str]:
    for engine in ENGINES:
        median = noted["median"].get(engine, "")
        yield "-" if median == "never" else f"{median:.2f} s" if median != "" else ""


def _anchor(bug: Bug) -> str:
    return "bug-" + "-".join("".join(c if c.isalnum() else " " for c in bug.name).split())


def _section(bug: Bug, story: Story) -> Iterator[str]:
    planted = bug.plant()
    played = play(planted.model, story, planted.invariants, world=planted.world)
    if planted.world is not None:
        planted.world.close()
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
    yield f"Breaks `{played.broken.invariant}`, {'where hardly anything is known' if story.bare else 'where everything is in order'} at first:"
    yield ""
    yield "```text"
    yield from (line["en"] for line in told(planted.model, played.taken))
    yield f"✗ {played.broken.what['en']}"
    yield "```"
    yield ""


class PlantedDirective(SphinxDirective):
    """``{planted-bugs}``: the table and the stories."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(DATA))
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(StringList(list(planted_page())), 0, holder, match_titles=True)
        return holder.children


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("planted-bugs", PlantedDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
