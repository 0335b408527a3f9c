"""What a plugin implements to take note of events after they are kept."""

from abc import ABC, abstractmethod

from medsales_core.ports.store import StoredEvent
from medsales_core.text import LangText

__all__ = ["Observer"]


class Observer(ABC):
    """Is told of events once they are kept: to send a message, feed a queue, fill a table of its own.

    It decides nothing and changes nothing. If it fails, the event stays, the decision stands, the other observers
    are told, and the failure is reported with the observer's id. It is told once, in the thread that
    decided, and waited for: work that takes long belongs in a queue. After a crash between keeping and telling
    it is not told at all; what must miss nothing reads `Store.scan` from the position that it has seen last.

    ::

        class Announcer(Observer):
            \"""Posts every deal that is won.\"""

            id = "acme.announcer"
            title = text("Announce wins", "赢单通知")

            def recorded(self, events):
                for event in events:
                    if event.kind == "won":
                        post(f"{event.stream} was won")

    Attributes:
        id: Stable ASCII id; a plugin's begins with the plugin's name and a dot.

        title: Its name for a person.
    """

    id: str
    title: LangText

    @abstractmethod
    def recorded(self, events: tuple[StoredEvent, ...]) -> None:
        """Take note of *events* of one stream, in their order, as the store keeps them.

        In a transaction of the host's own they are kept only when the host commits.
        """
