"""What every check must keep, as tests: subclass `CheckConformance` in the tests of a check."""

import datetime as dt
import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
import tomli_w
from hypothesis import given

from medsales_core.errors import ConfigError
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.playbook.load import core_schema
from medsales_core.ports.check import Check, Reason
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.schema import PathProblem
from medsales_core.testing.conduct import MOMENT, alone, check_card, check_spoken, untouched
from medsales_core.testing.portfolio_samples import always
from medsales_core.testing.spying import spied
from medsales_core.testing.strategies.subjects import facts_about

__all__ = ["CheckConformance"]

_SAID: Final = {"en": "In a test", "zh-Hans": "测试"}
_NO_SUCH_TYPE: Final = {"a": ["table"]}


class CheckConformance(ABC):
    """The rules of `medsales_core.ports.check.Check`, one test each.

    ::

        class TestBondPaid(CheckConformance):
            parameters = {"word": "bond"}

            def make_check(self):
                return BondPaid()

            def holding(self):
                return Facts(deal=Deal(id="D", commitments=[kept("pay the bond")]))

            def failing(self):
                return Facts(deal=Deal(id="D"))
    """

    #: The parameters to ask with.
    parameters: ClassVar[Mapping[str, Any]] = {}

    #: The moment to ask for.
    at: ClassVar[dt.datetime] = MOMENT

    #: The check says how it is satisfied.
    satisfiable: ClassVar[bool] = False

    @abstractmethod
    def make_check(self) -> Check:
        """The check under test."""

    @abstractmethod
    def holding(self) -> Facts:
        """Facts on which it holds."""

    @abstractmethod
    def failing(self) -> Facts:
        """Facts on which it does not hold, supplied all the same."""

    # ---- what it says of itself

    def test_it_says_what_it_is_in_every_language(self) -> None:
        check = self.make_check()
        check_card(check)
        assert "." in check.id, f"{check.id!r} begins with the name of its plugin and a dot"

    def test_the_paths_that_it_declares_are_there(self) -> None:
        for path in (*self.make_check().reads, *self._reads()):
            problem = core_schema().resolve(path, ())
            assert not isinstance(problem, PathProblem), f"{path!r}: {problem}"

    def test_it_takes_the_parameters_that_it_declares(self) -> None:
        check = self.make_check()
        assert set(check.parameters) == set(self.parameters), (
            "the kit asks with other parameters than declared"
        )
        for name, value in self.parameters.items():
            assert isinstance(value, check.parameters[name]), (
                f"{name} = {value!r} is no {check.parameters[name]}"
            )
        for method in (check.holds, check.reasons, check.satisfying):
            inspect.signature(method).bind(self.failing(), self.at, **self.parameters)

    def test_a_playbook_calls_it(self, tmp_path: Path) -> None:
        judge = self._playbook(tmp_path, self.parameters).plan.judgements["asked"]
        assert judge.outcome(self.holding(), self.at) is Outcome.PASS
        assert judge.outcome(self.failing(), self.at) is Outcome.FAIL

    def test_a_playbook_with_a_wrong_parameter_is_refused(self, tmp_path: Path) -> None:
        wrong = [{**self.parameters, "no_such_parameter": 1}]
        wrong += [{**self.parameters, name: _NO_SUCH_TYPE} for name in self.parameters]
        assert self._playbook(tmp_path, self.parameters).standards["asked-of"]
        for parameters in wrong:
            with pytest.raises(ConfigError):
                self._playbook(tmp_path, parameters)

    # ---- what it answers

    def test_it_holds_and_fails_where_it_should(self) -> None:
        assert self._ask(self.holding()) is True
        assert self._ask(self.failing()) is False

    def test_it_answers_yes_no_or_unknown_whatever_is_known(self) -> None:
        for facts in self._facts():
            answer = self._ask(facts)
            assert answer in (True, False, None), f"{answer!r} on {facts!r}"
            assert answer is None or isinstance(answer, bool), f"{answer!r} on {facts!r}"

    def test_it_answers_on_any_facts_that_can_be_drawn(self) -> None:
        check = self.make_check()

        @always
        @given(facts_about(self._reads(), at=self.at))
        def answers(facts: Facts) -> None:
            answer: object = check.holds(facts, self.at, **self.parameters)
            assert answer is None or isinstance(answer, bool), f"{answer!r} on {facts!r}"
            for reason in check.reasons(facts, self.at, **self.parameters):
                assert isinstance(reason, Reason), f"{reason!r} is no Reason"

        answers()

    def test_it_is_unknown_where_nothing_that_it_reads_was_supplied(self) -> None:
        if self._reads():
            assert self._ask(Facts()) is None

    def test_it_never_holds_for_what_was_not_supplied(self) -> None:
        # Where it fails on what is known, taking something away must not let the deal pass.
        for without in _with_less(self.failing()):
            assert self._ask(without) is not True, f"it holds without {_missing(self.failing(), without)}"

    def test_reasons_say_why_in_every_language(self) -> None:
        check, reads = self.make_check(), self._reads()
        for facts in self._facts():
            for reason in check.reasons(facts, self.at, **self.parameters):
                assert isinstance(reason, Reason), f"{reason!r} is no Reason"
                check_spoken([reason.message])
                assert not reason.path or _is_declared(_plain(reason.path), reads), (
                    f"a reason is about {reason.path!r}, which the check does not read"
                )

    # ---- what it goes by

    def test_it_reads_nothing_that_it_does_not_declare(self) -> None:
        check, reads = self.make_check(), self._reads()
        for facts in self._facts():
            watched, seen = spied(facts)
            check.holds(watched, self.at, **self.parameters)
            list(check.reasons(watched, self.at, **self.parameters))
            read = sorted(path for path in seen if not _is_declared(path, reads))
            assert read == [], f"it reads {', '.join(read)}, and declares {', '.join(reads) or 'nothing'}"

    def test_the_same_question_is_always_answered_the_same(self) -> None:
        check, facts = self.make_check(), list(self._facts())
        forward = [_answer(check, f, self.at, self.parameters) for f in facts]
        backward = [_answer(check, f, self.at, self.parameters) for f in reversed(facts)]
        assert forward == backward[::-1]

    def test_it_asks_no_clock_and_no_chance(self) -> None:
        for facts in self._facts():
            alone(lambda facts=facts: _answer(self.make_check(), facts, self.at, self.parameters))  # type: ignore[misc]  # bound at once

    def test_it_leaves_the_facts_as_they_were(self) -> None:
        for facts in self._facts():
            with untouched(facts, dict(self.parameters)):
                _answer(self.make_check(), facts, self.at, self.parameters)

    # ---- how it is satisfied

    def test_it_holds_on_what_it_says_satisfies_it(self) -> None:
        check = self.make_check()
        offered = check.satisfying(self.failing(), self.at, **self.parameters)
        if not self.satisfiable:
            assert offered is None, "it says how it is satisfied: set satisfiable = True"
            pytest.skip("the check does not claim to say how it is satisfied")
        assert isinstance(offered, Facts), f"{offered!r} are no facts"
        assert self._ask(offered) is True, "it does not hold on the facts that are said to satisfy it"

    def test_it_fails_on_what_it_says_violates_it(self) -> None:
        offered = self.make_check().violating(self.holding(), self.at, **self.parameters)
        if offered is None:
            pytest.skip("the check does not say how it is violated")
        assert isinstance(offered, Facts), f"{offered!r} are no facts"
        assert self._ask(offered) is False, "it does not fail on the facts that are said to violate it"

    def _reads(self) -> tuple[str, ...]:
        return self.make_check().reads_with(**self.parameters)

    def _ask(self, facts: Facts) -> bool | None:
        return self.make_check().holds(facts, self.at, **self.parameters)

    def _facts(self) -> Iterator[Facts]:
        """Facts on which it holds and fails, the same with less, and none at all."""
        for facts in (self.holding(), self.failing()):
            yield facts
            yield from _with_less(facts)
        yield Facts()

    def _playbook(self, folder: Path, parameters: Mapping[str, Any]) -> Playbook:
        check = self.make_check()
        asked = {
            "label": _SAID,
            "source": "test",
            "severity": "block",
            "require": {"check": check.id, **({"with": dict(parameters)} if parameters else {})},
        }
        path = folder / "asked.toml"
        layer = {
            "extends": "medsales:reference",
            "standard": {"asked-of": {"label": _SAID, "requirement": {"asked": asked}}},
        }
        path.write_text(tomli_w.dumps(layer), "utf-8")
        return load_playbook(path, checks=[check])


def _answer(check: Check, facts: Facts, at: dt.datetime, parameters: Mapping[str, Any]) -> tuple[object, ...]:
    return (check.holds(facts, at, **parameters), *check.reasons(facts, at, **parameters))


def _with_less(facts: Facts) -> Iterator[Facts]:
    """*facts* without one of their roots, and with one that is supplied and empty."""
    for name in sorted(facts.supplied()):
        yield facts.with_(**{name: NOT_SUPPLIED})
        if ROOTS[name].many:
            yield facts.with_(**{name: ()})


def _missing(whole: Facts, less: Facts) -> str:
    return ", ".join(sorted(name for name in vars(whole) if vars(whole)[name] != vars(less)[name]))


def _is_declared(path: str, reads: tuple[str, ...]) -> bool:
    """Whether *path* lies on the way to something declared, or within it."""
    return any(f"{path}.".startswith(f"{read}.") or f"{read}.".startswith(f"{path}.") for read in reads)


def _plain(path: str) -> str:
    """*path* without the places in lists: ``deal.quotes[0].total`` is declared as ``deal.quotes.total``."""
    return "".join(part.partition("]")[2] if place else part for place, part in enumerate(path.split("[")))
