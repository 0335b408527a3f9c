"""What every scoring method must keep, as tests: subclass `ScoreConformance` in the tests of a method."""

import datetime as dt
import json
import pickle
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import attrs
from hypothesis import given

from medsales_core.engine.event import Event, EventKind
from medsales_core.model.facts import ROOTS, Facts
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.score import Score, ScoringMethod
from medsales_core.testing.conduct import alone, check_card, check_spoken, untouched
from medsales_core.testing.portfolio_samples import (
    PortfolioSample,
    always,
    drawn_portfolios,
    portfolio_sample,
)

__all__ = ["ScoreConformance"]

_PLACES: Final = frozenset({*ROOTS, "progress", "history", "audit"})
_PLACE: Final = re.compile(r"([a-z_]+)((\.[a-z_]+|\[\d+\])*)")


class ScoreConformance(ABC):
    """The rules of `medsales_core.ports.score.ScoringMethod`, one test each.

    ::

        class TestMomentum(ScoreConformance):
            def make_method(self):
                return Momentum()

    The method is held to made-up deals: worked ones, bare ones, and some that are meant to trip it.
    """

    @abstractmethod
    def make_method(self) -> ScoringMethod:
        """The method under test, with whatever it has learned."""

    def sample(self) -> PortfolioSample:
        """The deals that it is held to; override it to add those that matter to the method."""
        return portfolio_sample()

    # ---- what it answers

    def test_it_says_what_it_is_in_every_language(self) -> None:
        method = self.make_method()
        check_card(method)
        assert isinstance(method.version, str), "a version is text"
        assert method.version, "a score is kept with the version of its method"

    def test_every_deal_is_answered_on_one_scale(self) -> None:
        scales = {(score.low, score.high) for _, score in self._scored()}
        assert len(scales) == 1, f"the scale is not the same for every deal: {sorted(scales)}"
        ((low, high),) = scales
        assert low < high
        outside = [(case.name, score.value) for case, score in self._scored() if not _is_within(score)]
        assert outside == [], f"off the scale {low}..{high}"

    def test_reasons_add_up_to_the_value(self) -> None:
        for case, score in self._scored():
            total = sum((reason.points for reason in score.reasons), Decimal(0))
            assert score.insufficient or total == score.value, f"{case.name!r}: {total}, not {score.value}"

    def test_every_reason_speaks_every_language(self) -> None:
        for _, score in self._scored():
            check_spoken(reason.message for reason in score.reasons)
            check_spoken([score.quality, *([score.grade.label] if score.grade else [])])

    def test_every_reason_names_its_record_by_a_path(self) -> None:
        for _, score in self._scored():
            for reason in score.reasons:
                found = _PLACE.fullmatch(reason.evidence)
                assert not reason.evidence or (found and found[1] in _PLACES), (
                    f"{reason.evidence!r} is no path such as deal.needs[0]"
                )

    def test_a_score_with_too_little_to_go_on_has_neither_value_nor_grade(self) -> None:
        lacking = [score for _, score in self._scored() if score.insufficient]
        lacking.append(self._score(_bare(), Facts()))
        for score in lacking:
            assert not score.insufficient or (score.value, score.grade) == (None, None)
            check_spoken([score.quality])

    def test_a_deal_of_which_nothing_is_known_is_answered(self) -> None:
        for case in self.sample().portfolio.cases:
            assert isinstance(self._score(case, Facts()), Score)

    def test_any_deal_that_can_be_drawn_is_answered(self) -> None:
        method = self.make_method()

        @always
        @given(drawn_portfolios())
        def holds(portfolio: Portfolio) -> None:
            for case in portfolio.cases:
                score = method.score(case, Facts(deal=case.deal), portfolio.processes, at=portfolio.at)
                assert _is_within(score), f"{score.value} is off the scale {score.low}..{score.high}"
                total = sum((reason.points for reason in score.reasons), Decimal(0))
                assert score.insufficient or total == score.value, f"the reasons add up to {total}"

        holds()

    def test_every_score_can_be_written_as_json(self) -> None:
        for _, score in self._scored():
            json.dumps(score.as_dict(), allow_nan=False)

    # ---- what it goes by

    def test_the_same_deal_is_always_scored_the_same(self) -> None:
        first, again = self._scored(), self._scored()
        assert [score for _, score in first] == [score for _, score in again]

    def test_no_score_depends_on_the_deals_before_it(self) -> None:
        method, sample = self.make_method(), self.sample()
        cases = sample.portfolio.cases
        forward = [_ask(method, case, sample.of(case), sample) for case in cases]
        backward = [_ask(method, case, sample.of(case), sample) for case in reversed(cases)]
        assert forward == backward[::-1]

    def test_it_asks_no_clock_and_no_chance(self) -> None:
        method, sample = self.make_method(), self.sample()
        for case in sample.portfolio.cases:
            alone(lambda case=case: _ask(method, case, sample.of(case), sample))  # type: ignore[misc]  # bound at once

    def test_it_leaves_the_deal_as_it_was(self) -> None:
        method, sample = self.make_method(), self.sample()
        for case in sample.portfolio.cases:
            facts = sample.of(case)
            with untouched(case, facts):
                _ask(method, case, facts, sample)

    def test_what_happened_after_the_moment_does_not_count(self) -> None:
        sample = self.sample()
        for case in sample.portfolio.cases:
            later = attrs.evolve(case, history=(*case.history, *_later(case, sample.portfolio.at)))
            score, again = self._score(case, sample.of(case)), self._score(later, sample.of(case))
            assert again == score, f"{case.name!r}: an event of tomorrow changes the score of today"

    def test_it_scores_the_same_in_another_process(self) -> None:
        method, sample = self.make_method(), self.sample()
        twin = pickle.loads(pickle.dumps(method))  # noqa: S301  what was written the line before
        for case in sample.portfolio.cases:
            facts = sample.of(case)
            assert _ask(twin, case, facts, sample) == _ask(method, case, facts, sample)

    def _scored(self) -> Sequence[tuple[Case, Score]]:
        sample = self.sample()
        return [(case, self._score(case, sample.of(case))) for case in sample.portfolio.cases]

    def _score(self, case: Case, facts: Facts) -> Score:
        return _ask(self.make_method(), case, facts, self.sample())


def _ask(method: ScoringMethod, case: Case, facts: Facts, sample: PortfolioSample) -> Score:
    portfolio = sample.portfolio
    score = method.score(case, facts, portfolio.processes, at=portfolio.at)
    assert isinstance(score, Score), f"{case.name!r} is answered with {score!r}"
    return score


def _is_within(score: Score) -> bool:
    return score.value is None or (score.value.is_finite() and score.low <= score.value <= score.high)


def _bare() -> Case:
    return next(case for case in portfolio_sample().portfolio.cases if case.progress.subject == "X-bare")


def _later(case: Case, at: dt.datetime) -> Iterator[Event]:
    """Things that are dated after *at* and leave the deal in its stage."""
    subject, stage = case.progress.subject, case.progress.stage
    version = max((event.version for event in case.history), default=0)
    for number, kind in enumerate((EventKind.RETURNED, EventKind.MOVED), start=1):
        data = {"from": stage, "to": stage, "transition": ""}
        yield Event(kind, subject, version + number, at + dt.timedelta(days=number), "import", "", data)
