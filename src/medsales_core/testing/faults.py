"""Things that fail by a script: stores, observers and checks to test with what stands on them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import attrs

from medsales_core.errors import StoreError
from medsales_core.model.facts import Facts
from medsales_core.ports.check import Check, Reason
from medsales_core.ports.head import Head
from medsales_core.ports.observer import Observer
from medsales_core.ports.store import NewEvent, Store, StoredEvent
from medsales_core.text import text

__all__ = ["Fault", "FaultyCheck", "FaultyObserver", "FaultyStore", "disk_full"]

_T = TypeVar("_T")


def disk_full() -> StoreError:
    """What a store raises where there is no room left."""
    return StoreError("the disk is full", hint="make room")


@attrs.frozen(kw_only=True)
class Fault:
    """What goes wrong in one call.

    Args:
        error: What is raised; nothing if it is None.

        done: The call has done its work before it fails: the answer alone is lost.

        meanwhile: Called first, for what takes its time: it lets a clock of the test go on, or another writer in.
    """

    error: BaseException | None = None
    done: bool = False
    meanwhile: Callable[[], object] | None = None

    def around(self, call: Callable[[], _T]) -> _T:
        """The result of *call*, unless it fails."""
        if self.meanwhile is not None:
            self.meanwhile()
        if self.error is not None and not self.done:
            raise self.error
        result = call()
        if self.error is not None:
            raise self.error
        return result


class _Script:
    """The faults of the calls to come: one for each call, None for one that goes well; after the last all do."""

    def __init__(self, faults: Iterable[Fault | None]) -> None:
        self._faults = iter(faults)

    def call(self, call: Callable[[], _T]) -> _T:
        fault = next(self._faults, None)
        return call() if fault is None else fault.around(call)


class FaultyStore(Store):
    """A store whose appends fail by a script; everything else is that of the store behind it.

    ::

        store = FaultyStore(MemoryStore(), [None, Fault(error=disk_full())])
        lost_answer = FaultyStore(MemoryStore(), [Fault(error=disk_full(), done=True)])

    Args:
        store: The store behind it.

        faults: One for each append in its order, None for one that goes well; after the last all do. An endless
            iterator makes it fail for ever.
    """

    def __init__(self, store: Store, faults: Iterable[Fault | None]) -> None:
        self.store = store
        self._script = _Script(faults)

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        return self._script.call(
            lambda: self.store.append(
                stream, events, expected_version=expected_version, recorded_at=recorded_at
            )
        )

    def version(self, stream: str) -> int:
        return self.store.version(stream)

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return self.store.read(stream, after=after)

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return self.store.scan(after=after)

    def streams(self, prefix: str = "") -> Iterator[str]:
        return self.store.streams(prefix)

    def head(self) -> Head:
        return self.store.head()

    def transaction(self) -> AbstractContextManager[None]:
        return self.store.transaction()

    def close(self) -> None:
        self.store.close()


class FaultyObserver(Observer):
    """An observer that keeps what it is told in ``seen``, and fails by a script.

    Args:
        faults: One for each time that it is told something, None where that goes well; after the last all goes well.
    """

    id = "test.faulty"
    title = text("Faulty", "故障")

    def __init__(self, faults: Iterable[Fault | None]) -> None:
        self.seen: list[StoredEvent] = []
        self._script = _Script(faults)

    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        self.seen += events
        self._script.call(lambda: None)


class FaultyCheck(Check):
    """A check that answers as another does, and fails by a script.

    Args:
        check: The check behind it.

        faults: One for each time that it is asked whether it holds, None where it is answered.
    """

    def __init__(self, check: Check, faults: Iterable[Fault | None]) -> None:
        # A check is its class, and this one is in place of any.
        for name in ("id", "title", "reads", "parameters"):
            setattr(self, name, getattr(check, name))
        self.check = check
        self._script = _Script(faults)

    def reads_with(self, /, **parameters: Any) -> tuple[str, ...]:
        return self.check.reads_with(**parameters)

    def holds(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> bool | None:
        return self._script.call(lambda: self.check.holds(facts, at, **parameters))

    def reasons(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> Iterable[Reason]:
        return self.check.reasons(facts, at, **parameters)

    def satisfying(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> Facts | None:
        return self.check.satisfying(facts, at, **parameters)
