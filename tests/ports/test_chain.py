"""A link is what its description says, and nothing that an event says is left out of it."""

import datetime as dt
from hashlib import sha256
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.canonical import canonical
from medsales_core.ports.chain import FIRST, link
from medsales_core.ports.store import StoredEvent
from medsales_core.testing.store_samples import DATA, LATER, NOW, TEXTS, TIMES
from medsales_core.testing.strategies.values import STORABLE

EVENT = StoredEvent(
    event_id="e-1", kind="moved", schema=2, occurred_at=None, actor="u-1", on_behalf_of="u-2", playbook="",
    data={"金额": 1.5, "a": [True, None]}, position=7, stream="deal/D-1", version=3, recorded_at=NOW,
)  # fmt: skip
TEXT = st.text(STORABLE, min_size=1, max_size=6) | st.sampled_from(TEXTS)
NUMBER = st.integers(1, 2**31 - 1)
EVENTS = st.builds(
    StoredEvent, event_id=TEXT, kind=TEXT, schema=NUMBER, occurred_at=st.sampled_from(TIMES), actor=TEXT,
    on_behalf_of=st.none() | TEXT, playbook=st.just("") | TEXT, data=st.sampled_from(DATA), position=NUMBER,
    stream=TEXT, version=NUMBER, recorded_at=st.sampled_from([at for at in TIMES if at]),
)  # fmt: skip


def test_a_link_never_changes() -> None:
    """Ledgers outlive versions of the library: these were made once, by hand, from the description."""
    assert FIRST == "b46de2f7f664089ea07b4a1942ff6821cb4253ef5213f1c8a3415c421f47e546"
    data = sha256('{"a":[true,null],"金额":1.5}'.encode()).hexdigest()
    texts = [
        FIRST,
        "7",
        "deal/D-1",
        "3",
        "e-1",
        "moved",
        "2",
        "",
        "2026-03-31T09:30:00+00:00",
        "u-1",
        "=u-2",
        "",
        data,
    ]
    assert link(FIRST, EVENT) == sha256("\0".join(texts).encode()).hexdigest()
    assert link(FIRST, EVENT) == "eb3ff393ae9419c1aaf1f80b6810f552ca45d0baff27b14400d9a9b9969872a7"


CHANGES: dict[str, Any] = {
    "event_id": "e-2", "kind": "x", "schema": 3, "occurred_at": NOW, "actor": "u-2", "on_behalf_of": None,
    "playbook": "sha256:1", "data": {"金额": 1, "a": [True, None]}, "position": 8, "stream": "deal/D-2", "version": 4,
    "recorded_at": NOW.astimezone(dt.timezone(dt.timedelta(hours=8))),
}  # fmt: skip


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(StoredEvent) if field.name != "hash"])
def test_every_field_is_in_the_link(field: str) -> None:
    assert link(FIRST, attrs.evolve(EVENT, **{field: CHANGES[field]})) != link(FIRST, EVENT)


def test_the_link_before_is_in_the_link_and_its_own_is_not() -> None:
    assert link(link(FIRST, EVENT), EVENT) != link(FIRST, EVENT)
    assert link(FIRST, attrs.evolve(EVENT, hash=FIRST)) == link(FIRST, EVENT)


@given(EVENTS, EVENTS)
def test_only_events_that_are_the_same_have_the_same_link(one: StoredEvent, other: StoredEvent) -> None:
    def said(event: StoredEvent) -> list[Any]:
        return [str(v) if isinstance(v, dt.datetime) else v for v in attrs.astuple(event, recurse=False)] + [
            canonical(event.data)
        ]

    assert (link(FIRST, one) == link(FIRST, other)) is (said(one) == said(other))


@given(TEXT, TEXT, st.data())
def test_what_is_moved_from_one_field_to_the_next_is_told_apart(one: str, other: str, data: Any) -> None:
    whole = one + other
    cut = data.draw(st.integers(1, len(whole) - 1))
    before = attrs.evolve(EVENT, event_id=one, kind=other)
    after = attrs.evolve(EVENT, event_id=whole[:cut], kind=whole[cut:])
    assert (link(FIRST, before) == link(FIRST, after)) is (cut == len(one))


def test_an_absent_value_is_not_an_empty_one() -> None:
    nobody = attrs.evolve(EVENT, on_behalf_of=None)
    assert link(FIRST, attrs.evolve(EVENT, on_behalf_of="")) != link(FIRST, nobody)
    assert link(FIRST, attrs.evolve(EVENT, on_behalf_of="=")) != link(
        FIRST, attrs.evolve(EVENT, on_behalf_of="")
    )


def test_text_that_no_store_takes_hides_no_boundary() -> None:
    """Whoever writes to a file past the store can put a NUL into a text; thirteen fields have twelve of them."""
    forged = attrs.evolve(EVENT, event_id="e-1\0moved", kind="2", schema=1)
    assert link(FIRST, forged) != link(FIRST, EVENT)


def test_the_text_made_already_may_be_given() -> None:
    assert link(FIRST, EVENT, canonical(EVENT.data)) == link(FIRST, EVENT)
    assert link(FIRST, EVENT, b"{}") != link(FIRST, attrs.evolve(EVENT, recorded_at=LATER))
