"""Strategies for entities and facts, and how Hypothesis is told of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.fields import changed
from medsales_core.money import Money
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.schema import Kind, describe
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.strategies.limits import NO_LIMITS, limits_of
from medsales_core.testing.strategies.records import Records
from medsales_core.testing.strategies.values import Values

__all__ = ["entities", "facts", "facts_about", "kinds", "records", "register"]

_T = TypeVar("_T")
_MOST_ROOTS: Final = 6
_MOST_FILLED: Final = 3
#: Who names whom among the roots.
_NAMES: Final = (
    ("deal", "owner_id", "owner"),
    ("deal", "account_id", "account"),
    ("deal", "segment_id", "segment"),
    ("order", "deal_id", "deal"),
    ("asset", "account_id", "account"),
)


def records(playbook: Playbook | None = None, *, at: dt.datetime = MOMENT, hostile: bool = True) -> Records:
    """What makes strategies for entities: kept, where many are wanted, since each is made once.

    Args:
        playbook: Values come close to its limits: each of them, and the next on either side.

        at: The moment that days and times lie around.

        hostile: Whether values are among them that are right and that careless code falls over.
    """
    return Records(Values(at, limits_of(playbook, at) if playbook else NO_LIMITS, hostile))


def entities(
    kind: type[_T],
    fields: Mapping[str, st.SearchStrategy[Any]] | None = None,
    *,
    playbook: Playbook | None = None,
    at: dt.datetime = MOMENT,
    hostile: bool = True,
) -> st.SearchStrategy[_T]:
    """Entities of one *kind*, right by construction: units keep their range, periods end after they begin.

    ::

        @given(entities(Deal, {"amount": st.none()}, playbook=reference_playbook()))
        def test_a_deal_without_an_amount_is_reported(deal): ...

    A few fields are filled at a time; it shrinks to the entity of which nothing is known.

    Args:
        kind: The class of the entity.

        fields: Strategies for fields that are to be drawn otherwise, and always.

        playbook: Values come close to its limits: each of them, and the next on either side.

        at: The moment that days and times lie around: one that ends today is among them.

        hostile: Whether there are awkward values: other scripts, huge amounts, leap days, clocks that change.
    """
    found: st.SearchStrategy[_T] = records(playbook, at=at, hostile=hostile).made(kind, fields or {})
    return found


def facts(
    roots: Iterable[str] = (),
    *,
    playbook: Playbook | None = None,
    at: dt.datetime = MOMENT,
    hostile: bool = True,
) -> st.SearchStrategy[Facts]:
    """Facts in which some roots are supplied, others are not; those that are name one another, or do not.

    Args:
        roots: The roots that are always supplied.

        playbook: As for `entities`, and so are *at* and *hostile*.
    """
    return facts_of(records(playbook, at=at, hostile=hostile), tuple(roots))


@st.composite
def facts_of(draw: st.DrawFn, made: Records, always: tuple[str, ...]) -> Facts:
    """Facts whose entities are those that are *made*; some roots are *always* supplied."""
    more = st.lists(st.sampled_from(list(ROOTS)), unique=True, max_size=_MOST_ROOTS)
    supplied = {name: draw(_root(made, name)) for name in dict.fromkeys((*always, *draw(more)))}
    return _joined(supplied) if draw(st.booleans()) else Facts(**supplied)


def facts_about(
    paths: Iterable[str], *, at: dt.datetime = MOMENT, hostile: bool = True
) -> st.SearchStrategy[Facts]:
    """Facts in which what lies at *paths* is mostly filled, and sometimes not supplied at all.

    Args:
        paths: As a check declares what it reads: ``deal.quotes``, ``contacts.licences.valid_to``.

        at: As for `entities`, and so is *hostile*.
    """
    made, roots = records(at=at, hostile=hostile), dict[str, list[str]]()
    for path in paths:
        root, *fields = path.split(".")
        roots.setdefault(root, []).extend(fields[:1])
    filled = {root: _filled(made, root, fields) for root, fields in roots.items()}
    return st.fixed_dictionaries(filled).map(lambda supplied: Facts(**supplied)) | facts_of(
        made, tuple(roots)
    )


def _filled(made: Records, name: str, fields: Iterable[str]) -> st.SearchStrategy[Any]:
    root = ROOTS[name]
    one = made.made(root.entity, {field: made.field(root.entity, field) for field in fields})
    return st.lists(one, max_size=_MOST_FILLED, unique_by=lambda one: one.id).map(tuple) if root.many else one


def _root(made: Records, name: str) -> st.SearchStrategy[Any]:
    root = ROOTS[name]
    # Of many each is small, as the records of a deal are.
    return made.lists(root.entity, 1) if root.many else made.of(root.entity)


def _joined(supplied: Mapping[str, Any]) -> Facts:
    """Facts in which the supplied roots name one another."""
    found = Facts(**supplied)
    for holder, field, named in _NAMES:
        owner, other = getattr(found, holder), getattr(found, named)
        if NOT_SUPPLIED not in (owner, other):
            found = found.with_(**{holder: changed(owner, **{field: other.id})})
    return found


def kinds() -> tuple[type, ...]:
    """Every entity that facts may hold, however deep, by name."""
    found: set[type] = set()
    waiting = [root.entity for root in ROOTS.values()]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [field.type for field in describe(kind).values() if field.kind is Kind.RECORD]
    return tuple(sorted(found, key=lambda kind: kind.__name__))


def register(playbook: Playbook | None = None, *, at: dt.datetime = MOMENT, hostile: bool = True) -> None:
    """Tell Hypothesis how every entity, facts and money are made, for ``st.from_type`` and ``st.builds``.

    Nothing is told by an import: call it where your tests are set up, a ``conftest.py`` for example.

    Args:
        playbook: As for `entities`, and so are *at* and *hostile*.
    """
    made = records(playbook, at=at, hostile=hostile)
    for kind in kinds():
        st.register_type_strategy(kind, made.of(kind))
    st.register_type_strategy(Facts, facts_of(made, ()))
    st.register_type_strategy(Money, made.values.amounts())
