"""Every rule of the kit catches a scoring method that breaks it, and lets a sound one pass."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from medsales_core.engine.process import Process
from medsales_core.model.facts import Facts
from medsales_core.ports.portfolio import Case
from medsales_core.ports.score import Grade, Score, ScoreReason, ScoringMethod
from medsales_core.testing.score_kit import ScoreConformance
from medsales_core.text import LangText, text

RULES = sorted(name for name in dir(ScoreConformance) if name.startswith("test_"))
LOW, HIGH = Decimal(0), Decimal(10)
ENGLISH = LangText({"en": "English"})
QUALITY = text("A count.", "计数。")


class Sound(ScoringMethod):
    """One point for each need and each recent event; broken methods change one thing of it."""

    id = "t.sound"
    title = text("Sound", "正常")
    version = "1"

    def score(self, case: Case, facts: Facts, processes: Mapping[str, Process], *, at: dt.datetime) -> Score:
        if not facts.deal:
            return Score.lacking(text("No deal.", "无商机。"), low=LOW, high=HIGH)
        return self.of(case, [*self.needs(facts), *self.recent(case, at)][:10])

    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return Score.of(reasons, low=LOW, high=HIGH, quality=QUALITY)

    def needs(self, facts: Facts) -> list[ScoreReason]:
        assert facts.deal
        return [
            ScoreReason(points=Decimal(1), message=text("a need", "需求"), evidence=f"deal.needs[{place}]")
            for place, _ in enumerate(facts.deal.needs)
        ]

    def recent(self, case: Case, at: dt.datetime) -> list[ScoreReason]:
        counted = [event for event in case.history if event.at and event.at <= at]
        return [ScoreReason(points=Decimal(1), message=text("an event", "事件")) for _ in counted]


class Kit(ScoreConformance):
    def __init__(self, made: type[Sound]) -> None:
        self.made = made

    def make_method(self) -> ScoringMethod:
        return self.made()


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(method: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(method)))
        return method

    return add


def forged(score: Score, **fields: Any) -> Score:
    """*score* with fields that it refuses: as a method makes it that goes round the constructor."""
    twin = object.__new__(Score)
    for field in attrs.fields(Score):
        object.__setattr__(twin, field.name, fields.get(field.name, getattr(score, field.name)))
    return twin


# ---- what it answers


@breaks("it_says_what_it_is_in_every_language")
class HasNoVersion(Sound):
    version = ""


@breaks("every_deal_is_answered_on_one_scale")
class ScalesByTheDeal(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return Score.of(reasons, low=LOW, high=Decimal(10 + len(reasons)), quality=QUALITY)


@breaks("every_deal_is_answered_on_one_scale")
class LeavesItsScale(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return forged(super().of(case, reasons), value=Decimal(11))


@breaks("any_deal_that_can_be_drawn_is_answered")
class CountsInCents(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        amount = case.deal.amount.amount if case.deal.amount else Decimal(0)
        assert amount == round(amount, 2)
        return super().of(case, reasons)


@breaks("reasons_add_up_to_the_value")
class AddsAPointUnsaid(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return forged(super().of(case, reasons), value=Decimal(len(reasons)) + Decimal("0.5"))


@breaks("every_reason_speaks_every_language")
class ReasonsInEnglish(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return super().of(case, [attrs.evolve(reason, message=ENGLISH) for reason in reasons])


@breaks("every_reason_speaks_every_language")
class GradesInEnglish(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return attrs.evolve(super().of(case, reasons), grade=Grade(id="a", label=ENGLISH))


@breaks("every_reason_names_its_record_by_a_path")
class NamesNoPath(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return super().of(case, [attrs.evolve(reason, evidence="the CRM") for reason in reasons])


@breaks("a_score_with_too_little_to_go_on_has_neither_value_nor_grade")
class GradesNothing(Sound):
    def score(self, case: Case, facts: Facts, *more: Any, **how: Any) -> Score:
        score = super().score(case, facts, *more, **how)
        grade = Grade(id="f", label=text("bad", "差"))
        return attrs.evolve(score, grade=grade) if score.insufficient else score


@breaks("a_deal_of_which_nothing_is_known_is_answered")
class NeedsTheDeal(Sound):
    def score(self, case: Case, facts: Facts, *more: Any, **how: Any) -> Score:
        return self.of(case, self.needs(facts)[:10])


@breaks("every_score_can_be_written_as_json")
class CountsInDecimals(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return attrs.evolve(super().of(case, reasons), sample_size=Decimal(3))


# ---- what it goes by


@breaks("the_same_deal_is_always_scored_the_same")
class Throws(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return super().of(case, [reason for reason in reasons if random.random() < 0.5])


@breaks("no_score_depends_on_the_deals_before_it")
class RemembersTheLast(Sound):
    last = 0

    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        kept, self.last = reasons[: self.last], len(reasons)
        return super().of(case, kept)


@breaks("it_asks_no_clock_and_no_chance")
class AsksTheClock(Sound):
    def recent(self, case: Case, at: dt.datetime) -> list[ScoreReason]:
        return super().recent(case, min(at, dt.datetime.now(tz=dt.UTC)))


@breaks("it_leaves_the_deal_as_it_was")
class NotesItsScore(Sound):
    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        for event in case.history:
            if type(event.data) is dict:
                event.data["scored"] = event.data.get("scored", 0) + 1
        return super().of(case, reasons)


@breaks("what_happened_after_the_moment_does_not_count")
class CountsTomorrow(Sound):
    def recent(self, case: Case, at: dt.datetime) -> list[ScoreReason]:
        return super().recent(case, at + dt.timedelta(days=2))


@breaks("it_scores_the_same_in_another_process")
class HoldsAFunction(Sound):
    def __init__(self) -> None:
        self.weigh = lambda reasons: reasons


@breaks("it_scores_the_same_in_another_process")
class ForgetsWhatItLearned(Sound):
    learned = 0

    def __init__(self) -> None:
        self.learned = 3

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def of(self, case: Case, reasons: list[ScoreReason]) -> Score:
        return super().of(case, reasons[: self.learned])


def test_a_sound_method_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_method_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_method() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
