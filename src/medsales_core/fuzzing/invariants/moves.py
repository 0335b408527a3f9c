"""What must hold of moves and refusals, judged without the guards that made them."""

import datetime as dt
from typing import Final

from medsales_core.engine.command import Advance, Complete, Lose, Reopen, Retire, Return, Waive, Win
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.process import Transition
from medsales_core.engine.progress import Progress
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken
from medsales_core.fuzzing.step import Ask, Meet, Race
from medsales_core.model import Deal
from medsales_core.rules.requirement import Requirement, Severity
from medsales_core.text import LangText, text

__all__ = [
    "MendingHelps",
    "NoMovePastAFailure",
    "RefusalsLeaveNoTrace",
    "RefusalsNameReasons",
    "RefusalsTellTheirReasons",
    "StaleIsRefused",
    "WaiversAreRightlyGiven",
]

_MOVES: Final = (Advance, Return, Win, Lose, Complete, Retire, Reopen)
_ASKED_FOR: Final = frozenset({"reason-required", "role-not-allowed"})


class NoMovePastAFailure(Invariant):
    """Each requirement that binds a granted move is judged by itself; the definitions say which these are."""

    id = "no-move-past-a-failure"
    title = text("No move passes a requirement that stops it", "任何流转都不得越过未满足的要求")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        decision = taken.decision
        if decision is None or not decision.accepted:
            return None
        event = decision.events[0]
        if event.kind is EventKind.MIGRATED:
            return text("it was migrated, and the playbook is the same", "手册未变，却被迁移")
        if type(taken.step) is Ask and "transition" not in event.data:
            return None if not isinstance(taken.step.command, _MOVES) else _undeclared(event)
        if "transition" not in event.data:
            return None
        way = model.transitions.get((event.data["transition"], taken.before.progress.stage))
        if way is None:
            return _undeclared(event)
        asked = taken.step if isinstance(taken.step, Ask) else taken.step.first  # type: ignore[union-attr]
        return _unasked(way, asked) or _failing(model, way, taken.before, reason=_reason(asked))


def _undeclared(event: Event) -> LangText:
    return text(
        f"granted a move that is not declared: {dict(event.data)}", f"放行了未定义的流转：{dict(event.data)}"
    )


def _reason(asked: Ask) -> str:
    return str(getattr(asked.command, "reason", "") or "").strip()


def _unasked(way: Transition, asked: Ask) -> LangText | None:
    if way.needs_reason and not _reason(asked):
        return text(f"{way.id!r} passed without a reason", f"“{way.id}”未说明理由即被放行")
    if way.who and not asked.actor.roles & set(way.who):
        return text(f"{way.id!r} passed for {asked.actor.id!r}", f"“{way.id}”被无权的{asked.actor.id}放行")
    return None


def _failing(model: Model, way: Transition, before: State, *, reason: str) -> LangText | None:
    """The first requirement that should have stopped *way*."""
    for requirement, outcome in model.failing(way.id, before.progress.stage, before.facts, before.now):
        justified = requirement.severity is Severity.JUSTIFY and reason
        if not justified and not _waived(requirement, before.progress, before.now, way):
            name = requirement.id
            return text(
                f"{way.id!r} passed while {name!r} was: {outcome}",
                f"“{way.id}”在“{name}”为“{outcome}”时被放行",
            )
    return None


def _waived(requirement: Requirement, progress: Progress, now: dt.datetime, way: Transition) -> bool:
    """Whether a waiver for this way sets the requirement aside on that day, the day of the place where it was given."""
    if not requirement.waivable_by:
        return False
    return any(
        waiver.requirement == requirement.id
        and waiver.scope in ("", way.id)
        and waiver.version == requirement.version
        and waiver.given_at is not None
        and waiver.given_at <= now
        and now.astimezone(waiver.given_at.tzinfo).date() <= waiver.expires_on
        for waiver in progress.waivers
    )


class RefusalsNameReasons(Invariant):
    """A refusal is an event of its kind that names what stood against it."""

    id = "refusals-name-reasons"
    title = text("Every refusal names its reasons", "每次拒绝都说明原因")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        for decision in taken.decisions:
            event = decision.events[0]
            if decision.accepted:
                continue
            if event.kind is not EventKind.REFUSED:
                return text(f"refused, and kept {event.kind}", f"已拒绝，却保存了{event.kind}")
            if not event.data["objections"] and not event.data["requirements"]:
                return text("refused without a reason", "拒绝而无原因")
        return None


class RefusalsTellTheirReasons(Invariant):
    """What a decision tells as standing in the way is what its event keeps."""

    id = "refusals-tell-their-reasons"
    title = text("What is told of a refusal is what is kept of it", "告知的拒绝原因与保存的一致")
    share = 10

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        return next((found for one in taken.decisions if (found := _differing(one)) is not None), None)


