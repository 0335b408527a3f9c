"""A whole organisation as subjects to judge: each entity once, with what lies around it found by its ids."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.rules.schema import describe
from medsales_core.standards.evidence import Origin
from medsales_core.standards.relations import EMBEDDED, RELATIONS, Back, Every, Ids, Relation, Via, reader

__all__ = ["Organisation", "Subject"]

#: What is found by one way: the entities, or None where it is not known which they are.
_Found: TypeAlias = Sequence[Any] | None
_Find: TypeAlias = Callable[[Any], _Found]

_COMPANY: Final = "company"
_PROCESS: Final = "process"
_PERSON: Final = "owner"
#: The fields in which entities name the person whose business they are.
_RESPONSIBLE: Final = ("owner_id", "collector_id", "manager_id", "engineer_id")


@attrs.frozen
class Subject:
    """Something that is judged.

    Args:
        root: The root of facts it is held by: ``owner``, ``activities``, ``deal`` ...

        id: Its id; of a record that is kept with another subject and numbered there, both: ``E-7/1``.

        entity: All that is known of it.
    """

    root: str
    id: str
    entity: Any = attrs.field(repr=False, eq=False)

    @property
    def name(self) -> str:
        """What a person calls it: its name, else its id."""
        name = getattr(self.entity, "name", None)
        return name if isinstance(name, str) and name else self.id


class Organisation:
    """Everybody and everything of a company, by the roots of facts.

    Each root is given as its entities (the company as the one it is); a root that is not given was not
    supplied, and what would have to be known of it stays unknown. Contracts and devices may stand on their
    own or inside their deals and orders. Relations are indexed once, when they are first asked for.

    ::

        Organisation(owner=reps, activities=visits, deal=deals, account=accounts, company=company)

    Args:
        origin: Tells who entered a field of an entity; a desk knows, plain entities do not.

        roots: The entities, by root.

    Raises:
        UnknownName: There is no such root.

        ValueRefused: Two entities of one root have the same id, or an entity is of another root.
    """

    def __init__(
        self, *, origin: Origin = lambda _entity, _field: None, **roots: Iterable[Any] | Any
    ) -> None:
        self.origin: Final = origin
        self._subjects: dict[str, tuple[Subject, ...]] = {}
        for root, given in roots.items():
            if root not in ROOTS:
                raise UnknownName.among("root", root, ROOTS)
            entities = [given] if isinstance(given, ROOTS[root].entity) else given
            self._subjects[root] = _checked(root, entities)
        for root, (holder, field) in EMBEDDED.items():
            self._take_out(root, holder, reader(field))
        self._by_id: dict[str, dict[str, Any]] = {}
        self._backward: dict[tuple[str, str], dict[str, list[Any]]] = {}
        self._finders: dict[tuple[str, str], _Find] = {}

    def _take_out(self, root: str, holder: str, read: Callable[[Any], Iterator[Any]]) -> None:
        if holder not in self._subjects:
            return
        known = {subject.id: subject for subject in self._subjects.get(root, ())}
        for subject in self._subjects[holder]:
            for entity in read(subject.entity):
                known.setdefault(entity.id, Subject(root, entity.id, entity))
        self._subjects[root] = tuple(known.values())

    @property
    def roots(self) -> tuple[str, ...]:
        """The roots that were given, and those found inside others."""
        return tuple(self._subjects)

    def subjects(self, root: str) -> tuple[Subject, ...]:
        """Everything of *root*; nothing where it was not given."""
        return self._subjects.get(root, ())

    def subject(self, root: str, name: str) -> Subject:
        """The one of *root* with that id.

        Raises:
            UnknownName: There is none.
        """
        names = self._names.get(root, {})
        if name not in names:
            raise UnknownName.among(root, name, names)
        return names[name]

    @cached_property
    def _names(self) -> dict[str, dict[str, Subject]]:
        return {root: {one.id: one for one in subjects} for root, subjects in self._subjects.items()}

    # ---- what lies around

    def facts(self, subject: Subject, roots: Iterable[str]) -> Facts:
        """The facts on *subject*, with those of *roots* that lie around it."""
        known: dict[str, Any] = {root: self._root(subject, root) for root in roots}
        known[subject.root] = (subject.entity,) if ROOTS[subject.root].many else subject.entity
        return Facts(**known)

    def around(self, subject: Subject, root: str) -> tuple[Any, ...]:
        """The entities of *root* that lie around *subject*; none where that is not known."""
        return tuple(self._find(subject.root, root)(subject.entity) or ())

    def person_for(self, subject: Subject) -> str:
        """Id of the person who owns the next step on *subject*; empty where it is the company's own affair.

        It is the sales person themself, who is named on the subject, or the one sales person around it.
        """
        if subject.root == _PERSON:
            return subject.id
        named = (getattr(subject.entity, field, None) for field in _RESPONSIBLE)
        people = self.around(subject, _PERSON)
        return next(filter(None, named), None) or (people[0].id if len(people) == 1 else "")

    def _root(self, subject: Subject, root: str) -> Any:
        found = self._find(subject.root, root)(subject.entity)
        if ROOTS[root].many:
            return NOT_SUPPLIED if found is None else tuple(found)
        # Two of what there should be one of: which of them is meant is not known.
        return found[0] if found is not None and len(found) == 1 else NOT_SUPPLIED

    def _find(self, source: str, target: str) -> _Find:
        key = (source, target)
        if key not in self._finders:
            self._finders[key] = self._finder(source, target)
        return self._finders[key]

    def _finder(self, source: str, target: str) -> _Find:
        if target == source:
            return lambda entity: [entity]
        if target == _COMPANY or (source == _COMPANY and ROOTS[target].many):
            return self._way(source, target, Every())
        if target == _PROCESS:
            processes = [one.entity for one in self.subjects(_PROCESS) if one.entity.moves == source]
            return lambda entity: processes or None
        ways = [self._way(source, target, relation) for relation in RELATIONS.get(source, {}).get(target, ())]
        return lambda entity: _first(ways, entity)

    def _way(self, source: str, target: str, relation: Relation) -> _Find:
        if isinstance(relation, Via):
            return self._through(source, relation.root, target)
        if target not in self._subjects:
            return lambda entity: None
        if isinstance(relation, Ids):
            return self._forward(source, target, relation.path)
        if isinstance(relation, Back):
            return self._back(target, relation.path)
        everything = [subject.entity for subject in self._subjects[target]]
        return lambda entity: everything

    def _forward(self, source: str, target: str, path: str) -> _Find:
        if not _leads(source, path):
            return lambda entity: []
        ids_of, known = reader(path), self._index(target)

        def find(entity: Any) -> _Found:
            found = [known.get(name) for name in dict.fromkeys(ids_of(entity))]
            # One that is not known makes them all unknown: the known alone would pass for all.
            return None if None in found else found

        return find

    def _back(self, target: str, path: str) -> _Find:
        if not _leads(target, path):
            return lambda entity: None
        index = self._backward.get((target, path))
        if index is None:
            index = self._backward[target, path] = _grouped(self._subjects[target], path)
        nobody: list[Any] = []
        return lambda entity: index.get(entity.id, nobody)

    def _through(self, source: str, middle: str, target: str) -> _Find:
        def find(entity: Any) -> _Found:
            between = self._find(source, middle)(entity)
            if between is None:
                return None
            onward = self._find(middle, target)
            found = [onward(one) for one in between]
            return None if None in found else _once(one for some in found for one in some or ())

        return find

    def _index(self, root: str) -> dict[str, Any]:
        if root not in self._by_id:
            index: dict[str, Any] = {}
            for subject in self._subjects[root]:
                # Records numbered within their subject may share an id: such an id names none of them.
                name = subject.entity.id
                index[name] = None if name in index else subject.entity
            self._by_id[root] = index
        return self._by_id[root]


def _checked(root: str, given: Iterable[Any]) -> tuple[Subject, ...]:
    subjects = [one if isinstance(one, Subject) else _as_subject(root, one) for one in given]
    seen: set[str] = set()
    for subject in subjects:
        if subject.id in seen:
            raise ValueRefused(
                f"two of {root} have the id {subject.id!r}",
                hint="give every entity an id of its own, or merge the two",
            )
        seen.add(subject.id)
    return tuple(subjects)


def _as_subject(root: str, entity: Any) -> Subject:
    wanted: Any = ROOTS[root].entity
    if not isinstance(entity, wanted):
        raise ValueRefused(f"{root} holds entities of type {wanted.__name__}, not {entity!r}")
    return Subject(root, entity.id, entity)


def _leads(root: str, path: str) -> bool:
    """Whether the entities of *root* have that field: an organisation may be older than the relation."""
    entity: type = ROOTS[root].entity
    for step in path.split("."):
        fields = describe(entity)
        if step not in fields:
            return False
        entity = fields[step].type
    return True


def _grouped(subjects: Iterable[Subject], path: str) -> dict[str, list[Any]]:
    read = reader(path)
    index: dict[str, list[Any]] = {}
    for subject in subjects:
        for name in dict.fromkeys(read(subject.entity)):
            index.setdefault(name, []).append(subject.entity)
    return index


def _first(ways: Sequence[_Find], entity: Any) -> _Found:
    """What the first way that leads somewhere finds; an id that leads nowhere is no reason to try the next."""
    for way in ways:
        found = way(entity)
        if found is None or found:
            return found
    return [] if ways else None


def _once(entities: Iterable[Any]) -> list[Any]:
    """Each entity once, by identity: what two ways find is one thing."""
    return list({id(entity): entity for entity in entities}.values())
