"""The same world on a store: every step goes through a desk, and what is known is what the store tells."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from medsales_core.desk import Desk
from medsales_core.engine.command import Actor, Describe, Open
from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Status
from medsales_core.errors import StoreError
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken
from medsales_core.fuzzing.step import Ask, Race, Step, Wait
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts, NotSupplied
from medsales_core.model.fields import changed
from medsales_core.ports.observer import Observer
from medsales_core.ports.proof import verify
from medsales_core.ports.store import Store
from medsales_core.text import LangText, text

__all__ = ["ChainIsValid", "StoreKeeps", "StoreWorld"]

_T = TypeVar("_T")

#: What is kept around a subject, by what it is.
_AROUND: Final[Mapping[str, tuple[str, ...]]] = {
    "deal": ("account", "owner", "segment", "company"),
    "order": ("deal", "company"),
    "asset": ("account", "company"),
}
#: The field of a deal that leads to each of them.
_LINKS: Final[Mapping[str, str]] = {"account": "account_id", "owner": "owner_id", "segment": "segment_id"}


class StoreWorld:
    """A world whose subject lives in a store, so that a story tests the store, the desk and the wire with it.

    Only the latest state can be gone on from. What a store cannot say stays as it was: that nothing is known of
    a subject that it keeps.

    Args:
        model: The playbook as a model.

        opens: Opens an empty store; each story has its own.

        observers: Who is told of what is kept.

        tries: How often what a store fails to keep is given to it, under the same command id: more than once, to
            test with a store that fails now and then.

    Attributes:
        root: What moves in the story that is going on: ``deal``, ``order`` or ``asset``.

        latest: The step that was taken last.
    """

    def __init__(
        self, model: Model, opens: Callable[[], Store], *, observers: Iterable[Observer] = (), tries: int = 1
    ) -> None:
        self._model, self._opens, self.root = model, opens, "deal"
        self._observers, self._tries, self._given = tuple(observers), tries, 0
        self.latest: Taken | None = None
        self._desk: Desk | None = None
        self._written = Facts()

    @property
    def desk(self) -> Desk:
        """The desk of the story that is going on."""
        assert self._desk is not None, "a story has begun"
        return self._desk

    def close(self) -> None:
        """Close the store of the last story."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def begin(self, *, bare: bool = False) -> State:
        self.close()
        self._desk = Desk(self._model.playbook, self._opens(), self._observers)
        self._written = Facts()
        return self._model.begin(bare=bare)

    def take(self, state: State, step: Step) -> Taken:
        """What becomes of the world when *step* is done, as the store tells it."""
        self.latest = self._taken(state, step)
        return self.latest

    def _taken(self, state: State, step: Step) -> Taken:
        if isinstance(step, Ask):
            return self._told(state, step, tuple(self._asked(state, step)), state)
        if isinstance(step, Race):
            first = tuple(self._asked(state, step.first))
            late = tuple(self._asked(state, step.second)) if state.progress.version else ()
            return self._told(state, step, (*first, *late), state)
        after = self._model.take(state, step).after
        if isinstance(step, Wait) or state.progress.status is Status.NEW:
            return Taken(state, step, (), after)
        return self._told(state, step, tuple(self._described(after)), after)

    def _asked(self, state: State, ask: Ask) -> Iterator[Decision]:
        """Ask at the desk; once it is opened, everything known is written down. It knows no subject before."""
        if state.progress.status is Status.NEW:
            if not isinstance(ask.command, Open):
                return
            self.root = self._model.playbook.processes[ask.command.process].moves
        yield self._decided(ask, state.now, state.progress.version)
        if state.progress.status is Status.NEW:
            yield from self._described(state)

    def _told(self, before: State, step: Step, decisions: tuple[Decision, ...], after: State) -> Taken:
        """The state after *step*, read from the store."""
        if not decisions and before.progress.status is Status.NEW:
            return Taken(before, step, (), after)
        progress, facts = self.desk.progress_and_facts(self._model.subject, self.root)
        return Taken(before, step, decisions, after._replace(progress=progress, facts=facts))

    # ---- writing down what is known

    def intended(self, state: State) -> Facts:
        """What the store should tell of what is known in *state*."""
        return _linked(self._model.library.facts(state.known), self.root)

    def _described(self, state: State) -> Iterator[Decision]:
        """Write what differs from what was written before: around the subject first, then on itself."""
        wanted, written, actor = self.intended(state), self._written, Actor(OWNER)
        for root in _AROUND[self.root]:
            entity, attached = getattr(wanted, root), _attached(root, wanted)
            if entity and (entity, attached) != (getattr(written, root), _attached(root, written)):
                keep = partial(self.desk.keep, root, entity, actor=actor, at=state.now, **attached)
                self._until_kept(keep)
        self._written = written.with_(**{root: getattr(wanted, root) for root in wanted.supplied()})
        if fields := dict(_differing(self.root, wanted, written)):
            yield self._decided(Ask(Describe(fields), actor), state.now, None)

    def _decided(self, ask: Ask, at: dt.datetime, version: int | None) -> Decision:
        # One command has one id however often it is given, so that what was kept is not kept again.
        self._given += 1
        command_id = f"given-{self._given}" if self._tries > 1 else ""
        return self._until_kept(
            lambda: self.desk.decide(
                self._model.subject,
                ask.command,
                actor=ask.actor,
                at=at,
                root=self.root,
                expected_version=version,
                command_id=command_id,
            )
        )

    def _until_kept(self, give: Callable[[], _T]) -> _T:
        for _ in range(self._tries - 1):
            with suppress(StoreError):
                return give()
        return give()


