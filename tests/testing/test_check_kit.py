"""Every rule of the kit catches a check that breaks it, and lets a sound one pass."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import pytest

from medsales_core.model import Account, Commitment, Deal, Facts
from medsales_core.ports.check import Check, Reason
from medsales_core.testing.check_kit import CheckConformance
from medsales_core.text import LangText, text

RULES = sorted(name for name in dir(CheckConformance) if name.startswith("test_"))
KEPT = Commitment(id="C", promise="pay the bond", kept_on=dt.date(2026, 5, 1))
WHY = text("no bond was paid", "未缴保证金")


class Sound(Check):
    """A promise that names the word is kept; broken checks change one thing of it."""

    id = "t.bond-paid"
    title = text("The bond is paid", "保证金已缴")
    reads = ("deal.commitments",)
    parameters: ClassVar[Mapping[str, type]] = {"word": str}

    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        if not facts.deal:
            return None
        return any(word in (made.promise or "") and self.is_kept(made, at) for made in facts.deal.commitments)

    def is_kept(self, made: Commitment, at: dt.datetime) -> bool:
        return made.kept_on is not None and made.kept_on <= at.date()

    def reasons(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Iterable[Reason]:
        if self.holds(facts, at, word=word) is False:
            yield Reason(
                path="deal.commitments[0]", operator="check", expected=word, actual=None, message=WHY
            )

    def satisfying(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Facts | None:
        paid = Commitment(id="paid", promise=word, kept_on=at.date())
        return facts.with_(deal=Deal(id="D", commitments=(paid,)))

    def violating(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Facts | None:
        return facts.with_(deal=Deal(id="D"))


class Kit(CheckConformance):
    parameters: ClassVar[Mapping[str, Any]] = {"word": "bond"}
    satisfiable = True

    def __init__(self, made: type[Check]) -> None:
        self.made = made

    def make_check(self) -> Check:
        return self.made()

    def holding(self) -> Facts:
        return Facts(
            deal=Deal(id="D", name="CT", commitments=(KEPT,)), account=Account(id="A", name="Hospital")
        )

    def failing(self) -> Facts:
        return Facts(deal=Deal(id="D", name="CT"), account=Account(id="A", name="Hospital"))


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(check: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(check)))
        return check

    return add


# ---- what it says of itself


@breaks("it_says_what_it_is_in_every_language")
class HasNoPlugin(Sound):
    id = "bond-paid"


@breaks("it_says_what_it_is_in_every_language")
class SpeaksEnglishAlone(Sound):
    title = LangText({"en": "The bond is paid"})


@breaks("the_paths_that_it_declares_are_there")
class DeclaresNoField(Sound):
    reads = ("deal.commitments", "deal.bond")


@breaks("it_takes_the_parameters_that_it_declares")
class TakesLessThanItDeclares(Sound):
    parameters: ClassVar[Mapping[str, type]] = {"word": str, "days": int}


@breaks("it_takes_the_parameters_that_it_declares")
class TakesAnotherType(Sound):
    parameters: ClassVar[Mapping[str, type]] = {"word": int}


@breaks("a_playbook_calls_it")
class TakesATypeThatNoPlaybookHas(Sound):
    parameters: ClassVar[Mapping[str, type]] = {"word": bytes}


@breaks("a_playbook_with_a_wrong_parameter_is_refused")
class TakesAnything(Sound):
    parameters: ClassVar[Mapping[str, type]] = {"word": object}


# ---- what it answers


@breaks("it_holds_and_fails_where_it_should")
class IsTurnedRound(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        found = super().holds(facts, at, word=word)
        return None if found is None else not found


@breaks("it_answers_yes_no_or_unknown_whatever_is_known")
class AnswersWithAList(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Any:
        return facts.deal and [made for made in facts.deal.commitments if word in (made.promise or "")]


@breaks("it_answers_yes_no_or_unknown_whatever_is_known")
class TakesEverythingForSupplied(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        return bool(facts.deal.commitments)  # type: ignore[union-attr]


@breaks("it_answers_on_any_facts_that_can_be_drawn")
class TakesEveryPromiseForWritten(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        if not facts.deal:
            return None
        return any(word in made.promise and self.is_kept(made, at) for made in facts.deal.commitments)  # type: ignore[operator]


@breaks("it_answers_on_any_facts_that_can_be_drawn")
class StumblesInItsReasons(Sound):
    def reasons(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Iterable[Reason]:
        if facts.deal and len(facts.deal.commitments) > 1:
            raise LookupError("one at a time")
        return super().reasons(facts, at, word=word)


@breaks("it_is_unknown_where_nothing_that_it_reads_was_supplied")
class FailsWhereNothingIsKnown(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        return bool(super().holds(facts, at, word=word))


@breaks("it_never_holds_for_what_was_not_supplied")
class LetsTheUnknownPass(Sound):
    reads = ("deal.commitments", "account.name")

    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        return True if facts.deal and not facts.account else super().holds(facts, at, word=word)


@breaks("reasons_say_why_in_every_language")
class ReasonsInEnglish(Sound):
    def reasons(self, *args: Any, **how: Any) -> Iterable[Reason]:
        yield Reason(path="", operator="check", expected="", actual="", message=LangText({"en": "No bond"}))


@breaks("reasons_say_why_in_every_language")
class BlamesAnotherField(Sound):
    def reasons(self, *args: Any, **how: Any) -> Iterable[Reason]:
        yield Reason(path="deal.name", operator="check", expected="", actual="", message=WHY)


# ---- what it goes by


@breaks("it_reads_nothing_that_it_does_not_declare")
class ReadsTheName(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        return super().holds(facts, at, word=word) if not facts.deal or facts.deal.name else False


@breaks("it_reads_nothing_that_it_does_not_declare")
class ReadsTheAccount(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        return super().holds(facts.with_(account=facts.account), at, word=word)


@breaks("it_reads_nothing_that_it_does_not_declare")
class DeclaresOneFieldOfTheRecord(Sound):
    reads = ("deal.commitments.promise",)


@breaks("it_reads_nothing_that_it_does_not_declare")
class DeclaresNothingForTheWord(Sound):
    def reads_with(self, /, **parameters: Any) -> tuple[str, ...]:
        return ()


@breaks("the_same_question_is_always_answered_the_same")
class Counts(Sound):
    asked = itertools.count()

    def reasons(self, *args: Any, **how: Any) -> Iterable[Reason]:
        told = text(f"question {next(self.asked)}", "问题")
        yield Reason(path="", operator="check", expected="", actual="", message=told)


@breaks("it_asks_no_clock_and_no_chance")
class AsksTheClock(Sound):
    def is_kept(self, made: Commitment, at: dt.datetime) -> bool:
        return made.kept_on is not None and made.kept_on <= dt.datetime.now(tz=dt.UTC).date()


@breaks("it_leaves_the_facts_as_they_were")
class MarksTheDeal(Sound):
    def holds(self, facts: Facts, at: dt.datetime, /, *, word: str) -> bool | None:
        if facts.deal:
            object.__setattr__(facts.deal, "name", f"{facts.deal.name} (checked)")
        return super().holds(facts, at, word=word)


# ---- how it is satisfied


@breaks("it_holds_on_what_it_says_satisfies_it")
class SatisfiesWithAPromiseAlone(Sound):
    def satisfying(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Facts | None:
        return facts.with_(deal=Deal(id="D", commitments=(Commitment(id="C", promise=word),)))


@breaks("it_holds_on_what_it_says_satisfies_it")
class ClaimsAndDoesNotSay(Sound):
    def satisfying(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Facts | None:
        return None


@breaks("it_fails_on_what_it_says_violates_it")
class ViolatesWithFactsOnWhichItHolds(Sound):
    def violating(self, facts: Facts, at: dt.datetime, /, *, word: str) -> Facts | None:
        return facts


def test_a_sound_check_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_check_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_check() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_a_check_that_does_not_say_how_it_is_satisfied_is_skipped_by_name() -> None:
    class Modest(Kit):
        satisfiable = False

    with pytest.raises(pytest.skip.Exception, match="does not claim"):
        Modest(ClaimsAndDoesNotSay).test_it_holds_on_what_it_says_satisfies_it()
    with pytest.raises(AssertionError, match="satisfiable = True"):
        Modest(Sound).test_it_holds_on_what_it_says_satisfies_it()
