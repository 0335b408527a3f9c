"""A proof leans on nothing that it proves, tells all that is wrong, and is quiet where nothing is."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.errors import StoreError, ValueRefused
from medsales_core.ports import proof as module
from medsales_core.ports.chain import FIRST
from medsales_core.ports.flaw import Flaw, FlawKind
from medsales_core.ports.head import Head
from medsales_core.ports.proof import verify
from medsales_core.ports.store import Store, StoredEvent
from medsales_core.testing.store_samples import CONTENTS, DATA, NOW, TEXTS, TIMES, event, events
from medsales_core.text import LANGUAGES

SAID = st.sampled_from(TEXTS)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "kind": SAID, "actor": SAID, "on_behalf_of": st.none() | SAID, "playbook": st.just("") | SAID,
            "occurred_at": st.sampled_from(TIMES), "data": st.sampled_from(DATA),
        },
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def filled(count: int = 10) -> MemoryStore:
    store = MemoryStore()
    for number in range(count):
        store.append("st"[number % 2], events(f"e{number}"), expected_version=None, recorded_at=NOW)
    return store


def spoilt(place: int, **changes: Any) -> MemoryStore:
    store = filled()
    store._ledger[place] = attrs.evolve(store._ledger[place], **changes)
    return store


def test_the_proof_shares_no_code_with_what_it_proves() -> None:
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in taken if name and name.startswith("medsales_core")} == {
        "medsales_core.errors", "medsales_core.ports.flaw", "medsales_core.ports.head", "medsales_core.ports.store",
    }  # fmt: skip


@given(CHANGES)
def test_whatever_was_stored_is_whole(changes: list[dict[str, Any]]) -> None:
    store = MemoryStore()
    for number, change in enumerate(changes):
        at = change.get("occurred_at") or NOW
        store.append(TEXTS[number], [event(f"e{number}", **change)], expected_version=0, recorded_at=at)
        assert verify(store, store.head()).is_whole


@pytest.mark.parametrize("change", [c for c in CONTENTS if c != {"occurred_at": NOW}], ids=str)
@pytest.mark.parametrize("place", [0, 4, 9])
def test_whatever_is_changed_is_told_at_its_place(change: dict[str, Any], place: int) -> None:
    proof = verify(spoilt(place, **change))
    assert [(flaw.kind, flaw.position) for flaw in proof.flaws] == [(FlawKind.LINK, place + 1)]
    assert proof.follows_from == place + 2


def test_flaws_that_are_not_kept_are_flaws() -> None:
    proof = verify(spoilt(4, actor="other"), most=0)
    assert (proof.is_whole, proof.flaws, proof.more) == (False, (), 1)


def test_an_empty_ledger_is_whole() -> None:
    proof = verify(MemoryStore(), Head(position=0, hash=FIRST))
    assert (proof.is_whole, proof.events, proof.head) == (True, 0, Head(position=0, hash=FIRST))


def test_an_empty_ledger_where_there_was_one_is_told() -> None:
    (flaw,) = verify(MemoryStore(), filled().head()).flaws
    assert (flaw.kind, flaw.position, flaw.found) == (FlawKind.HEAD, 0, "0")


def test_a_head_at_a_position_that_is_missing_is_told() -> None:
    store, head = filled(), Head(position=4, hash=FIRST)
    del store._ledger[3]
    told = [flaw.kind for flaw in verify(store, head).flaws]
    assert FlawKind.HEAD in told
    assert FlawKind.POSITION in told


class Unreadable(MemoryStore):
    """Cannot read some of what it holds."""

    def __init__(self, *positions: int) -> None:
        super().__init__()
        self.positions = positions

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        for kept in super().scan(after=after):
            if kept.position in self.positions:
                raise StoreError(f"position {kept.position} is damaged")
            yield kept


def unreadable(*positions: int, count: int = 10) -> Unreadable:
    store = Unreadable(*positions)
    store.append("s", events(*map(str, range(count))), expected_version=0, recorded_at=NOW)
    return store


def test_reading_goes_on_behind_what_cannot_be_read() -> None:
    proof = verify(unreadable(3, 4))
    assert [(flaw.kind, flaw.position) for flaw in proof.flaws] == [
        (FlawKind.UNREADABLE, 3), (FlawKind.UNREADABLE, 4), (FlawKind.VERSION, 5),
    ]  # fmt: skip
    assert (proof.events, proof.follows_from) == (8, 5)
    assert "position 3 is damaged" in proof.flaws[0].found


def test_what_is_changed_behind_something_unreadable_is_told_all_the_same() -> None:
    store = unreadable(3)
    store._ledger[6] = attrs.evolve(store._ledger[6], actor="other")
    assert (FlawKind.LINK, 7) in [(flaw.kind, flaw.position) for flaw in verify(store).flaws]


def test_a_last_event_that_cannot_be_read_is_told() -> None:
    proof = verify(unreadable(10))
    assert {flaw.kind for flaw in proof.flaws} == {FlawKind.UNREADABLE, FlawKind.OWN_HEAD}


def test_a_store_that_cannot_be_read_at_all_is_given_up() -> None:
    proof = verify(unreadable(*range(1, 301), count=300))
    assert {flaw.kind for flaw in proof.flaws} == {FlawKind.UNREADABLE, FlawKind.OWN_HEAD}
    assert len(proof.flaws) < 120


def test_a_store_without_a_chain_cannot_be_verified() -> None:
    class Unchained(MemoryStore):
        head = Store.head  # type: ignore[assignment]

    with pytest.raises(StoreError, match="keeps no chain"):
        verify(Unchained())


def test_others_may_go_on_writing() -> None:
    class Busy(MemoryStore):
        def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
            yield from super().scan(after=after)
            self.append("late", events("late"), expected_version=None, recorded_at=NOW)
            self.append("s", events("late too"), expected_version=None, recorded_at=NOW)

    store = Busy()
    store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
    assert verify(store).is_whole


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    seen: list[int] = []
    verify(filled(2500), progress=seen.append)
    assert seen == [1000, 2000, 2500]


def test_every_flaw_is_told_in_every_language() -> None:
    for kind in FlawKind:
        flaw = Flaw(kind=kind, position=3, expected="wanted", found="{there}")
        assert set(flaw.message) == set(LANGUAGES)
        assert all("{there}" in message for message in flaw.message.values())
        assert flaw.as_dict()["kind"] == kind.value


def test_a_proof_is_plain_data() -> None:
    told = verify(spoilt(4, actor="other"), filled().head(), most=1).as_dict()
    assert (told["is_whole"], told["events"], told["follows_from"], told["more"]) == (False, 10, 6, 0)
    assert told["head"] == told["against"]
    assert told["flaws"][0]["position"] == 5


@pytest.mark.parametrize(
    "data",
    [
        None, [], "x", {}, {"position": 1}, {"position": "1", "hash": FIRST}, {"position": True, "hash": FIRST},
        {"position": -1, "hash": FIRST}, {"position": 1, "hash": FIRST[1:]}, {"position": 1, "hash": FIRST.upper()},
        {"position": 1, "hash": FIRST + "\n"}, {"position": 1, "hash": 1},
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_head_is_refused(data: object) -> None:
    with pytest.raises(ValueRefused, match="no head") as caught:
        Head.from_data(data)
    assert caught.value.hint


def test_a_head_comes_back_from_plain_data() -> None:
    head = filled().head()
    assert Head.from_data({**head.as_dict(), "mailed": "2026-03-31"}) == head
