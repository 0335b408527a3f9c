"""Batteries included: a playbook and a store in one object. The command line and the examples stand on it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Self

import attrs

from medsales_core.desk.gathering import gather_facts
from medsales_core.desk.view import OWN_COMPANY, View, stream_of
from medsales_core.engine.audit import AuditEntry
from medsales_core.engine.command import Actor, Command, Open, Waive
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import misfit_whole
from medsales_core.engine.explain import Explanation
from medsales_core.engine.plan import WISHES
from medsales_core.engine.progress import Progress
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.facts import Facts
from medsales_core.playbook.load import reference_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.store import NewEvent, Store
from medsales_core.wire import canonical, event_data

__all__ = ["Desk"]


@attrs.frozen(eq=False)
class Desk:
    """Decides on a store: reads a subject, asks the playbook, keeps the events of the answer.

    Every decision is one append under the version that was read, so that of two that race one wins and the
    other learns of it. It has no clock: the moment is an argument everywhere.

    Args:
        playbook: What decides.

        store: Where events live.
    """

    playbook: Playbook
    store: Store

    @classmethod
    def open(cls, place: str, playbook: Playbook | None = None, *, registry: Registry | None = None) -> Self:
        """A desk on the store at *place*, a path or URL, with *playbook* or the reference.

        Raises:
            PluginError: No plugin provides a store for *place*.

            StoreError: The store cannot be opened.
        """
        plugins = registry or Registry.discover()
        return cls(playbook or reference_playbook(checks=plugins.checks.values()), plugins.open_store(place))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    # ---- reading

    def subjects(self, root: str = "deal") -> Iterator[str]:
        """The ids of everything kept at *root*, in the store's order."""
        prefix = stream_of(root, "")
        return (name.removeprefix(prefix) for name in self.store.streams(prefix))

    def history(self, subject: str, root: str = "deal") -> tuple[Event, ...]:
        """Every event of a subject, refusals too.

        Raises:
            UnknownName: Nothing is known of it.
        """
        events = View(self.store).events(root, subject)
        if not events:
            raise UnknownName.among(root, subject, self.subjects(root))
        return events

    def progress(self, subject: str, root: str = "deal") -> Progress:
        """Where a subject stands, folded from its events.

        Raises:
            UnknownName: Nothing is known of it.
        """
        return Progress(subject).apply(self.history(subject, root))

    def facts(self, subject: str, root: str = "deal") -> Facts:
        """Everything the store knows that requirements may ask about the subject."""
        return gather_facts(self.playbook, View(self.store), root, subject)

    def explain(self, subject: str, *, at: dt.datetime, root: str = "deal") -> Explanation:
        """Every transition open to a subject, and what each still lacks."""
        view = View(self.store)
        progress = self.progress(subject, root)
        return self.playbook.explain(progress, gather_facts(self.playbook, view, root, subject), at=at)

    # ---- writing

    def decide(
        self,
        subject: str,
        command: Command,
        *,
        actor: Actor,
        at: dt.datetime,
        root: str = "deal",
        expected_version: int | None = None,
        command_id: str = "",
    ) -> Decision:
        """Decide *command* and keep its events, a refusal too.

        Args:
            subject: Id of the deal, order or asset.

            command: What is asked.

            actor: Who asks.

            at: The moment.

            root: What the subject is.

            expected_version: The version the asker has seen; another one is refused as stale.

            command_id: Makes a retry harmless: a command whose id is kept already is not decided again.

        Raises:
            VersionConflict: Somebody else wrote between reading and keeping; read again and decide anew.
        """
        view = View(self.store)
        history = view.events(root, subject)
        progress = Progress(subject).apply(history)
        if isinstance(command, Open) and self._process_of(command.process) != root:
            raise ValueRefused(
                f"process {command.process!r} moves a {self._process_of(command.process)}, not a {root}"
            )
        facts = gather_facts(self.playbook, view, root, subject) if type(command) in _JUDGED else Facts()
        earlier = view.earlier(root, subject, command_id) if command_id else None
        if earlier is not None:
            accepted = earlier.kind is not EventKind.REFUSED
            return Decision(accepted, (earlier,), progress, (), None, facts, at)
        decision = self.playbook.decide(
            progress, command, facts=facts, actor=actor, at=at, expected_version=expected_version
        )
        self._keep(root, decision.events, progress.version, at, command_id)
        return decision

    def keep(self, root: str, entity: Any, *, actor: Actor, at: dt.datetime, **attached_records: Any) -> None:
        """Keep what is known of a customer, a person, a product ... as it is now.

        Args:
            root: What it is: ``account``, ``owner`` (a sales person), ``products``, ``segment``, ``company``.

            entity: All that is known of it.

            actor: Who says so.

            at: When.

            attached_records: Records kept with it, by root: ``contacts=(...)`` of an account.

        Raises:
            ValueRefused: A record does not belong with it.
        """
        subject = OWN_COMPANY if root == "company" else entity.id
        fields = {
            field.name: value
            for field in attrs.fields(type(entity))
            if field.name != "id" and (value := getattr(entity, field.name)) != field.default
        }
        for name, value in {**fields, **attached_records}.items():
            problem = misfit_whole(root, name, value)
            if problem is not None:
                raise ValueRefused(str(problem.message))
        version = self.store.version(stream_of(root, subject))
        data = {"fields": {**fields, **attached_records}}
        event = Event(EventKind.DESCRIBED, subject, version + 1, at, actor.id, self.playbook.hash, data)
        self._keep(root, (event,), version, at, "")

    def _process_of(self, process: str) -> str:
        if process not in self.playbook.processes:
            raise UnknownName.among("process", process, self.playbook.processes)
        return self.playbook.processes[process].moves

    def _keep(
        self, root: str, events: Iterable[Event], version: int, at: dt.datetime, command_id: str
    ) -> None:
        new = [_new_event(root, event, command_id) for event in events]
        subject = next(iter(events)).subject
        self.store.append(stream_of(root, subject), new, expected_version=version, recorded_at=at)

    # ---- the whole

    def portfolio(
        self,
        *,
        at: dt.datetime,
        root: str = "deal",
        source: str = "",
        synthetic: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Portfolio:
        """Every subject with its history, audited as of *at*: what reports and scores are made of.

        Args:
            at: The moment for everything that does not say its own.

            root: What the subjects are.

            source: Where the data came from, told in every report.

            synthetic: The data are made up, told in every report.

            progress: Called with the number of subjects done, now and then.
        """
        view = View(self.store)
        view.read_all()
        cases = []
        for number, subject in enumerate(view.subjects(root), start=1):
            cases.append(self._case(view, root, subject, at))
            if progress is not None and number % 100 == 0:
                progress(number)
        return Portfolio(
            processes=self.playbook.processes,
            requirements=self.playbook.requirements,
            cases=tuple(cases),
            at=at,
            title=self.playbook.title,
            synthetic=synthetic,
            source=source,
            process=next(p.id for p in self.playbook.processes.values() if p.moves == root),
        )

    def live_cases(self, portfolio: Portfolio) -> Iterator[tuple[Case, Facts]]:
        """The cases of *portfolio* that may still be won, each with what is known around it."""
        view = View(self.store)
        root = portfolio.processes[portfolio.process].moves
        for case in portfolio.members:
            if case.is_live:
                yield case, gather_facts(self.playbook, view, root, case.progress.subject)

    def _case(self, view: View, root: str, subject: str, at: dt.datetime) -> Case:
        history = view.events(root, subject)
        facts = gather_facts(self.playbook, view, root, subject)
        entries: tuple[AuditEntry, ...] = self.playbook.audit(history, facts, at=at)
        return Case(
            progress=Progress(subject).apply(history),
            deal=view.entity(root, subject),
            history=history,
            audit=entries,
        )


# Gathering facts is most of the work; only moves are judged on them, and a waiver on whose deal it is.
_JUDGED: Final = frozenset({*WISHES, Waive})


def _new_event(root: str, event: Event, command_id: str) -> NewEvent:
    data = event_data(root, event)
    return NewEvent(
        event_id=command_id or _event_id(root, event, data),
        kind=str(event.kind),
        occurred_at=event.at,
        actor=event.actor,
        playbook=event.playbook,
        data=data,
    )


def _event_id(root: str, event: Event, data: Mapping[str, Any]) -> str:
    """An id made of the content: a retry of the very same event is harmless, and nothing is drawn by lot."""
    when = event.at.isoformat() if event.at else ""
    written = canonical([root, event.subject, event.version, str(event.kind), when, event.actor, dict(data)])
    return hashlib.sha256(written).hexdigest()[:32]
