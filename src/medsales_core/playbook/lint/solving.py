"""Whether a condition can hold, or fail, at all: reasoning with intervals and sets, never guessing.

A *world* tells what fields may still hold; a condition turns worlds into those in which it holds (or fails).
Where a form of condition says more than is understood here, the worlds stay as they are: too many worlds
are kept, never too few. So "no world is left" is certain, and only that is ever reported.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.playbook.lint.domain import Domain
from medsales_core.playbook.lint.leaves import FieldTest, field_tests, list_of, listed
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Distinct,
    Each,
    NoRecord,
    Not,
    Some,
    When,
)

__all__ = ["Solver", "World"]

#: What each field may still hold, by its key.
World: TypeAlias = Mapping[Any, Domain]
Worlds: TypeAlias = list[dict[Any, Domain]]

# Beyond these, a sentence is too long to be reasoned about; it is then taken to be possible.
_MOST_WORLDS: Final = 16
_MOST_STEPS: Final = 600


@attrs.define
class Solver:
    """Narrows worlds by conditions.

    Args:
        notes: Whether it is asked which values never can be.

        dead: For each test of a list of values, by identity, the test and those that never can be.
    """

    notes: bool = False
    dead: dict[int, tuple[Condition, frozenset[Any]]] = attrs.field(factory=dict)
    _steps: int = 0

    def narrow(self, worlds: Worlds, condition: Condition, *, holds: bool) -> Worlds:
        """The worlds in which *condition* holds, or in which it fails."""
        self._steps += 1
        form = _FORMS.get(type(condition))
        if not worlds or self._steps > _MOST_STEPS:
            return worlds
        if form is not None:
            return form(self, worlds, condition, holds)
        tests = field_tests(condition, holds=holds)
        if not tests:
            return worlds
        if holds and self.notes:
            self._note_dead(worlds, condition, tests)
        return _met(worlds, tests)

    def can(self, worlds: Worlds, condition: Condition, *, holds: bool) -> bool:
        """Whether there is a world in which *condition* holds, or fails; without notes the first one will do."""
        if not self.notes and isinstance(condition, AnyOf if holds else AllOf):
            return any(self.can(worlds, part, holds=holds) for part in condition.parts)
        return bool(self.narrow(worlds, condition, holds=holds))

    def possible(self, where: Condition | None, part: Condition, *, holds: bool) -> bool:
        """Whether a record that is as *where* says can be as *part* says, or not so."""
        worlds: Worlds = [{}]
        if where is not None:
            worlds = self.narrow(worlds, where, holds=True)
        return self.can(worlds, part, holds=holds)

    def _note_dead(self, worlds: Worlds, condition: Condition, tests: tuple[FieldTest, ...]) -> None:
        values = listed(condition)
        if not values or not tests:
            return
        key, _, base = tests[0]
        dead = frozenset(
            value for value, plain in values if not any(w.get(key, base).holds(plain) for w in worlds)
        )
        seen = self.dead.get(id(condition))
        self.dead[id(condition)] = (condition, dead if seen is None else dead & seen[1])

    def all_of(self, worlds: Worlds, parts: Iterable[Condition], *, holds: bool) -> Worlds:
        for part in parts:
            worlds = self.narrow(worlds, part, holds=holds)
        return worlds

    def any_of(self, worlds: Worlds, parts: Iterable[Condition], *, holds: bool) -> Worlds:
        return self._either(worlds, [self.narrow(worlds, part, holds=holds) for part in parts])

    def _either(self, worlds: Worlds, ways: list[Worlds]) -> Worlds:
        found: Worlds = [world for way in ways for world in way]
        if any(way is worlds for way in ways) or len(found) > _MOST_WORLDS:
            return worlds
        return found

    def when(self, worlds: Worlds, condition: When, *, holds: bool) -> Worlds:
        asked = self.narrow(self.narrow(worlds, condition.guard, holds=True), condition.part, holds=holds)
        if not holds:
            return asked
        return self._either(worlds, [self.narrow(worlds, condition.guard, holds=False), asked])

    def each(self, worlds: Worlds, condition: Each, *, holds: bool) -> Worlds:
        can = self.possible(condition.where, condition.part, holds=holds)
        if holds:
            if condition.may_be_empty:
                return worlds
            return _met(worlds, list_of(condition.path, 1)) if can else []
        if can:
            return _met(worlds, list_of(condition.path, 1)) if condition.may_be_empty else worlds
        if condition.may_be_empty:
            return []
        return _met(worlds, list_of(condition.path, 0, 0)) if condition.where is None else worlds

    def some(self, worlds: Worlds, condition: Some | NoRecord, *, found: bool) -> Worlds:
        if not found:
            return worlds
        can = self.possible(condition.where, condition.part, holds=True)
        return _met(worlds, list_of(condition.path, 1)) if can else []

    def count(self, worlds: Worlds, condition: Count | Distinct, *, holds: bool) -> Worlds:
        mark = (condition.where, condition.of if isinstance(condition, Distinct) else None)
        key = mark if any(mark) else None
        least, most = condition.least or 0, condition.most
        if holds:
            if least and condition.where is not None and not self.can([{}], condition.where, holds=True):
                return []
            kept = _met(worlds, list_of(condition.path, least))
            return _met(kept, list_of(condition.path, least, most, key=key))
        fewer = _met(worlds, list_of(condition.path, 0, least - 1, key=key)) if least else []
        more = _met(worlds, list_of(condition.path, most + 1, key=key)) if most is not None else []
        return self._either(worlds, [fewer, more])


def _met(worlds: Worlds, tests: tuple[FieldTest, ...]) -> Worlds:
    """The worlds in which the fields are as *tests* say."""
    kept: Worlds = []
    for world in worlds:
        narrowed = dict(world)
        for key, wanted, base in tests:
            domain = narrowed.get(key, base).meet(wanted)
            if not (domain.empty or domain.filled):
                break  # nothing is left for this field
            narrowed[key] = domain
        else:
            kept.append(narrowed)
    return kept


_Form: TypeAlias = Callable[[Solver, Worlds, Any, bool], Worlds]
_FORMS: Final[Mapping[type, _Form]] = {
    AllOf: lambda s, w, c, h: s.all_of(w, c.parts, holds=True) if h else s.any_of(w, c.parts, holds=False),
    AnyOf: lambda s, w, c, h: s.any_of(w, c.parts, holds=True) if h else s.all_of(w, c.parts, holds=False),
    Not: lambda s, w, c, h: s.narrow(w, c.part, holds=not h),
    When: lambda s, w, c, h: s.when(w, c, holds=h),
    Each: lambda s, w, c, h: s.each(w, c, holds=h),
    Some: lambda s, w, c, h: s.some(w, c, found=h),
    NoRecord: lambda s, w, c, h: s.some(w, c, found=not h),
    Count: lambda s, w, c, h: s.count(w, c, holds=h),
    Distinct: lambda s, w, c, h: s.count(w, c, holds=h),
}
