"""Pages that are made from the code when the documentation is built, so that they cannot fall behind it."""

import inspect
from collections.abc import Iterator
from typing import Any

import attrs
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import fact_info
from medsales_core.rules.schema import FieldType, Kind, describe


def entity_pages() -> Iterator[str]:
    """Every root, every record below it and every closed list of values, as Markdown."""
    entities: dict[str, type] = {}
    choices: dict[str, type] = {}
    yield "## Roots"
    yield ""
    yield "| root | what it holds | 中文 | entity |"
    yield "|---|---|---|---|"
    for name, root in ROOTS.items():
        entity = f"{root.entity.__name__}{' (a list)' if root.many else ''}"
        yield f"| `{name}` | {root.label['en']} | {root.label['zh-Hans']} | {entity} |"
        _collect(root.entity, entities, choices)
    yield ""
    yield "## Entities"
    for entity_name in sorted(entities):
        yield from _entity(entities[entity_name])
    yield ""
    yield "## Closed lists"
    for choice_name in sorted(choices):
        yield from _choice(choices[choice_name])


def _collect(entity: type, entities: dict[str, type], choices: dict[str, type]) -> None:
    if entity.__name__ in entities:
        return
    entities[entity.__name__] = entity
    for field in describe(entity).values():
        if field.kind is Kind.RECORD:
            _collect(field.type, entities, choices)
        elif field.kind is Kind.CHOICE:
            choices[field.type.__name__] = field.type


def _entity(entity: type) -> Iterator[str]:
    fields = describe(entity)
    yield ""
    yield f"### {entity.__name__}"
    yield ""
    yield (inspect.getdoc(entity) or "").partition("\n")[0]
    yield ""
    yield "| field | holds | name | 中文 | unit | source |"
    yield "|---|---|---|---|---|---|"
    for attribute in attrs.fields(entity):
        info = fact_info(attribute)
        validity = f" ({info.role})" if info.role else ""
        holds = _holds(fields[attribute.name])
        yield (
            f"| `{attribute.name}` | {holds}{validity} | {info.label['en']} | {info.label['zh-Hans']} "
            f"| {info.unit} | {info.source} |"
        )


def _holds(field: FieldType) -> str:
    name = field.type.__name__ if field.kind in (Kind.RECORD, Kind.CHOICE) else str(field.kind)
    return f"list of {name}" if field.many else name


def _choice(choices: Any) -> Iterator[str]:
    yield ""
    yield f"### {choices.__name__}"
    yield ""
    yield (inspect.getdoc(choices) or "").partition("\n")[0]
    yield ""
    for choice in choices:
        yield f"- `{choice}`: {choice.label['en']}, {choice.label['zh-Hans']}"


class EntitiesDirective(SphinxDirective):
    """``{entities}``: the entities of the model."""

    def run(self) -> list[nodes.Node]:
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(StringList(list(entity_pages())), 0, holder, match_titles=True)
        return holder.children


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("entities", EntitiesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
