"""Every rule of the kit catches an observer that breaks it, and lets a sound one pass."""

from collections.abc import Callable
from typing import Any

from medsales_core.ports.observer import Observer
from medsales_core.ports.store import StoredEvent
from medsales_core.testing.observer_kit import ObserverConformance
from medsales_core.text import text

RULES = sorted(name for name in dir(ObserverConformance) if name.startswith("test_"))


class Sound(Observer):
    """Writes down who won what; broken observers change one thing of it."""

    id = "t.sound"
    title = text("Sound", "正常")

    def __init__(self) -> None:
        self.told: list[str] = []

    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        self.told += [self.line(event) for event in events if event.kind == "won"]

    def line(self, event: StoredEvent) -> str:
        return f"{event.stream} was won by {event.actor}"


class Kit(ObserverConformance):
    def __init__(self, made: type[Sound]) -> None:
        self.made = made

    def make_observer(self) -> Observer:
        return self.made()


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(observer: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(observer)))
        return observer

    return add


@breaks("it_says_what_it_is_in_every_language")
class HasNoPlugin(Sound):
    id = "sound"


@breaks("it_takes_events_together_and_one_by_one")
class WaitsForTheOpening(Sound):
    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        assert events[0].kind == "opened"
        super().recorded(events)


@breaks("it_takes_events_of_kinds_that_are_to_come")
class KnowsEveryKind(Sound):
    lines = {"opened": "", "described": "", "moved": "", "refused": "", "recorded": "", "won": "won"}  # noqa: RUF012

    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        self.told += [self.lines[event.kind] for event in events]


@breaks("it_takes_events_whatever_is_written_in_them")
class NeedsATime(Sound):
    def line(self, event: StoredEvent) -> str:
        assert event.occurred_at
        return f"{event.occurred_at:%Y}: {super().line(event)}"


@breaks("it_takes_events_whatever_is_written_in_them")
class WritesForTheWest(Sound):
    def line(self, event: StoredEvent) -> str:
        return super().line(event).encode("latin-1").decode()


@breaks("it_leaves_the_events_as_they_were")
class MarksWhatItSaw(Sound):
    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        for event in events:
            event.data["seen"] = True
        super().recorded(events)


def test_a_sound_observer_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_observer_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_observer() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
