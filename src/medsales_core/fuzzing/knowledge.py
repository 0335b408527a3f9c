"""What is known in a fuzzed world, as what sets it apart from facts on which everything holds.

A slot is a field of a root, or the root as a whole. Values of a slot are numbered, the sound one is 0: so what
is known is a small tuple that is compared, kept and merged at little cost, and its facts are built once.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.fields import changed

__all__ = ["SOUND", "Change", "Known", "Library"]

#: What is not as in the sound facts: pairs of slot and value, by slot.
Known: TypeAlias = tuple[tuple[int, int], ...]
#: What becomes of some slots; value 0 makes one sound again.
Change: TypeAlias = tuple[tuple[int, int], ...]

#: Everything is as it should be.
SOUND: Final[Known] = ()
_MOST_FACTS: Final = 50_000


class Library:
    """The facts of a fuzzed world by what is known."""

    def __init__(self, sound: Facts) -> None:
        """Facts are kept as they differ from *sound*, which supplies every root."""
        self.sound = sound
        self._slots: dict[tuple[str, str], int] = {}
        self._names: list[tuple[str, str]] = []
        self._values: list[list[Any]] = []
        self._facts: dict[Known, Facts] = {SOUND: sound}
        self._roots: dict[tuple[str, Known], Any] = {}

    def change(self, facts: Facts) -> Change:
        """What sets *facts* apart from the sound ones."""
        found: dict[int, int] = {}
        for root in ROOTS:
            found.update(self._of_root(root, getattr(facts, root)))
        return tuple(sorted(found.items()))

    def restored(self, paths: Iterable[str], facts: Facts) -> Change:
        """The change that makes the fields at *paths* what they are in *facts*."""
        found: dict[int, int] = {}
        for path in paths:
            root, _, rest = path.partition(".")
            value, field = getattr(facts, root), rest.partition(".")[0]
            if ROOTS[root].many:
                found.update(self.set(root, "", value))
            else:
                found[self._slot(root, "")] = 0
                found.update(self.set(root, field, getattr(value, field)) if field else ())
        return tuple(sorted(found.items()))

    def set(self, root: str, field: str, value: Any) -> Change:
        """The change that makes one field of a root, or with no *field* the root itself, *value*."""
        slot = self._slot(root, field)
        return ((slot, self._number(slot, value)),)

    def after(self, known: Known, change: Change) -> Known:
        """What is known after *change*."""
        if not known:
            return tuple(pair for pair in change if pair[1])
        merged = dict(known)
        merged.update(change)
        return tuple(sorted([pair for pair in merged.items() if pair[1]]))

    def facts(self, known: Known) -> Facts:
        """The facts of what is known."""
        found = self._facts.get(known)
        if found is None:
            if len(self._facts) > _MOST_FACTS:
                self._facts = {SOUND: self.sound}
                self._roots = {}
            found = self._facts[known] = self._built(known)
        return found

    def _built(self, known: Known) -> Facts:
        by_root: dict[str, list[tuple[int, int]]] = {}
        for pair in known:
            by_root.setdefault(self._names[pair[0]][0], []).append(pair)
        return self.sound.with_(**{root: self._root(root, tuple(pairs)) for root, pairs in by_root.items()})

    def _root(self, root: str, pairs: Known) -> Any:
        key = (root, pairs)
        if key not in self._roots:
            fields = {self._names[slot][1]: self._values[slot][number] for slot, number in pairs}
            whole = fields.pop("", getattr(self.sound, root))
            self._roots[key] = changed(whole, **fields) if fields and whole else whole
        return self._roots[key]

    def _of_root(self, root: str, value: Any) -> Change:
        before = getattr(self.sound, root)
        if value == before:
            return ()
        if ROOTS[root].many or value is NOT_SUPPLIED:
            return self.set(root, "", value)
        # A root that was taken away comes back with a field of it.
        found = [(self._slot(root, ""), 0)]
        for field in attrs.fields(type(value)):
            new = getattr(value, field.name)
            if new != getattr(before, field.name):
                found += self.set(root, field.name, new)
        return tuple(found)

    def _slot(self, root: str, field: str) -> int:
        name = (root, field)
        if name not in self._slots:
            self._slots[name] = len(self._names)
            self._names.append(name)
            owner = getattr(self.sound, root)
            self._values.append([getattr(owner, field) if field else owner])
        return self._slots[name]

    def _number(self, slot: int, value: Any) -> int:
        values = self._values[slot]
        for number, there in enumerate(values):
            if there is value or (type(there) is type(value) and there == value):
                return number
        values.append(value)
        return len(values) - 1
