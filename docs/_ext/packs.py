"""What a stage pack brings, made from its layers when the documentation is built: a drawing and its requirements."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from medsales_core.playbook import Playbook, load_playbook, reference_playbook
from medsales_core.playbook.drawing import as_svg
from medsales_core.rules.requirement import Requirement

EXAMPLES = Path(__file__).parents[2] / "examples"
#: A drawing is wider than the column of text.
FITTING = "<style>.medsales-process { max-width: 100%; height: auto; }</style>"


def pack_page(playbook: Playbook) -> Iterator[str]:
    """The requirements that *playbook* adds to the reference, stage by stage, as Markdown tables."""
    known = reference_playbook().requirements
    for stage in playbook.stages.values():
        added = [(kind, r) for kind, r in stage.criteria() if r.id not in known]
        if added:
            yield f"**{stage.label['en']}** · {stage.label['zh-Hans']} (`{stage.id}`)"
            yield from _table(added)


def _table(criteria: list[tuple[Any, Requirement]]) -> Iterator[str]:
    yield ""
    yield "| | requirement | 中文 | severity | source |"
    yield "|---|---|---|---|---|"
    for kind, requirement in criteria:
        yield (
            f"| {kind} | {requirement.label['en']} | {requirement.label['zh-Hans']} "
            f"| {requirement.severity} | {requirement.source} |"
        )
    yield ""


class PackDirective(SphinxDirective):
    """``{pack} packs/tender``: the process of an example playbook, drawn, and what its packs ask for."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        path = EXAMPLES / f"{self.arguments[0]}.toml"
        self.env.note_dependency(str(path))
        playbook = load_playbook(path)
        holder = nodes.section()
        holder.document = self.state.document
        drawing = nodes.raw("", FITTING + as_svg(playbook, "en"), format="html")
        self.state.nested_parse(StringList(list(pack_page(playbook))), 0, holder)
        return [drawing, *holder.children]


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("pack", PackDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
