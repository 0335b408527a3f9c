"""What must survive being kept: the fold of all events, and every event written down and read again."""

import json
from collections.abc import Sequence

from medsales_core.engine.event import Event
from medsales_core.engine.progress import Progress
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.text import LangText, text
from medsales_core.wire import canonical, event_data, event_from_data

__all__ = ["EventsSurviveWriting", "ReplayEqualsState"]


def _events(story: Sequence[Taken]) -> list[Event]:
    return [event for taken in story for decision in taken.decisions for event in decision.events]


class ReplayEqualsState(Invariant):
    """The fold of all events from the first on is where the subject stands."""

    id = "replay-equals-state"
    title = text("Replaying the events gives the state", "事件回放等于当前状态")

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        if not story:
            return None
        wanted = story[-1].after.progress
        found = Progress(model.subject).apply(_events(story))
        return None if found == wanted else text(f"{found}, not {wanted}", f"{found}，而非{wanted}")


class EventsSurviveWriting(Invariant):
    """Events written as JSON and read again fold to the same state."""

    id = "events-survive-writing"
    title = text("Events come back from storage as they were", "事件存取前后一致")
    share = 5

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        if not story:
            return None
        before = story[-1].after.progress
        root = model.playbook.processes[before.process].moves if before.process else "deal"
        read = [_written_and_read(root, event) for event in _events(story)]
        found = Progress(model.subject).apply(read)
        return None if found == before else text(f"{found}, not {before}", f"{found}，而非{before}")


def _written_and_read(root: str, event: Event) -> Event:
    data = json.loads(canonical(event_data(root, event)))
    return event._replace(data=event_from_data(root, str(event.kind), data))
