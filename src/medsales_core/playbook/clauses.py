"""Every requirement of a playbook by its id, so that one may name another: each condition is read once."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from medsales_core.config import Table
from medsales_core.config.positions import Path
from medsales_core.engine.process import CriterionKind
from medsales_core.rules.condition import AllOf, Condition
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reading_references import measured
from medsales_core.rules.reading_scope import guarded, guards
from medsales_core.text import closest

__all__ = ["Clauses"]

# A reference stands for the whole condition it names. Nobody follows a sentence longer than this, and
# requirements that each name two others would double it at every step.
_MOST_PARTS: Final = 5000
#: The words of a requirement that say what is tested; the others tell of it.
_TESTED: Final = ("require", "scope", "effective_from")
_DEEPEST: Final = 80


@attrs.frozen
class _Step:
    """A requirement that is being read: its id, how one came to it, how deep in the one before it stands."""

    name: str
    told: str
    depth: int


@attrs.define
class Clauses:
    """The requirements of the stages and standards of one playbook.

    Args:
        tables: Requirements by id, as they are written; of two with one id the first.

        standards: The ids of the requirements of each standard.

        processes: The ids of the processes.
    """

    tables: Mapping[str, Table]
    standards: Mapping[str, tuple[str, ...]]
    processes: tuple[str, ...]
    _read: dict[Path, Condition | None] = attrs.field(factory=dict, init=False)
    _under_way: list[_Step] = attrs.field(factory=list, init=False)
    _parts: dict[str, int] = attrs.field(factory=dict, init=False)
    _named: dict[str, set[str]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, root: Table) -> "Clauses":
        """Those that *root*, the whole playbook, defines."""
        tables: dict[str, Table] = {}
        for path, data in _requirements(root.data):
            tables.setdefault(str(path[-1]), Table(root.document, path, data, root.found))
        standards = {
            name: tuple(clause for clause, _ in _inside(standard, "requirement"))
            for name, standard in _inside(root.data, "standard")
        }
        return cls(tables, standards, tuple(name for name, _ in _inside(root.data, "process")))

    def condition(
        self, name: str, table: Table, reader: ConditionReader, step: _Step | None = None
    ) -> Condition | None:
        """What the requirement *name*, written in *table*, asks; None where a mistake (reported) leaves nothing."""
        if table.path not in self._read:
            self._under_way.append(step or _Step(name, name, 0))
            self._read[table.path] = self._written(name, table, reader)
            self._under_way.pop()
        return self._read[table.path]

    def _written(self, name: str, table: Table, reader: ConditionReader) -> Condition | None:
        written = table.raw("require")
        if written is None:
            table.error("", "missing-key", f"requirement {name!r} needs 'require', the condition it tests")
            return None
        limits = guards(table, reader, self.processes)
        condition = reader.read(written, Place((*table.path, "require"), own=name))
        return guarded(condition, limits) if condition is not None and limits is not None else None

    def tested(self, name: str, table: Table) -> dict[str, Any]:
        """What the requirement *name* tests, as *table* writes it, and what those test that it names."""
        found: dict[str, Any] = {word: table.data[word] for word in _TESTED if word in table.data}
        named = sorted(self._named.get(name, ())) if self._read.get(table.path) is not None else ()
        if named:
            found["named"] = {other: self.tested(other, self.tables[other]) for other in named}
        return found

    def referred(self, word: str, name: Any, place: Place, reader: ConditionReader) -> Condition | None:
        """See `medsales_core.rules.reading_references.References`."""
        known: Mapping[str, object] = self.tables if word == "requirement" else self.standards
        if not isinstance(name, str):
            reader.error(place, "wrong-type", f"{word!r} takes an id, not {name!r}")
            return None
        if name not in known:
            near = closest(name, known)
            hint = f"did you mean {near!r}?" if near else f"define it, or name another {word}"
            reader.error(
                place,
                "undefined-requirement" if word == "requirement" else "undefined-standard",
                f"there is no {word} {name!r}",
                hint,
            )
            return None
        if word == "requirement":
            condition = self._follow(_Step(name, name, len(place.at)), place, reader)
        else:
            condition = self._standard(name, place, reader)
        return self._sized(condition, place, reader) if condition is not None else None

    def _standard(self, name: str, place: Place, reader: ConditionReader) -> Condition | None:
        clauses = self.standards[name]
        if not clauses:
            reader.error(place, "empty-condition", f"standard {name!r} has no requirement")
            return None
        parts = []
        for clause in clauses:
            step = _Step(clause, f"standard {name} -> {clause}", len(place.at))
            part = self._follow(step, place, reader)
            if part is None:
                return None
            parts.append(part)
        return AllOf(tuple(parts))

    def _follow(self, step: _Step, place: Place, reader: ConditionReader) -> Condition | None:
        around = [under_way.name for under_way in self._under_way]
        if around:
            self._named.setdefault(around[-1], set()).add(step.name)
        told = [under_way.told for under_way in self._under_way] + [step.told]
        if step.name in around:
            circle = [step.name, *told[around.index(step.name) + 1 :]]
            reader.error(
                place, "circular-reference", f"the references run in a circle: {' -> '.join(circle)}",
                "a requirement that names itself would hold because it holds; take one reference out",
            )  # fmt: skip
            return None
        table = self.tables[step.name]
        if table.path not in self._read and sum(s.depth for s in self._under_way) + step.depth > _DEEPEST:
            reader.error(place, "too-deep", f"the references go on too long: {' -> '.join(told)}")
            return None
        return self.condition(step.name, table, reader, step)

    def _sized(self, condition: Condition, place: Place, reader: ConditionReader) -> Condition | None:
        """*condition*, unless what names it grows beyond what anybody could follow."""
        size, depth = measured(condition)
        before = self._parts.get(place.own, 0)
        self._parts[place.own] = before + size
        if before + size <= _MOST_PARTS and depth + len(place.at) <= _DEEPEST:
            return condition
        reader.error(
            place, "too-large", f"with what it names, {place.own!r} asks more than {_MOST_PARTS} things at once",
            "name fewer requirements, or let them name fewer others",
        )  # fmt: skip
        return None


def _requirements(data: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for stage, table in _inside(data, "stage"):
        for kind in CriterionKind:
            for name, requirement in _inside(table, kind):
                yield ("stage", stage, str(kind), name), requirement
    for standard, table in _inside(data, "standard"):
        for name, requirement in _inside(table, "requirement"):
            yield ("standard", standard, "requirement", name), requirement


def _inside(data: Mapping[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables under *key*; what is none is reported where it is read."""
    group = data.get(key)
    for name, table in group.items() if isinstance(group, dict) else ():
        if isinstance(table, dict):
            yield name, table
