"""The state machine that drives a store and the reference store alike and compares them after every step."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.errors import MedsalesError
from medsales_core.ports.store import NewEvent, Store
from medsales_core.testing.awkward import TEXTS
from medsales_core.testing.store_samples import CONTENTS, DATA, NOW, TIMES, event, plain
from medsales_core.testing.strategies.values import STORABLE

__all__ = ["OpenAt", "StoreMachine", "machine"]

_STREAMS = st.sampled_from(["s", "t", "商机/1"])
_CHANGES = st.sampled_from(
    [
        {},
        {},
        {},
        *({"data": data} for data in DATA),
        *({"occurred_at": at} for at in TIMES),
        {"data": {"x": NOW}},
    ]
)
_TEXT = st.sampled_from(TEXTS) | st.text(STORABLE, min_size=1, max_size=8)
_SAID = st.builds(lambda said: {"actor": said, "data": {said: [said]}}, _TEXT)
_BATCH = st.lists(_CHANGES | _SAID, max_size=3)
# How far the expected version is from the true one; None expects any.
_OFF = st.sampled_from([0, 0, 0, 0, 1, -1, None])


class OpenAt(Protocol):
    """Opens the store under test at a place."""

    def __call__(self, place: Path, *, ledger: str = ...) -> Store: ...


class _Call(NamedTuple):
    """One append, made for the state that the reference store was in."""

    stream: str
    batch: list[NewEvent]
    off: int | None


class _Stop(Exception):
    """Raised by the host inside a transaction."""


class StoreMachine(RuleBasedStateMachine):
    """Appends, retries, clashes and transactions, on both stores; `machine` says which store is tested."""

    opens: ClassVar[OpenAt]
    fresh: ClassVar[Callable[[], Path]]
    durable: ClassVar[bool]
    chained: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.place = type(self).fresh()
        self.store = type(self).opens(self.place)
        self.model = MemoryStore()
        self.ids = map("e{}".format, count())
        self.calls: list[_Call] = []

    @rule(stream=_STREAMS, changes=_BATCH, off=_OFF)
    def append(self, stream: str, changes: list[Any], off: int | None) -> None:
        self._both(self._call(stream, changes, off))

    # By itself a random id would hardly ever be one that was used: what comes again is drawn from that.
    @precondition(lambda self: self.calls)
    @rule(data=st.data(), first=st.integers(0, 1), off=_OFF)
    def append_again(self, data: Any, first: int, off: int | None) -> None:
        call = data.draw(st.sampled_from(self.calls))
        self._both(_Call(call.stream, call.batch[first:], off))

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), stream=_STREAMS, change=st.sampled_from(CONTENTS), off=_OFF)
    def append_in_conflict(self, data: Any, stream: str, change: dict[str, Any], off: int | None) -> None:
        call = data.draw(st.sampled_from(self.calls))
        self._both(_Call(stream, [attrs.evolve(call.batch[0], **change), *call.batch[1:]], off))

    @rule(appends=st.lists(st.tuples(_STREAMS, _BATCH, _OFF), max_size=3), stops=st.booleans())
    def transaction(self, appends: list[Any], stops: bool) -> None:  # noqa: FBT001  drawn by name
        calls = [self._call(*append) for append in appends]
        assert _together(self.store, calls, stops=stops) == _together(self.model, calls, stops=stops)

    @rule(after=st.integers(0, 6))
    def read_on(self, after: int) -> None:
        assert plain(self.store.scan(after=after)) == plain(self.model.scan(after=after))
        assert plain(self.store.read("s", after=after)) == plain(self.model.read("s", after=after))

    @precondition(lambda self: self.durable)
    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = type(self).opens(self.place)

    @invariant()
    def both_hold_the_same(self) -> None:
        assert plain(self.store.scan()) == plain(self.model.scan())
        assert list(self.store.streams()) == list(self.model.streams())
        for stream in self.model.streams():
            assert self.store.version(stream) == self.model.version(stream)
            assert plain(self.store.read(stream)) == plain(self.model.read(stream))

    @precondition(lambda self: self.chained)
    @invariant()
    def both_have_the_same_chain(self) -> None:
        assert self.store.head() == self.model.head()
        assert [event.hash for event in self.store.scan()] == [event.hash for event in self.model.scan()]

    def teardown(self) -> None:
        self.store.close()

    def _call(self, stream: str, changes: list[Any], off: int | None) -> _Call:
        call = _Call(stream, [event(next(self.ids), **change) for change in changes], off)
        if call.batch:
            self.calls.append(call)
        return call

    def _both(self, call: _Call) -> None:
        wanted = _outcome(self.model, call)
        assert _outcome(self.store, call) == wanted


def machine(
    opens: OpenAt, fresh: Callable[[], Path], *, durable: bool, chained: bool = False
) -> type[StoreMachine]:
    """The machine for one kind of store.

    Args:
        opens: Opens it at a place.

        fresh: Makes an empty directory.

        durable: Whether to open it again now and then.

        chained: Whether to compare the chains too.
    """
    kept = {"durable": durable, "chained": chained}
    tested = {"opens": staticmethod(opens), "fresh": staticmethod(fresh), **kept}
    return type("StoreMachine", (StoreMachine,), tested)


def _outcome(store: Store, call: _Call) -> object:
    """What the call returned, or the kind of error that it raised."""
    expected = None if call.off is None else max(0, store.version(call.stream) + call.off)
    try:
        return plain(store.append(call.stream, call.batch, expected_version=expected, recorded_at=NOW))
    except MedsalesError as error:
        return type(error)


def _together(store: Store, calls: list[_Call], *, stops: bool) -> list[object]:
    found: list[object] = []
    try:
        with store.transaction():
            found.extend(_outcome(store, call) for call in calls)
            if stops:
                raise _Stop  # noqa: TRY301  what is tested is the raise itself
    except _Stop:
        found.append("stopped")
    return found
