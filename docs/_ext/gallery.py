"""The page of the gallery: every code with the smallest playbook that earns it, and exactly what is said of it."""

import datetime as dt
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from medsales_core import check_playbook
from medsales_core.config import Diagnostic
from medsales_core.playbook.lint.codes import CODES, Entry

PICTURES = Path(__file__).parents[2] / "tests" / "data" / "playbooks"
TODAY = dt.date(2026, 11, 23)
_AROUND = 3
_WIDE = 86


def gallery_page() -> Iterator[str]:
    """Every code in order, as Markdown."""
    shown: dict[str, list[tuple[Path, Diagnostic]]] = {}
    for path in sorted(PICTURES.glob("*.toml")):
        for diagnostic in check_playbook(path, as_of=TODAY)[1]:
            shown.setdefault(diagnostic.code, []).append((path, diagnostic))
    for code, entry in CODES.items():
        yield from _section(entry, shown.get(code, []))


def _section(entry: Entry, pictures: list[tuple[Path, Diagnostic]]) -> Iterator[str]:
    yield f"({entry.code})="
    yield f"## `{entry.code}`"
    yield ""
    yield f"**{entry.title['en']}.** {entry.meaning['en']} {entry.mend['en']}"
    yield ""
    yield f"**{entry.title['zh-Hans']}。**{entry.meaning['zh-Hans']}{entry.mend['zh-Hans']}"
    yield ""
    for path, diagnostic in _one_of_each_file(pictures):
        yield "```toml"
        yield from _lines(path, diagnostic.line)
        yield "```"
        yield ""
        yield "```text"
        yield from textwrap.wrap(
            str(diagnostic).replace(str(path), path.name), _WIDE, subsequent_indent="    "
        )
        yield "```"
        yield ""


def _one_of_each_file(pictures: list[tuple[Path, Diagnostic]]) -> Iterator[tuple[Path, Diagnostic]]:
    # A file with many defects at once is a picture of none.
    seen = dict(reversed(pictures))
    own = {path: diagnostic for path, diagnostic in seen.items() if path.stem.startswith(_stem(diagnostic))}
    yield from list((own or seen).items())[:2]


def _stem(diagnostic: Diagnostic) -> str:
    return diagnostic.code.replace("-", "_")


def _lines(path: Path, line: int) -> Iterator[str]:
    """The line that is meant, with those before it back to the head of its table."""
    lines = path.read_text("utf-8").splitlines()
    first = max(line - _AROUND, 1)
    while first > 1 and not lines[first - 1].startswith("["):
        first -= 1
    yield from (text for text in lines[first - 1 : line] if not text.startswith("# expect"))


class GalleryDirective(SphinxDirective):
    """``{gallery}``: the codes of the linter with a picture each."""

    def run(self) -> list[nodes.Node]:
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(StringList(list(gallery_page())), 0, holder, match_titles=True)
        return holder.children


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("gallery", GalleryDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