def _linked(facts: Facts, root: str) -> Facts:
    """*facts* as a store can say them: no link leads to what is not supplied, an order's contract is its deal's."""
    if isinstance(deal := facts.deal, NotSupplied):
        return facts
    linked: dict[str, Any] = {link: None for around, link in _LINKS.items() if not getattr(facts, around)}
    if root == "order":
        linked["contract"] = facts.contract or None
    return facts.with_(deal=changed(deal, **linked))


def _attached(root: str, facts: Facts) -> dict[str, Any]:
    """The records kept with *root*, as far as they are supplied."""
    names = (name for name, kept in ROOTS.items() if kept.kept_with == root)
    return {name: value for name in names if (value := getattr(facts, name)) is not NOT_SUPPLIED}


def _differing(root: str, wanted: Facts, written: Facts) -> Iterator[tuple[str, Any]]:
    """The fields of the subject, and the records kept with it, that are not as they were written."""
    subject, before = getattr(wanted, root), getattr(written, root)
    for field in attrs.fields(type(subject)) if subject else ():
        value = getattr(subject, field.name)
        known = getattr(before, field.name) if before else field.default
        if field.name != "id" and value != known:
            yield field.name, value
    kept = _attached(root, written)
    yield from (
        (name, value) for name, value in _attached(root, wanted).items() if value != kept.get(name, ())
    )


class StoreKeeps(Invariant):
    """The store tells of the subject what was written of it, and its events fold to where it stands.

    Args:
        world: The world on the store.
    """

    id = "store-keeps"
    title = text("The store gives back what was written", "存储如实返回所写内容")

    def __init__(self, world: StoreWorld) -> None:
        self.world = world

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        progress = taken.after.progress
        if taken is not self.world.latest or progress.status is Status.NEW:
            return None
        history = self.world.desk.history(model.subject, self.world.root)
        if [event.version for event in history] != list(range(1, progress.version + 1)):
            return text(
                f"{len(history)} events of {progress.version}",
                f"{progress.version}个事件仅存{len(history)}个",
            )
        wanted, found = self.world.intended(taken.after), taken.after.facts
        for root in (self.world.root, *_AROUND[self.world.root]):
            written, read = getattr(wanted, root), getattr(found, root)
            if written and read and written != read:
                return text(f"the {root} came back changed", f"“{root}”读回后与所写不同")
        return None


class ChainIsValid(Invariant):
    """Whatever was done, refused, tried again or undone: every event follows the one before it, in one chain.

    A store that keeps no chain is not asked.

    Args:
        world: The world on the store.
    """

    id = "chain-valid"
    title = text("The chain of the store is whole", "存储的哈希链完整")

    def __init__(self, world: StoreWorld) -> None:
        self.world = world

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        if not story or story[-1] is not self.world.latest:
            return None
        store = self.world.desk.store
        try:
            head = store.head()
        except StoreError:
            return None
        flaws = verify(store, head, most=1).flaws
        if not flaws:
            return None
        place = text(f"position {flaws[0].position}: ", f"位置{flaws[0].position}：")
        return text("{place}{what}", "{place}{what}").format(place=place, what=flaws[0].message)
