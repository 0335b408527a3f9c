"""Reading ``[always.ID]`` and ``[never.ID]``: what a process promises of all that runs through it."""

from collections.abc import Iterable, Mapping
from typing import Final

from medsales_core.config import Table
from medsales_core.engine.process import Process
from medsales_core.engine.promise import Promise, PromiseKind
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.text import near_or_known

__all__ = ["read_promises"]

_HOLDS: Final = "holds"


def read_promises(
    root: Table, conditions: ConditionReader, languages: Iterable[str], processes: Mapping[str, Process]
) -> dict[str, Promise]:
    """The ``[always.ID]`` and ``[never.ID]`` tables of a playbook, by id.

    Args:
        root: The whole playbook.

        conditions: Reads conditions.

        languages: The languages of the playbook.

        processes: Whose transitions and stages may be named.
    """
    transitions = [way.id for process in processes.values() for way in process.transitions]
    stages = [stage.id for process in processes.values() for stage in process.stages]
    found: dict[str, Promise] = {}
    for kind in PromiseKind:
        for name, table in root.tables(kind):
            if name in found:
                table.error("", "duplicate-id", f"promise {name!r} is made twice", hint="rename one of them")
            on, into = table.texts("on"), table.texts("into")
            _check(table, "on", on, transitions, "transition")
            _check(table, "into", into, stages, "stage")
            promise = _promise(name, kind, table, conditions, languages, on, into)
            if promise is not None:
                found[name] = promise
            table.finish()
    return found


def _check(table: Table, key: str, names: Iterable[str], known: list[str], what: str) -> None:
    for name in names:
        if name not in known:
            table.error(
                key, "undefined-stage" if what == "stage" else "undefined-transition",
                f"there is no {what} {name!r}", hint=near_or_known(name, known),
            )  # fmt: skip


def _promise(
    name: str,
    kind: PromiseKind,
    table: Table,
    conditions: ConditionReader,
    languages: Iterable[str],
    on: tuple[str, ...],
    into: tuple[str, ...],
) -> Promise | None:
    label, source = table.lang_text("label", languages), table.text("source", " ").strip()
    written = table.raw(_HOLDS)
    if written is None:
        table.error("", "missing-key", f"promise {name!r} needs 'holds', what is promised")
        return None
    place = Place((*table.path, _HOLDS), own=name)
    # What does not apply is no breach of what always holds; of what never holds it would say nothing at all.
    condition = conditions.read(written, place if kind is PromiseKind.ALWAYS else place.unguarded())
    if condition is None:
        return None
    return Promise(id=name, kind=kind, label=label, source=source, condition=condition, on=on, into=into)
