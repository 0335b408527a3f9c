"""The directive of the page of planted bugs; what it shows is made in `planted_stories`."""

from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from planted_stories import DATA, stories, table
from sphinx.util.docutils import SphinxDirective


class PlantedDirective(SphinxDirective):
    """``{planted-bugs} table`` and ``{planted-bugs} stories``: apart, since headings are put where the page ends."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(DATA))
        holder = nodes.section()
        holder.document = self.state.document
        headed = self.arguments[0] == "stories"
        lines = list(stories() if headed else table())
        self.state.nested_parse(StringList(lines), 0, holder, match_titles=headed)
        return holder.children


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("planted-bugs", PlantedDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
