"""Batteries included: a playbook and a store in one object. The command line and the examples stand on it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Self

import attrs

from medsales_core.engine.audit import AuditEntry
from medsales_core.engine.command import Actor, Command, Open
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import attached, misfit_whole, with_evidence
from medsales_core.engine.explain import Explanation
from medsales_core.engine.progress import Progress
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.deal import Deal
from medsales_core.model.enums import BuyingRole, ProductKind
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.process import ProcessVariant, StageScope
from medsales_core.playbook.load import reference_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.store import NewEvent, Store, StoredEvent
from medsales_core.wire import canonical, event_data, event_from_data

__all__ = ["Desk", "stream_of"]

# The facts call people and things by their part in a deal; a stream is called by what they are.
_STREAM_ROOTS: Final = {"rep": "owner", "product": "products"}
_STREAM_KINDS: Final = {root: kind for kind, root in _STREAM_ROOTS.items()}
_OWN_COMPANY: Final = "own"


def stream_of(root: str, subject: str) -> str:
    """The stream that keeps the history of the subject at *root*: ``deal/D-1``, ``rep/R-7``."""
    return f"{_STREAM_KINDS.get(root, root)}/{subject}"


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
        events = _View(self.store).events(root, subject)
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
        return _facts(self.playbook, _View(self.store), root, subject)

    def explain(self, subject: str, *, at: dt.datetime, root: str = "deal") -> Explanation:
        """Every transition open to a subject, and what each still lacks."""
        view = _View(self.store)
        progress = self.progress(subject, root)
        return self.playbook.explain(progress, _facts(self.playbook, view, root, subject), at=at)

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
        view = _View(self.store)
        history = view.events(root, subject)
        progress = Progress(subject).apply(history)
        if isinstance(command, Open) and self._process_of(command.process) != root:
            raise ValueRefused(f"process {command.process!r} moves a {self._process_of(command.process)}, not a {root}")
        facts = _facts(self.playbook, view, root, subject)
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
        subject = _OWN_COMPANY if root == "company" else entity.id
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
        view = _View(self.store)
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

    def _case(self, view: "_View", root: str, subject: str, at: dt.datetime) -> Case:
        history = view.events(root, subject)
        facts = _facts(self.playbook, view, root, subject)
        entries: tuple[AuditEntry, ...] = self.playbook.audit(history, facts, at=at)
        return Case(
            progress=Progress(subject).apply(history), deal=view.entity(root, subject), history=history, audit=entries
        )


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


class _View:
    """Subjects as a store holds them now, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stored: dict[str, list[StoredEvent]] = {}
        self._whole = False
        self._events: dict[str, tuple[Event, ...]] = {}
        self._entities: dict[str, Any] = {}

    def read_all(self) -> None:
        """Read the whole ledger once, for work that touches everything."""
        for stored in self._store.scan():
            self._stored.setdefault(stored.stream, []).append(stored)
        self._whole = True

    def subjects(self, root: str) -> list[str]:
        prefix = stream_of(root, "")
        return [name.removeprefix(prefix) for name in self._stored if name.startswith(prefix)]

    def _read(self, root: str, subject: str) -> list[StoredEvent]:
        stream = stream_of(root, subject)
        if stream not in self._stored:
            self._stored[stream] = [] if self._whole else list(self._store.read(stream))
        return self._stored[stream]

    def events(self, root: str, subject: str) -> tuple[Event, ...]:
        stream = stream_of(root, subject)
        if stream not in self._events:
            self._events[stream] = tuple(_event(root, subject, stored) for stored in self._read(root, subject))
        return self._events[stream]

    def earlier(self, root: str, subject: str, event_id: str) -> Event | None:
        for stored, event in zip(self._read(root, subject), self.events(root, subject), strict=True):
            if stored.event_id == event_id:
                return event
        return None

    def entity(self, root: str, subject: str | None) -> Any:
        """What is known of a subject, `NOT_SUPPLIED` where nothing is."""
        if not subject:
            return NOT_SUPPLIED
        stream = stream_of(root, subject)
        if stream not in self._entities:
            self._entities[stream] = self._folded(root, subject)
        return self._entities[stream]

    def _folded(self, root: str, subject: str) -> Any:
        events = self.events(root, subject)
        if not events:
            return Deal(id=subject) if root == "deal" else NOT_SUPPLIED
        described: dict[str, Any] = {}
        for event in events:
            if event.kind is EventKind.DESCRIBED:
                described.update(event.data["fields"])
        entity = ROOTS[root].entity
        names = {field.name for field in attrs.fields(entity)}
        given = {name: value for name, value in described.items() if name in names}
        identity = {"id": subject} if "id" in names else {}
        return with_evidence(entity(**identity, **given), events)

    def attached(self, root: str, subject: str | None) -> dict[str, Any]:
        if not subject:
            return {}
        return attached(root, self.events(root, subject))


def _event(root: str, subject: str, stored: StoredEvent) -> Event:
    return Event(
        EventKind(stored.kind),
        subject,
        stored.version,
        stored.occurred_at,
        stored.actor,
        stored.playbook,
        event_from_data(root, stored.kind, stored.data),
    )


def _facts(playbook: Playbook, view: _View, root: str, subject: str) -> Facts:
    """Everything around a subject that the store knows; what it does not know is not supplied."""
    entity = view.entity(root, subject)
    roots: dict[str, Any] = {root: entity, **view.attached(root, subject)}
    roots["company"] = view.entity("company", _OWN_COMPANY)
    account = getattr(entity, "account_id", None)
    roots["account"] = view.entity("account", account)
    roots.update(view.attached("account", account))
    if root == "deal":
        roots["owner"] = view.entity("owner", entity.owner_id)
        roots["segment"] = view.entity("segment", entity.segment_id)
        roots["products"] = _products(view, [line.product_id for line in entity.lines])
        if entity.contract is not None:
            roots["contract"] = entity.contract
    elif root == "order" and entity is not NOT_SUPPLIED:
        deal = view.entity("deal", entity.deal_id)
        roots["contract"] = getattr(deal, "contract", None) or NOT_SUPPLIED if deal is not NOT_SUPPLIED else NOT_SUPPLIED
        roots["products"] = _products(view, [line.product_id for line in entity.lines])
    elif root == "asset" and entity is not NOT_SUPPLIED:
        roots["products"] = _products(view, [entity.product_id])
    process = next((p for p in playbook.processes.values() if p.moves == root), None)
    if process is not None:
        roots["process"] = ProcessVariant(
            id=process.id,
            moves=process.moves,
            product_kinds=tuple(ProductKind(kind) for kind in process.product_kinds),
            buying_roles=tuple(BuyingRole(role) for role in process.buying_roles),
            stages=tuple(
                StageScope(id=stage.id, product_scope=tuple(ProductKind(kind) for kind in stage.product_scope))
                for stage in process.stages
            ),
        )
    return Facts(**roots)


def _products(view: _View, ids: list[str | None]) -> tuple[Any, ...]:
    found = (view.entity("products", name) for name in ids if name)
    return tuple(product for product in found if product is not NOT_SUPPLIED)


