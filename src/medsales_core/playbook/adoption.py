"""``use``: requirements of a standard that a stage adopts as its own criteria, without copying them."""

from collections.abc import Mapping

from medsales_core.config import Table
from medsales_core.engine.process import CriterionKind
from medsales_core.rules.requirement import Requirement
from medsales_core.text import closest

__all__ = ["adopt", "own_criteria"]

_USE = "use"


def own_criteria(table: Table, key: str) -> list[tuple[str, Table]]:
    """The requirements that are written under *key* of a stage or standard, by their ids."""
    group = table.table(key)
    if not _adopts(group):
        return table.tables(key)
    written = {name: value for name, value in group.data.items() if name != _USE}
    return Table(table.document, table.path, {key: written}, table.found).tables(key)


def _adopts(group: Table) -> bool:
    """Whether the table has the word ``use``, and not a requirement of that name."""
    return _USE in group.data and not isinstance(group.data[_USE], dict)


def adopt(
    stage: Table, adoptable: Mapping[str, Requirement | None]
) -> Mapping[CriterionKind, tuple[Requirement, ...]]:
    """The requirements that *stage* takes over, by when they bind.

    Args:
        stage: The table of the stage.

        adoptable: The requirements of all standards, by id; None for one with a mistake of its own.
    """
    seen: dict[str, CriterionKind] = {}
    return {kind: _adopted(stage.table(kind), kind, adoptable, seen) for kind in CriterionKind}


def _adopted(
    group: Table,
    kind: CriterionKind,
    adoptable: Mapping[str, Requirement | None],
    seen: dict[str, CriterionKind],
) -> tuple[Requirement, ...]:
    names = group.texts(_USE) if _adopts(group) else ()
    taken = []
    for index, name in enumerate(names):
        path = (*group.path, _USE, index)
        if name not in adoptable:
            near = closest(name, adoptable)
            hint = f"did you mean {near!r}?" if near else "a stage adopts requirements of standards alone"
            message = f"no standard has a requirement {name!r}"
            group.found.error(group.document, path, "undefined-requirement", message, hint=hint)
        elif name in seen:
            message = f"{name!r} binds here already, under {seen[name]!s}"
            group.found.error(group.document, path, "duplicate-value", message, hint="take one out")
        else:
            taken.append(adoptable[name])
            seen[name] = kind
    return tuple(requirement for requirement in taken if requirement is not None)
