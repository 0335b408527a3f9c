"""The organisation that a store knows: every subject of every kind, ready to be judged."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from medsales_core.desk.view import View
from medsales_core.engine.event import Event, EventKind
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS
from medsales_core.model.fields import changed
from medsales_core.model.process import ProcessVariant
from medsales_core.rules.schema import describe
from medsales_core.standards.evidence import Captured
from medsales_core.standards.organisation import Organisation, Subject

__all__ = ["organisation_of"]


@attrs.frozen
class _Place:
    """Where an entity is kept: the subject whose events tell of it, and as what records kept with it are told."""

    root: str
    subject: str
    attached: str = ""


def organisation_of(view: View, variants: Iterable[ProcessVariant]) -> Organisation:
    """Everything in the store of *view*; a kind of which the store knows nothing is not supplied."""
    view.read_all()
    places: dict[int, _Place] = {}
    kept: dict[str, list[Subject]] = {}
    for subject, place in _kept(view):
        places[id(subject.entity)] = place
        kept.setdefault(subject.root, []).append(subject)

    def origin(entity: Any, field: str) -> Captured | None:
        place = places.get(id(entity))
        if place is None:
            return None
        return _captured(view.events(place.root, place.subject), place.attached or field)

    return Organisation(origin=origin, process=tuple(variants), **kept)


def _kept(view: View) -> Iterator[tuple[Subject, _Place]]:
    for root in ROOTS:
        for name in view.subjects(root):
            entity = view.entity(root, name)
            if entity is not NOT_SUPPLIED:
                yield Subject(root, name, entity), _Place(root, name)
            yield from _attached(root, name, view.attached(root, name))


def _attached(home: str, name: str, records: Mapping[str, Iterable[Any]]) -> Iterator[tuple[Subject, _Place]]:
    pointing = f"{home}_id"
    for root, given in records.items():
        for record in given:
            fields = describe(ROOTS[root].entity)
            entity = record
            if pointing in fields and getattr(record, pointing) is None:
                entity = changed(record, **{pointing: name})
            # An id that is made of its subject's needs no second one before it.
            qualified = record.id if record.id.startswith(name) else f"{name}/{record.id}"
            yield Subject(root, qualified, entity), _Place(home, name, attached=root)


def _captured(events: Iterable[Event], field: str) -> Captured | None:
    """Who last entered *field*; without a field, or where it was never told of, who began the record."""
    told = [event for event in events if field in _fields(event)] or list(events)[:1]
    return Captured(told[-1].actor, told[-1].at) if told else None


def _fields(event: Event) -> Iterable[str]:
    if event.kind is EventKind.DESCRIBED:
        return tuple(event.data["fields"])
    return (event.data["field"],) if event.kind is EventKind.RECORDED else ()
