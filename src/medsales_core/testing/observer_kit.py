"""What every observer must keep, as tests: subclass `ObserverConformance` in the tests of an observer."""

from abc import ABC, abstractmethod

import attrs

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.ports.observer import Observer
from medsales_core.ports.store import StoredEvent
from medsales_core.testing.conduct import MOMENT, check_card, untouched
from medsales_core.testing.store_samples import TEXTS, TIMES, event

__all__ = ["ObserverConformance"]

_KINDS = ("opened", "described", "moved", "refused", "recorded", "won")


class ObserverConformance(ABC):
    """The rules of `medsales_core.ports.observer.Observer`, one test each.

    ::

        class TestAnnouncer(ObserverConformance):
            def make_observer(self):
                return Announcer(post=lambda said: None)

    A failing observer loses no event: the library sees to that. What it fails on is never announced, though.
    """

    @abstractmethod
    def make_observer(self) -> Observer:
        """The observer under test, with whatever it sends to replaced by something of the test's own."""

    def events(self) -> tuple[StoredEvent, ...]:
        """The events of one deal from its opening to its win."""
        store = MemoryStore()
        new = [event(f"e-{number}", kind=kind) for number, kind in enumerate(_KINDS)]
        return store.append("deal/D-1", new, expected_version=0, recorded_at=MOMENT)

    def test_it_says_what_it_is_in_every_language(self) -> None:
        observer = self.make_observer()
        check_card(observer)
        assert "." in observer.id, f"{observer.id!r} begins with the name of its plugin and a dot"

    def test_it_takes_events_together_and_one_by_one(self) -> None:
        self.make_observer().recorded(self.events())
        observer = self.make_observer()
        for kept in self.events():
            observer.recorded((kept,))

    def test_it_takes_events_of_kinds_that_are_to_come(self) -> None:
        later = tuple(attrs.evolve(kept, kind="delegated", schema=9, data={}) for kept in self.events())
        self.make_observer().recorded(later)

    def test_it_takes_events_whatever_is_written_in_them(self) -> None:
        (*_, won) = self.events()
        for said in TEXTS:
            self.make_observer().recorded((attrs.evolve(won, stream=f"deal/{said}", actor=said),))
        for at in TIMES:
            self.make_observer().recorded((attrs.evolve(won, occurred_at=at),))

    def test_it_leaves_the_events_as_they_were(self) -> None:
        events = self.events()
        with untouched(*events):
            self.make_observer().recorded(events)