def _differing(decision: Decision) -> LangText | None:
    if decision.accepted:
        return None
    data = decision.events[0].data
    named = {*data["objections"], *data["requirements"]}
    blocking = decision.blocking
    told = {finding.requirement or finding.code for finding in blocking}
    if told != named:
        return text(f"kept {sorted(named)}, told {sorted(told)}", f"保存{sorted(named)}，告知{sorted(told)}")
    outcomes = {finding.requirement: finding.outcome for finding in blocking if finding.requirement}
    if outcomes == data["requirements"]:
        return None
    kept = dict(data["requirements"])
    return text(f"kept {kept}, told {outcomes}", f"保存{kept}，告知{outcomes}")


class RefusalsLeaveNoTrace(Invariant):
    """After a refusal everything is as before, but for the version."""

    id = "refusals-leave-no-trace"
    title = text("A refusal changes nothing but the version", "拒绝除版本外不改变任何内容")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        refused = [decision for decision in taken.decisions if not decision.accepted]
        if not refused or len(refused) != len(taken.decisions):
            return None
        version = taken.before.progress.version + len(refused)
        if taken.after.progress == taken.before.progress._replace(version=version):
            return None
        return text(f"refused, yet {taken.after.progress}", f"已拒绝，却变为{taken.after.progress}")


class StaleIsRefused(Invariant):
    """Who asks on an old version is refused for that, and for that alone."""

    id = "stale-is-refused"
    title = text("What was decided on an old version is refused", "依据旧版本的请求一律拒绝")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        if type(taken.step) is not Race:
            return None
        decided = [one for one in taken.decisions if one.events[0].kind is not EventKind.DESCRIBED]
        if len(decided) < 2:  # noqa: PLR2004  on a store nothing races before it is opened
            return None
        late = decided[1]
        if not late.accepted and tuple(late.events[0].data["objections"]) == ("stale-version",):
            return None
        return text("two were decided on one version", "同一版本上作出了两次决定")


class MendingHelps(Invariant):
    """What a refusal names is mended, and nothing else: then the same wish is granted."""

    id = "mending-helps"
    title = text("Mending what a refusal names makes the move pass", "补齐拒绝所列事项后即可流转")
    share = 12

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        step, decision = taken.step, taken.decision
        if type(step) is not Ask or decision is None or decision.accepted:
            return None
        data = decision.events[0].data
        if data["objections"]:
            return self._asked_for(model, taken, step, set(data["objections"]))
        return self._mended(model, taken.after, step, tuple(data["requirements"]))

    def _asked_for(self, model: Model, taken: Taken, step: Ask, codes: set[str]) -> LangText | None:
        progress = taken.after.progress
        full = model.menu(progress.process, progress).full.get(step)
        if full is None or full == step or not codes <= _ASKED_FOR:
            return None
        again = model.take(taken.after, full).decisions[0].events[0].data
        left = codes.intersection(again.get("objections", ()))
        return text(f"asked for {left} again", f"再次要求{left}") if left else None

    def _mended(self, model: Model, state: State, step: Ask, named: tuple[str, ...]) -> LangText | None:
        mended = state
        for name in named:
            mended = model.take(mended, Meet(name)).after
        decision = model.take(mended, step).decisions[0]
        if decision.accepted or decision.move is None:
            return None
        way = decision.move.transition
        before, after = _stopping(model, way, state), _stopping(model, way, mended)
        # What cannot be mended, and what one remedy spoils for another, is no fault of the refusal.
        if after & set(named) or after - before:
            return None
        return text(f"{', '.join(named)} mended, and still refused", f"已补齐{'、'.join(named)}，仍被拒绝")


def _stopping(model: Model, way: Transition, state: State) -> set[str]:
    """The requirements that stand in the way, judged one by one."""
    found = model.failing(way.id, state.progress.stage, state.facts, state.now)
    return {requirement.id for requirement, _ in found}


class WaiversAreRightlyGiven(Invariant):
    """A waiver is given by somebody who may, on a deal that is not their own, for a reason, until a day to come."""

    id = "waivers-are-rightly-given"
    title = text(
        "Waivers are given by those who may, and not on their own deals",
        "豁免须由有权人员给予，且不得用于本人商机",
    )

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        step, decision = taken.step, taken.decision
        if (
            type(step) is not Ask
            or not isinstance(step.command, Waive)
            or not (decision and decision.accepted)
        ):
            return None
        wish, deal = step.command, taken.before.facts.deal
        requirement = model.inverted.judgement(wish.requirement).requirement
        allowed, days = requirement.waivable_by, requirement.waivable_days
        owned = model.playbook.processes[taken.before.progress.process].moves == "deal"
        if not step.actor.roles.intersection(allowed):
            return text(
                f"{wish.requirement!r} was waived by {step.actor}", f"“{wish.requirement}”被无权者豁免"
            )
        if owned and isinstance(deal, Deal) and deal.owner_id == step.actor.id:
            return text("an owner waived on a deal of their own", "负责人豁免了本人的商机")
        if not wish.reason.strip() or wish.expires_on < taken.before.now.date():
            return text(f"waived without a reason or too late: {wish}", f"豁免无理由或已过期：{wish}")
        if days is not None and (wish.expires_on - taken.before.now.date()).days > days:
            return text(f"waived for more than {days} days: {wish}", f"豁免超过{days}天：{wish}")
        return None
