"""Bugs planted on purpose in the reference playbook, the engine and plugins: what a fuzz kit has to find."""

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs

import medsales_core.reference
from medsales_core import Playbook, load_playbook, reference_playbook
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.command import Advance, Return, Waive, Win
from medsales_core.engine.decide import Decide
from medsales_core.engine.event import EventKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.fuzzing.invariants import DecidesAs, Invariant, ReportsRender, ScoresBehave, built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import World
from medsales_core.model import NOT_SUPPLIED, Facts
from medsales_core.ports.portfolio import Case
from medsales_core.ports.report import Report, ReportBuilder, ReportFormat
from medsales_core.ports.score import Score, ScoreReason, ScoringMethod
from medsales_core.ports.store import NewEvent, Store, StoredEvent
from medsales_core.text import text

__all__ = ["BUGS", "Bug", "Planted"]


@attrs.frozen
class Planted:
    """A model with a bug in it, and what should notice.

    Args:
        model: The model.

        invariants: What must hold.

        process: Id of the process in which it shows.

        world: Where stories happen.
    """

    model: Model
    invariants: tuple[Invariant, ...]
    process: str = "deal"
    world: World | None = None


@attrs.frozen
class Bug:
    """One bug.

    Args:
        name: What is wrong, in words.

        kind: ``process``, ``engine``, ``store`` or ``plugin``.

        plant: Plants it.

        replaced: In a process file: what was meant, and what is written instead.
    """

    name: str
    kind: str
    plant: Callable[[], Planted]
    replaced: tuple[tuple[str, str], ...] = ()


@cache
def _reference() -> Model:
    """The reference, without a bug; its requirements are turned round once for all."""
    return Model(reference_playbook())


# ---- bugs of the process file: told apart from what was meant by `DecidesAs`

#: Without the air before `=`, so that a bug does not hang on how keys are aligned.
_TEXT: Final = re.sub(
    " +=", " =", Path(medsales_core.reference.__file__).with_name("process.toml").read_text("utf-8")
)


def _load(*replaced: tuple[str, str]) -> Playbook:
    toml = _TEXT
    for old, new in replaced:
        assert toml.count(old) == 1, f"{toml.count(old)} times: {old}"
        toml = toml.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "process.toml")
        path.write_text(toml, "utf-8")
        return load_playbook(path)


def _process(name: str, *replaced: tuple[str, str], process: str = "deal") -> Bug:
    def plant() -> Planted:
        return Planted(Model(_load(*replaced)), (DecidesAs(_reference().playbook),), process)

    return Bug(name, "process", plant, replaced)


def _between(first: str, last: str) -> str:
    """The part of the playbook from *first* up to *last*."""
    start = _TEXT.index(first)
    return _TEXT[start : _TEXT.index(last, start)]


