"""The state machine that drives a store and the reference store alike and compares them after every step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.errors import MedsalesError
from medsales_core.ports.store import NewEvent, Store
from medsales_core.testing.store_samples import DATA, NOW, TIMES, event, plain

__all__ = ["OpenAt", "machine"]

_STREAMS = st.sampled_from(["s", "t", "商机/1"])
# Few enough ids that clashes happen, and mostly the same content, so that some of them are retries.
_EVENTS = st.lists(
    st.builds(
        event,
        st.integers(0, 30).map("e{}".format),
        kind=st.sampled_from(["moved", "moved", "moved", "held"]),
        occurred_at=st.sampled_from([NOW, NOW, NOW, *TIMES]),
        data=st.sampled_from([{}, {}, {}, {}, *DATA, {"bad": float("nan")}]),
    ),
    max_size=3,
)
# How far the expected version is from the true one; None expects any.
_OFF = st.sampled_from([0, 0, 0, 1, -1, None])
_APPENDS = st.lists(st.tuples(_STREAMS, _EVENTS, _OFF), max_size=4)


class OpenAt(Protocol):
    """Opens the store under test at a place."""

    def __call__(self, place: Path, *, ledger: str = ...) -> Store: ...


class _Stop(Exception):
    """Raised by the host inside a transaction."""


def machine(open_store: OpenAt, fresh: Callable[[], Path], *, durable: bool) -> type[RuleBasedStateMachine]:
    """The machine for one kind of store.

    Args:
        open_store: Opens it.

        fresh: Makes an empty directory.

        durable: Whether to open it again now and then.
    """

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.place = fresh()
            self.store = open_store(self.place)
            self.model = MemoryStore()
            self.batches: list[tuple[str, list[NewEvent]]] = []

        @rule(stream=_STREAMS, batch=_EVENTS, off=_OFF)
        def append(self, stream: str, batch: list[NewEvent], off: int | None) -> None:
            expected = None if off is None else max(0, self.model.version(stream) + off)
            wanted = _outcome(self.model, stream, batch, expected)
            assert _outcome(self.store, stream, batch, expected) == wanted
            self.batches.append((stream, batch))

        @precondition(lambda self: self.batches)
        @rule(data=st.data(), expected=st.sampled_from([None, 0, 5]))
        def retry(self, data: Any, expected: int | None) -> None:
            stream, batch = data.draw(st.sampled_from(self.batches))
            wanted = _outcome(self.model, stream, batch, expected)
            assert _outcome(self.store, stream, batch, expected) == wanted

        @rule(appends=_APPENDS, stops=st.booleans())
        def transaction(self, appends: list[Any], stops: bool) -> None:  # noqa: FBT001  drawn by name
            wanted = _together(self.model, appends, stops=stops)
            assert _together(self.store, appends, stops=stops) == wanted

        @rule(after=st.integers(0, 6))
        def read_on(self, after: int) -> None:
            assert plain(self.store.scan(after=after)) == plain(self.model.scan(after=after))
            assert plain(self.store.read("s", after=after)) == plain(self.model.read("s", after=after))

        @precondition(lambda self: durable)
        @rule()
        def open_again(self) -> None:
            self.store.close()
            self.store = open_store(self.place)

        @invariant()
        def both_hold_the_same(self) -> None:
            assert plain(self.store.scan()) == plain(self.model.scan())
            assert list(self.store.streams()) == list(self.model.streams())
            for stream in self.model.streams():
                assert self.store.version(stream) == self.model.version(stream)
                assert plain(self.store.read(stream)) == plain(self.model.read(stream))

        def teardown(self) -> None:
            self.store.close()

    return Machine


def _outcome(store: Store, stream: str, batch: list[NewEvent], expected: int | None) -> object:
    """What the call returned, or the kind of error that it raised."""
    try:
        return plain(store.append(stream, batch, expected_version=expected, recorded_at=NOW))
    except MedsalesError as error:
        return type(error)


def _together(store: Store, appends: list[Any], *, stops: bool) -> list[object]:
    found: list[object] = []
    try:
        with store.transaction():
            for stream, batch, off in appends:
                expected = None if off is None else max(0, store.version(stream) + off)
                found.append(_outcome(store, stream, batch, expected))
            if stops:
                raise _Stop  # noqa: TRY301  what is tested is the raise itself
    except _Stop:
        found.append("stopped")
    return found
