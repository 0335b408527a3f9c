"""How a sales person works a deal: writes down, asks, is refused, mends or gives up."""

import datetime as dt
from collections.abc import Generator
from random import Random
from typing import Any, Final

import attrs

from medsales_core.demo.book import STAGES
from medsales_core.demo.diary import Act, Keep, Script
from medsales_core.demo.dossier import File, needs_file
from medsales_core.demo.offer import acceptance_file
from medsales_core.demo.office import ACCOUNT_LEVEL, Office
from medsales_core.demo.scene import Scene
from medsales_core.demo.stages import FILES
from medsales_core.engine.command import (
    Actor,
    Advance,
    Command,
    Describe,
    Hold,
    Lose,
    RecordEvidence,
    Resume,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.decision import Decision
from medsales_core.model.enums import LossReason

__all__ = ["Worker"]

_SOLUTION: Final = "solution-value"
_DEMO: Final = "demo-technical-support"
_LAST: Final = STAGES[-1]
_WAYS: Final = ("mend", "waive", "leave", "lose")
_WEIGHTS: Final = (58, 18, 15, 9)
#: What a team never does is rather set aside than made good.
_HABITUAL: Final = (10, 60, 25, 5)
#: The chance in each stage that the customer decides against us.
_BEATEN: Final = (0.03, 0.04, 0.05, 0.06, 0.06, 0.25)
_TRAINING: Final = ("need-rep-medical-knowledge", "need-rep-product-knowledge")
_FRIDAY: Final = 4
_Doing = Generator[Act | Keep, Decision | None, Any]


@attrs.define(kw_only=True, eq=False)
class Worker:
    """One person on one deal, from a day on.

    Args:
        scene: The deal.

        stage: Where it stands.

        today: The day on which the work begins.

        office: What is shared.

        rng: What is drawn from.

        recorded: What was written down so far.
    """

    scene: Scene
    stage: str
    today: dt.date
    office: Office
    rng: Random
    recorded: File = attrs.field(factory=dict)
    _minutes: int = attrs.field(default=0, init=False)

    def script(self) -> Script:
        """The work, stage by stage, until the deal is closed or left alone."""
        while True:
            lacks = self.office.forgotten(self.scene, self.stage)
            yield from self.write(lacks)
            self.rest(2, 6)
            yield from self._digress()
            if (yield from self._beaten()):
                return
            if not (yield from self._leave_stage(lacks)):
                return
            self.rest(2, 8)
            if (yield from self._turn_back()):
                return

    # ---- time and asking

    def rest(self, least: int, most: int) -> None:
        """Let some days go by; nobody works at the weekend."""
        self.today += dt.timedelta(days=self.rng.randint(least, most))
        while self.today.weekday() > _FRIDAY:
            self.today += dt.timedelta(days=1)
        self._minutes = 0

    def now(self) -> dt.datetime:
        """The next free moment of the day."""
        self._minutes += self.rng.randint(3, 25)
        return self.scene.at(self.today, 8) + dt.timedelta(minutes=self._minutes)

    def ask(
        self, command: Command, actor: Actor | None = None
    ) -> Generator[Act | Keep, Decision | None, Decision]:
        """Ask for *command*, as the owner unless somebody else is named."""
        act = Act(at=self.now(), subject=self.scene.deal, command=command, actor=actor or self.scene.owner)
        answer = yield act
        assert answer is not None
        return answer

    # ---- evidence

    def write(self, lacks: frozenset[str]) -> _Doing:
        """Write down what the stage asks for, but for *lacks*; what is on record already is not written again."""
        file = FILES[self.stage](self.scene, self.today, lacks)
        if self.stage == _SOLUTION and "needs" not in self.recorded:
            file |= {"needs": needs_file(self.scene, self.today, frozenset())["needs"]}
        if self.stage == _DEMO or (self.stage == _SOLUTION and self.scene.team.skips_demo):
            file |= acceptance_file(self.scene, self.today, lacks)
        fresh = {
            name: value for name, value in file.items() if name != "activities" and name not in self.recorded
        }
        if fresh:
            yield from self.ask(Describe(fresh))
        yield from self._update({name: value for name, value in file.items() if name not in fresh})
        self.recorded = self.recorded | file

    def _update(self, file: File) -> _Doing:
        for name, value in file.items():
            before = self.recorded.get(name, ())
            records = value if isinstance(value, tuple) else (value,)
            for record in records:
                if record != before and (not isinstance(before, tuple) or record not in before):
                    yield from self.ask(RecordEvidence(name, record))

    # ---- moving

    def _leave_stage(self, lacks: frozenset[str]) -> Generator[Act | Keep, Decision | None, bool]:
        """Ask to move on, and deal with refusals; whether the deal is now in another stage."""
        for _ in range(3):
            command, actor = self._wish()
            decision = yield from self.ask(command, actor)
            if decision.accepted:
                return self._arrived(command)
            missing = frozenset(finding.requirement for finding in decision.failures if finding.blocks)
            if not missing - {""}:
                continue
            if not (yield from self._settle(missing, lacks)):
                return False
            lacks -= missing
        return False

    def _wish(self) -> tuple[Command, Actor | None]:
        if self.stage == _LAST:
            return Win(), None
        if self.stage == _SOLUTION and self.scene.team.skips_demo:
            if self.rng.random() < 0.3:  # noqa: PLR2004
                return Advance(_LAST, self.scene.say("no time for a demo", "没有时间演示")), None
            reason = self.scene.say("reference site visited instead", "以参观样板医院代替演示")
            return Advance(_LAST, reason), self.scene.team.boss
        return Advance(STAGES[STAGES.index(self.stage) + 1]), None

    def _arrived(self, command: Command) -> bool:
        if not isinstance(command, Advance):
            return False
        self.stage = command.to
        return True

    def _settle(
        self, missing: frozenset[str], lacks: frozenset[str]
    ) -> Generator[Act | Keep, Decision | None, bool]:
        """What is done about a refusal; whether it makes sense to ask again."""
        habitual = bool(missing & self.scene.team.habits & ACCOUNT_LEVEL)
        way = self.rng.choices(_WAYS, _HABITUAL if habitual else _WEIGHTS)[0]
        self.rest(1, 4)
        if way == "lose":
            reason = self.rng.choice((LossReason.PRICE, LossReason.TIMING, LossReason.COMPETITOR_RELATION))
            yield from self.ask(Lose(reason, self.scene.say("went to a rival", "转向竞品")))
            return False
        if way == "leave":
            self.rest(5, 10)
            yield from self.ask(self._wish()[0])
            return False
        waived = yield from self._waive(missing) if way == "waive" else _nothing()
        yield from self._mend(missing - waived, lacks)
        self.rest(2, 7)
        return True

    def _waive(self, missing: frozenset[str]) -> Generator[Act | Keep, Decision | None, frozenset[str]]:
        """The manager sets aside what a manager may; what was set aside."""
        known = self.office.playbook.requirements
        reason = self.scene.say("the customer's board meets this week", "客户本周上会，限期补齐")
        granted = set()
        for name in sorted(missing & set(known)):
            if "sales-manager" in known[name].waivable_by:
                until = self.today + dt.timedelta(days=30)
                if (yield from self.ask(Waive(name, reason, until), self.scene.team.boss)).accepted:
                    granted.add(name)
        return frozenset(granted)

    def _mend(self, missing: frozenset[str], lacks: frozenset[str]) -> _Doing:
        """Write down what was forgotten, in whichever file it belongs."""
        at_customer = missing & ACCOUNT_LEVEL
        if at_customer:
            yield self.office.mend_customer(self.scene.customer, at_customer, self.now(), self.scene.owner)
        if missing & set(_TRAINING):
            heir = self.office.colleague(self.scene)
            yield from self.ask(Describe({"owner_id": heir.id}), self.scene.team.boss)
            self.scene = attrs.evolve(self.scene, owner=heir.actor)
        if missing & lacks:
            yield from self.write(lacks - missing)

    # ---- what else happens to deals

    def _digress(self) -> _Doing:
        """Now and then a deal waits for the customer, or its owner asks for too much."""
        chance = self.rng.random()
        if chance < 0.10:  # noqa: PLR2004
            reason = self.scene.say("budget meeting postponed", "客户预算会议延期")
            yield from self.ask(Hold(reason))
            self.rest(4, 12)
            if chance < 0.04:  # noqa: PLR2004
                yield from self.ask(self._wish()[0])
                self.rest(1, 3)
            yield from self.ask(Resume())
        elif chance < 0.14 and self.stage in STAGES[:3]:  # noqa: PLR2004
            yield from self.ask(Advance(_LAST))

    def _beaten(self) -> Generator[Act | Keep, Decision | None, bool]:
        """Whether the customer decides for somebody else, whatever we have written down."""
        if self.rng.random() > _BEATEN[STAGES.index(self.stage)]:
            return False
        reason = self.rng.choice((LossReason.NO_BUDGET, LossReason.TENDER_LOST, LossReason.PRODUCT_FIT))
        yield from self.ask(Lose(reason, self.scene.say("lost the vote of the committee", "评审未通过")))
        return True

    def _turn_back(self) -> Generator[Act | Keep, Decision | None, bool]:
        """Now and then a deal falls back a stage; whether that was the end of the work on it."""
        if self.rng.random() > 0.08:  # noqa: PLR2004
            return False
        back = STAGES[STAGES.index(self.stage) - 1]
        if self.rng.random() < 0.3:  # noqa: PLR2004
            yield from self.ask(Return(back))
        reason = self.scene.say("new head of department, new needs", "科室换主任，需求有变")
        yield from self.ask(Return(back, reason))
        return True


def _nothing() -> Generator[Act | Keep, Decision | None, frozenset[str]]:
    """Nothing is set aside."""
    yield from ()
    return frozenset()