_NEEDS = "[stage.negotiation-contract.exit.neg-term-payment]"
_PROCESS: Final = (
    _process("a gate is dropped", (_between(_NEEDS, "[stage.negotiation-contract.exit.neg-term-delivery]"), "")),
    _process("an expired training counts",
             ('topic = { equals = "medical-knowledge" }, passed = { equals = true }, valid_on = "as_of"',
              'topic = { equals = "medical-knowledge" }, passed = { equals = true }')),
    _process("> for >= at a number", ("lead_time_days = { above = 0 }", "lead_time_days = { at_least = 0 }")),
    _process("a wrong date is compared",
             ('{ "order.delivered_on" = { not_after = { path = "order.promised_on" } } }',
              '{ "order.delivered_on" = { not_before = { path = "order.created_on" } } }'), process="fulfilment"),
    _process("one is enough where two are wanted",
             ('decision_path" = { count = { min = 2 }', 'decision_path" = { count = { min = 1 }')),
    _process("some for each", ('"order.lines" = { each = { inspection', '"order.lines" = { some = { inspection'),
             process="fulfilment"),
    _process("a withdrawn approval still opens a gate",
             ('approvals.some]\ndecision = { equals = "approved" }', "approvals.some]\ndecision = 'filled'")),
    _process("an approval survives a price change",
             ('up_to = { at_least = { path = "outer.discount" } }', "up_to = 'filled'")),
    _process("who asked may approve",
             ('approver_id = { differs = { path = "requested_by" } }\nup_to', "approver_id = 'filled'\nup_to")),
    _process("an expired approval counts",
             ('at_least = { path = "outer.discount" } }\nvalid_on = "as_of"',
              'at_least = { path = "outer.discount" } }')),
    _process("a skip is open to anybody",
             ('kind = "skip"\nreason = "required"\nwho = ["sales-manager"]', 'kind = "skip"\nreason = "required"')),
    _process("a way back asks for no reason",
             ('to = "demo-technical-support"\nkind = "back"\nreason = "required"',
              'to = "demo-technical-support"\nkind = "back"')),
    _process("a skip leads from a stage too early",
             ('from = "solution-value"\nto = "negotiation-contract"',
              'from = ["solution-value", "needs-discovery"]\nto = "negotiation-contract"')),
    _process("an open question is overlooked",
             ('{ none = { closed_on = "empty" } }', '{ some = { closed_on = "filled" } }')),
    _process("what must block only warns",
             ('[stage.needs-discovery.exit.need-patient-needs]\n',
              "[stage.needs-discovery.exit.need-patient-needs]\nseverity = 'warn'\n")),
    _process("a date in the future counts",
             ('"deal.demos" = { some = { held_on = { not_after = "as_of" } } }',
                   '"deal.demos" = { some = { held_on = "filled" } }')),
)  # fmt: skip


# ---- bugs of the engine: a decision that goes wrong, noticed by the invariants of the kit


def _engine(name: str, spoil: Callable[[Playbook, Model], Decide], process: str = "deal") -> Bug:
    def plant() -> Planted:
        model = copy(_reference())
        model.decide = spoil(model.playbook, model)
        return Planted(model, built_in(), process)

    return Bug(name, "engine", plant)


def _asking(change: Callable[[Progress, Any, dict[str, Any]], tuple[Progress, Any]]) -> Any:
    """A decision on something else than what was asked."""

    def spoil(playbook: Playbook, _: Model) -> Decide:
        def decide(progress: Progress, command: Any, /, **given: Any) -> Any:
            other, wish = change(progress, command, given)
            decision = playbook.decide(other, wish, **given)
            return decision._replace(progress=progress)

        return decide

    return spoil


