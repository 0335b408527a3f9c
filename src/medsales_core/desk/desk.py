"""Batteries included: a playbook and a store in one object. The command line and the examples stand on it."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Self

import attrs

from medsales_core.desk.gathering import facts_for, gather_facts
from medsales_core.desk.ledger import check_id, command_event_id, new_event
from medsales_core.desk.migrating import Migrated, carry_out
from medsales_core.desk.observing import LOGGER, tell_observers
from medsales_core.desk.organising import organisation_of
from medsales_core.desk.repeating import Given, decided_before
from medsales_core.desk.view import OWN_COMPANY, View, stream_of
from medsales_core.engine.command import Actor, Command, Migrate, Open
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import misfit_whole
from medsales_core.engine.explain import Explanation
from medsales_core.engine.migration import Migration
from medsales_core.engine.plan import process_of
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.facts import Facts
from medsales_core.playbook.load import reference_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.plugins.environment import allowed_by
from medsales_core.plugins.registry import Registry
from medsales_core.ports.observer import Observer
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.store import Store
from medsales_core.standards.organisation import Organisation

__all__ = ["Desk"]


_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(eq=False)
class Desk:
    """Decides on a store: reads a subject, asks the playbook, keeps the events of the answer.

    Every decision is one append under the version that was read, so that of two that race one wins and the
    other learns of it. It has no clock: the moment is an argument everywhere.

    Args:
        playbook: What decides.

        store: Where events live.

        observers: Who is told of events once they are kept.
    """

    playbook: Playbook
    store: Store
    observers: tuple[Observer, ...] = ()

    @classmethod
    def open(
        cls,
        place: str,
        playbook: Playbook | None = None,
        *,
        registry: Registry | None = None,
        create: bool = True,
    ) -> Self:
        """A desk on a store, with the observers of the plugins that the playbook enables.

        Args:
            place: The store, a path or URL.

            playbook: What decides; the reference by default.

            registry: The plugins that may be used; by default what is installed, as far as the environment allows
                it (``MEDSALES_PLUGINS``, ``MEDSALES_PLUGINS_DISABLE``).

            create: Make the store where there is none.

        Raises:
            PluginError: No plugin provides a store for *place*, or one that the playbook enables may not be used.

            StoreError: The store cannot be opened.
        """
        decides = playbook or reference_playbook()
        plugins = (registry or allowed_by(os.environ)).for_playbook(decides.plugins)
        observers = tuple(plugins.observers.values())
        for problem in plugins.problems:
            if problem.plugin in decides.plugins:
                LOGGER.error("its observers are left out: %s", problem)
        return cls(decides, plugins.open_store(place, create=create), observers)

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
        return self._progress(View(self.store), subject, root)

    def facts(self, subject: str, root: str = "deal") -> Facts:
        """Everything the store knows that requirements may ask about the subject."""
        return gather_facts(self.playbook, View(self.store), root, subject)

    def progress_and_facts(self, subject: str, root: str = "deal") -> tuple[Progress, Facts]:
        """Where a subject stands and what is known of it, read at once.

        Raises:
            UnknownName: Nothing is known of it.
        """
        view = View(self.store)
        return self._progress(view, subject, root), gather_facts(self.playbook, view, root, subject)

    def _progress(self, view: View, subject: str, root: str) -> Progress:
        progress = view.progress(subject, root)
        if not progress.version:
            raise UnknownName.among(root, subject, self.subjects(root))
        return progress

    def explain(self, subject: str, *, at: dt.datetime, root: str = "deal") -> Explanation:
        """Every transition open to a subject, and what each still lacks."""
        progress, facts = self.progress_and_facts(subject, root)
        return self.playbook.explain(progress, facts, at=at)

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
        recorded_at: dt.datetime | None = None,
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

            recorded_at: The time now, where *at* is an earlier moment that is entered late; *at* by default.

        Raises:
            UnknownName: Nothing is known of the subject, and the command is not to open it.

            EventClash: The *command_id* was used for another command.

            VersionConflict: Somebody else wrote between reading and keeping; read again and decide anew.
        """
        view = View(self.store)
        progress = view.progress(subject, root)
        if isinstance(command, Open):
            check_id(subject)
            self._check_kind(subject, command.process, root)
        elif progress.status is Status.NEW:
            raise UnknownName.among(root, subject, self.subjects(root))
        elif isinstance(command, Migrate):
            stage = command.to or progress.stage
            self._check_kind(
                subject, command.process or process_of(self.playbook.plan, progress, stage), root
            )
        event_id = command_event_id(command_id, command, actor) if command_id else ""
        earlier = view.earlier(root, subject, command_id) if command_id else None
        if earlier is not None:
            given = Given(command=command, actor=actor, expected_version=expected_version)
            return decided_before(self.playbook, view, root, subject, earlier, event_id, given)
        facts = facts_for(self.playbook, view, root, subject, command)
        decision = self.playbook.decide(
            progress, command, facts=facts, actor=actor, at=at, expected_version=expected_version
        )
        self._keep(root, decision.events, progress.version, recorded_at or at, event_id)
        return decision

    def _check_kind(self, subject: str, process: str, root: str) -> None:
        """A subject runs through a process for its kind; what process there is, is for the engine to say."""
        moves = self.playbook.processes[process].moves if process in self.playbook.processes else root
        if moves != root:
            raise ValueRefused(f"process {process!r} moves {moves}s, {subject!r} is kept as {root}")

    def keep(self, root: str, entity: Any, *, actor: Actor, at: dt.datetime, **attached_records: Any) -> None:
        """Keep what is known of a customer, a person, a product ... as it is now; what it no longer says is gone.

        Args:
            root: What it is: ``account``, ``owner`` (a sales person), ``products``, ``segment``, ``company``.

            entity: All that is known of it.

            actor: Who says so.

            at: When.

            attached_records: Records kept with it, by root: ``contacts=(...)`` of an account; those of a root
                not given stay as they are.

        Raises:
            ValueRefused: A record does not belong with it.
        """
        subject = OWN_COMPANY if root == "company" else entity.id
        before = View(self.store).entity(root, subject)
        fields = {
            field.name: value
            for field in attrs.fields(type(entity))
            if field.name != "id"
            and (value := getattr(entity, field.name)) != getattr(before, field.name, field.default)
        }
        said = {**fields, **attached_records}
        for name, value in said.items():
            problem = misfit_whole(root, name, value)
            if problem is not None:
                raise ValueRefused(str(problem.message))
        version = self.store.version(stream_of(root, subject))
        if said or not version:
            event = Event(
                EventKind.DESCRIBED, subject, version + 1, at, actor.id, self.playbook.hash, {"fields": said}
            )
            self._keep(root, (event,), version, at, "")

    def _keep(
        self, root: str, events: Iterable[Event], version: int, recorded_at: dt.datetime, event_id: str
    ) -> None:
        new = [new_event(root, event, event_id) for event in events]
        subject = next(iter(events)).subject
        stream = stream_of(root, subject)
        kept = self.store.append(stream, new, expected_version=version, recorded_at=recorded_at)
        tell_observers(self.observers, kept)

    # ---- a changed playbook

    def migration(
        self,
        *,
        at: dt.datetime,
        before: Playbook | None = None,
        stages: Mapping[str, str] = _NONE,
        processes: Mapping[str, str] = _NONE,
        closed: bool = False,
        root: str = "deal",
    ) -> Migration:
        """Say what would become of every subject if it went on under this playbook; nothing is written.

        See `medsales_core.playbook.playbook.Playbook.migration`; *root* is what the subjects are.
        """
        view = View(self.store)
        view.read_all()
        subjects = (
            (view.progress(name, root), gather_facts(self.playbook, view, root, name))
            for name in view.subjects(root)
        )
        return self.playbook.migration(
            subjects, at=at, before=before, stages=stages, processes=processes, closed=closed, kind=root
        )

    def migrate(
        self,
        migration: Migration,
        *,
        actor: Actor,
        reason: str = "",
        root: str = "deal",
        recorded_at: dt.datetime | None = None,
    ) -> Migrated:
        """Do what *migration* planned, subject by subject; done again, it does what is left.

        Args:
            migration: The plan, of this playbook.

            actor: Who asks.

            reason: Why; asked for where somebody gets another stage or process.

            root: What the subjects are.

            recorded_at: The time now, where the plan is of an earlier moment.

        Raises:
            ValueRefused: The plan leads to another playbook, or a reason is asked for.
        """
        return carry_out(self, migration, actor=actor, reason=reason, root=root, recorded_at=recorded_at)

    # ---- the whole

    def portfolio(
        self,
        *,
        at: dt.datetime,
        root: str = "deal",
        source: str = "",
        synthetic: bool = False,
        progress: Callable[[int], None] | None = None,
        earlier: Iterable[Playbook] = (),
    ) -> Portfolio:
        """Every subject with its history, audited as of *at*: what reports and scores are made of.

        Args:
            at: The moment for everything that does not say its own.

            root: What the subjects are.

            source: Where the data came from, told in every report.

            synthetic: The data are made up, told in every report.

            progress: Called with the number of subjects done, now and then.

            earlier: Playbooks that held before: what was done under one of them is judged by it.
        """
        view = View(self.store)
        view.read_all()
        cases, before = [], tuple(earlier)
        for number, subject in enumerate(view.subjects(root), start=1):
            cases.append(self._case(view, root, subject, at, before))
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

    def organisation(self) -> Organisation:
        """Everybody and everything that the store knows, for the standards to judge."""
        return organisation_of(View(self.store), self.playbook.variants.values())

    def live_cases(self, portfolio: Portfolio) -> Iterator[tuple[Case, Facts]]:
        """The cases of *portfolio* that may still be won, each with what is known around it."""
        view = View(self.store)
        root = portfolio.processes[portfolio.process].moves
        for case in portfolio.members:
            if case.is_live:
                yield case, gather_facts(self.playbook, view, root, case.progress.subject)

    def _case(
        self, view: View, root: str, subject: str, at: dt.datetime, earlier: tuple[Playbook, ...]
    ) -> Case:
        history = view.events(root, subject)

        def known_at(event: Event) -> Facts:
            # As it was when it happened: evidence that was filled in later does not excuse a bypass. What was
            # imported happened elsewhere, and the papers of that time could only be filed here afterwards.
            version = None if event.data.get("imported") else event.version
            return gather_facts(self.playbook, view, root, subject, version=version)

        entries = self.playbook.audit(history, known_at, at=at, earlier=earlier)
        return Case(
            progress=Progress(subject).apply(history),
            deal=view.entity(root, subject),
            history=history,
            audit=entries,
        )
