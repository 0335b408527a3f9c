"""Telling observers of what is kept: whatever they do, the events stay."""

import logging
from collections.abc import Iterable
from typing import Final

from medsales_core.ports.observer import Observer
from medsales_core.ports.store import StoredEvent

__all__ = ["LOGGER", "tell_observers"]

#: Where failures of plugins are reported that stop nothing.
LOGGER: Final = logging.getLogger("medsales")


def tell_observers(observers: Iterable[Observer], events: tuple[StoredEvent, ...]) -> None:
    """Tell each of *observers*; one that fails is reported by its id, and the next is told all the same."""
    for observer in observers:
        try:
            observer.recorded(events)
        except KeyboardInterrupt:
            raise
        except BaseException:  # a SystemExit, too, must not make a decision look undone
            LOGGER.exception(
                "observer %r failed on %s, positions %d to %d; the events are kept",
                observer.id,
                events[0].stream,
                events[0].position,
                events[-1].position,
            )