def _stale(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    given["expected_version"] = None
    return progress, command


def _reopened(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    lost = progress.status is Status.LOST and isinstance(command, Advance)
    return progress._replace(status=Status.OPEN) if lost else progress, command


def _endless(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    waivers = tuple(attrs.evolve(one, expires_on=dt.date(2100, 1, 1)) for one in progress.waivers)
    return progress._replace(waivers=waivers), command


def _too_long(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    day = dt.timedelta(days=1)
    waivers = tuple(attrs.evolve(one, expires_on=one.expires_on + day) for one in progress.waivers)
    return progress._replace(waivers=waivers), command


def _unbound(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    waivers = tuple(attrs.evolve(one, scope="") for one in progress.waivers)
    return progress._replace(waivers=waivers), command


def _no_roles(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    if not isinstance(command, Waive):
        given["actor"] = attrs.evolve(given["actor"], roles={*given["actor"].roles, "sales-manager"})
    return progress, command


def _no_reason(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    return progress, Return(command.to, command.reason or "-") if isinstance(command, Return) else command


def _timeless(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    return progress._replace(since=None), command


def _own(progress: Progress, command: Any, given: dict[str, Any]) -> tuple[Progress, Any]:
    if isinstance(command, Waive):
        given["actor"] = attrs.evolve(given["actor"], id="somebody else")
    return progress, command


def _lenient(when: Callable[[Progress, Any, Facts], bool]) -> Any:
    """Where *when* holds, everything is taken to be in order."""

    def spoil(playbook: Playbook, model: Model) -> Decide:
        sound = model.inverted.sound

        def decide(progress: Progress, command: Any, /, **given: Any) -> Any:
            if when(progress, command, given["facts"]):
                given["facts"] = sound
            return playbook.decide(progress, command, **given)

        return decide

    return spoil


def _unknown(_: Progress, command: Any, facts: Facts) -> bool:
    return isinstance(command, Advance | Win) and facts.account is NOT_SUPPLIED


def _second_visit(progress: Progress, command: Any, _: Facts) -> bool:
    return isinstance(command, Advance) and progress.version > 6


def _any_waiver(progress: Progress, command: Any, _: Facts) -> bool:
    return isinstance(command, Advance) and bool(progress.waivers)


def _refusing(change: Callable[[Any], Any]) -> Any:
    """A refusal is spoilt after it was decided."""

    def spoil(playbook: Playbook, _: Model) -> Decide:
        def decide(progress: Progress, command: Any, /, **given: Any) -> Any:
            decision = playbook.decide(progress, command, **given)
            return decision if decision.accepted else change(decision)

        return decide

    return spoil


def _event(**changes: Any) -> Callable[[Any], Any]:
    def change(decision: Any) -> Any:
        (event,) = decision.events
        return decision._replace(events=(event._replace(**{n: f(event) for n, f in changes.items()}),))

    return change


def _nameless(event: Any) -> Mapping[str, Any]:
    return {**event.data, "requirements": {}, "objections": ()}


def _first_only(event: Any) -> Mapping[str, Any]:
    return {**event.data, "requirements": dict(list(event.data["requirements"].items())[:1])}


def _held(event: Any) -> EventKind:
    return EventKind.HELD if event.data["requirements"] else event.kind


_ENGINE: Final = (
    _engine("a stale version is accepted", _asking(_stale)),
    _engine("a lost deal goes on", _asking(_reopened)),
    _engine("a waiver never runs out", _asking(_endless)),
    _engine("a waiver lasts a day too long", _asking(_too_long)),
    _engine("a waiver for one move opens another", _asking(_unbound)),
    _engine("a role is not asked for", _asking(_no_roles)),
    _engine("a reason is not asked for", _asking(_no_reason)),
    _engine("time may go back", _asking(_timeless)),
    _engine("an owner waives on a deal of their own", _asking(_own)),
    _engine("unknown passes", _lenient(_unknown)),
    _engine("a second visit skips the gate", _lenient(_second_visit)),
    _engine("a waiver opens every gate", _lenient(_any_waiver)),
    _engine("a refusal names nothing", _refusing(_event(data=_nameless))),
    _engine("a refusal names the first reason only", _refusing(_event(data=_first_only))),
    _engine("a refusal leaves a trace", _refusing(_event(kind=_held))),
)


# ---- bugs of stores


class _ForgetsHalf(MemoryStore):
    """Forgets every second change of a customer's file, and says nothing."""

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        known = self.version(stream)
        if stream.startswith("account/") and known % 2:
            return ()
        return super().append(stream, events, expected_version=expected_version, recorded_at=recorded_at)


class _LosesRefusals(MemoryStore):
    """Takes refusals for something that need not be kept."""

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        kept = [event for event in events if event.kind != "refused"]
        return super().append(stream, kept, expected_version=expected_version, recorded_at=recorded_at)


class _RoundsTimes(MemoryStore):
    """Keeps days where times were given."""

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        midnight = {"hour": 0, "minute": 0, "second": 0}
        rounded = [
            attrs.evolve(
                event, occurred_at=event.occurred_at.replace(**midnight) if event.occurred_at else None
            )
            for event in events
        ]
        return super().append(stream, rounded, expected_version=expected_version, recorded_at=recorded_at)


class _ChainsNoRefusals(MemoryStore):
    """Keeps refusals beside its chain, where nobody would miss them."""

    def _keep(self, stored: Iterable[StoredEvent]) -> None:
        for event in stored:
            beside = event.kind == "refused"
            super()._keep([attrs.evolve(event, hash=self._last()) if beside else event])


def _store(name: str, opens: Callable[[], Store]) -> Bug:
    def plant() -> Planted:
        model = _reference()
        world = StoreWorld(model, opens)
        return Planted(model, (*built_in(), StoreKeeps(world), ChainIsValid(world)), world=world)

    return Bug(name, "store", plant)


_STORE: Final = (
    _store("a store forgets half of what is said", _ForgetsHalf),
    _store("a store drops refusals", _LosesRefusals),
    _store("a store keeps days for times", _RoundsTimes),
    _store("a store leaves refusals out of its chain", _ChainsNoRefusals),
)


# ---- bugs of scores and reports


class _ByOrder(ScoringMethod):
    """Looks at the last need only."""

    id, title, version = "bug.by-order", text("By order", "按顺序"), "1"

    def score(self, case: Case, facts: Facts, processes: Any, *, at: dt.datetime) -> Score:
        last = case.deal.needs[-1].priority if case.deal.needs else None
        reason = ScoreReason(points=Decimal(last or 0), message=text("last", "最后"))
        return Score.of([reason], low=Decimal(-99), high=Decimal(99), quality=text("-", "-"))


class _Remembers(ScoringMethod):
    """Gives another value each time it is asked."""

    id, title, version = "bug.remembers", text("Remembers", "记忆"), "1"

    def __init__(self) -> None:
        self.asked = 0

    def score(self, case: Case, facts: Facts, processes: Any, *, at: dt.datetime) -> Score:
        self.asked += 1
        reason = ScoreReason(points=Decimal(self.asked), message=text("asked", "次数"))
        return Score.of([reason], low=Decimal(0), high=Decimal(10**9), quality=text("-", "-"))


class _OnlyOpen(ReportBuilder):
    """Stumbles over deals that are lost."""

    id, title = "bug.only-open", text("Only open", "仅在途")

    def build(self, portfolio: Any) -> Report:
        ranks = {Status.OPEN: 1, Status.WON: 2, Status.ON_HOLD: 3}
        for case in portfolio.members:
            ranks[case.progress.status]
        return self.report(portfolio, tables=())


class _Plain(ReportFormat):
    """Shows titles."""

    id, title, suffix, media_type = "bug.plain", text("Plain", "纯文本"), ".txt", "text/plain"

    def render(self, report: Report, language: str) -> str:
        return report.title.pick(language)


class _English(_Plain):
    """Has nothing to say in Chinese."""

    id = "bug.english"

    def render(self, report: Report, language: str) -> str:
        return report.title.pick(language) if language == "en" else ""


class _Fine(ReportBuilder):
    """Has no bug."""

    id, title = "bug.fine", text("Fine", "正常")

    def build(self, portfolio: Any) -> Report:
        return self.report(portfolio, tables=())


def _plugin(name: str, watches: Callable[[], Invariant]) -> Bug:
    def plant() -> Planted:
        return Planted(_reference(), (watches(),))

    return Bug(name, "plugin", plant)


def _reports(builders: Iterable[ReportBuilder], formats: Iterable[ReportFormat]) -> ReportsRender:
    return ReportsRender(builders, formats)


_PLUGIN: Final = (
    _plugin("a score depends on the order of records", lambda: ScoresBehave([_ByOrder()])),
    _plugin("a score changes when it is asked again", lambda: ScoresBehave([_Remembers()])),
    _plugin("a report stumbles over lost deals", lambda: _reports([_OnlyOpen()], [_Plain()])),
    _plugin("a format has nothing to say in Chinese", lambda: _reports([_Fine()], [_English()])),
)

#: Every planted bug.
BUGS: Final = (*_PROCESS, *_ENGINE, *_STORE, *_PLUGIN)
