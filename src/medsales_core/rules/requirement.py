"""One checkable sentence about one kind of subject, and how it is judged."""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import attrs

import medsales_core.rules.judging_lists  # noqa: F401 - registers the list conditions with the compiler
from medsales_core.identity import content_hash
from medsales_core.rules.condition import Condition, When
from medsales_core.rules.judging import Context, Holds, Judge, compile_condition
from medsales_core.rules.reason import Reason
from medsales_core.text import LangText, text

__all__ = ["Judgement", "Outcome", "Requirement", "Severity", "compile_requirement"]


class Outcome(StrEnum):
    """The result of one requirement on one subject; only the last three let a move pass."""

    FAIL = "fail"
    ERROR = "error"
    UNKNOWN = "unknown"
    PASS = "pass"  # noqa: S105 - no password
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"

    @property
    def lets_pass(self) -> bool:
        return self in _LETS_PASS


_VERSION: Final = 12
_LETS_PASS = frozenset({Outcome.PASS, Outcome.WAIVED, Outcome.NOT_APPLICABLE})


class Severity(StrEnum):
    """What a requirement that does not hold does to a move."""

    BLOCK = "block"
    JUSTIFY = "justify"
    WARN = "warn"
    INFO = "info"


@attrs.frozen(kw_only=True)
class Requirement:
    """A stage criterion or a clause of a standard.

    Args:
        id: Stable ASCII id.

        label: The requirement in a sentence, in every language of the playbook.

        source: The clause it comes from: ``S3-3`` for the source document, ``P12`` public, ``I`` inferred.

        applies_to: The kind of subject it is about, in the words of the field.

        kind: Aim, conduct, deliverable, gate ...

        strength: ``must``, ``advised`` ... for duties; ``prohibited``, ``avoid`` ... for risks.

        severity: ``block`` stops a move, ``justify`` asks for a reason, ``warn`` and ``info`` are told.

        condition: What is tested.

        evidence: What shows that it holds.

        remedy: What to do where it does not.

        waivable_by: The roles that may waive it; none if empty.

        waivable_days: The longest that it may be waived at a time, in days; None where there is no limit.

        written: What it tests, as the playbook writes it, with what it names; what `version` is made of.
    """

    id: str
    label: LangText
    source: str
    applies_to: str
    kind: str
    strength: str
    severity: Severity
    condition: Condition
    evidence: LangText
    remedy: LangText
    waivable_by: tuple[str, ...] = ()
    waivable_days: int | None = None
    written: Mapping[str, Any] = attrs.field(factory=dict, eq=False, repr=False)

    @cached_property
    def version(self) -> str:
        """A fingerprint of what it tests: another condition, scope or first day is another version, another word is not."""
        return content_hash(dict(self.written))[:_VERSION]


@attrs.frozen(eq=False)
class Judgement:
    """A requirement compiled: asks first whether it applies, then whether it holds."""

    requirement: Requirement
    guard: Judge | None
    judge: Judge
    holds: Holds
    context: Context

    def outcome(self, facts: Any, at: dt.datetime) -> Outcome:
        """Pass, fail, unknown, not applicable; error where the test itself failed, whatever it raised."""
        try:
            if self.guard is not None:
                asked = self.guard.holds(facts, facts, at, None)
                if asked is not True:
                    return Outcome.NOT_APPLICABLE if asked is False else Outcome.UNKNOWN
            held = self.holds(facts, facts, at, None)
        except (Exception, SystemExit, GeneratorExit):  # noqa: BLE001 - a test that fails must block, and leave the other reasons standing
            return Outcome.ERROR
        return Outcome.PASS if held else Outcome.FAIL if held is False else Outcome.UNKNOWN

    def reasons(self, facts: Any, at: dt.datetime) -> tuple[Reason, ...]:
        """Why it does not hold; the error itself where the test failed."""
        try:
            return tuple(self._reasons(facts, at))
        except (Exception, SystemExit, GeneratorExit) as problem:  # noqa: BLE001 - as above: told as the reason, never lost
            return (_failed_test(problem),)

    def _reasons(self, facts: Any, at: dt.datetime) -> Iterator[Reason]:
        if self.guard is not None and self.guard.holds(facts, facts, at, None) is not True:
            yield from self.guard.why(facts, facts, at, None, "")
        elif self.judge.holds(facts, facts, at, None) is not True:
            yield from self.judge.why(facts, facts, at, None, "")


def _failed_test(problem: BaseException) -> Reason:
    # A check of a plugin is named, and by its id the plugin.
    told = ": ".join([*getattr(problem, "__notes__", ()), type(problem).__name__, str(problem)])
    return Reason(
        path="",
        operator="error",
        expected=None,
        actual=told,
        message=text("the test itself failed: {told}", "检查本身出错：{told}").format(told=told),
    )


def compile_requirement(requirement: Requirement, context: Context) -> Judgement:
    """Compile the condition of *requirement*; an outermost ``when`` decides whether it applies at all."""
    condition, guard = requirement.condition, None
    if isinstance(condition, When):
        guard, condition = compile_condition(condition.guard, context), condition.part
    judge = compile_condition(condition, context)
    return Judgement(requirement, guard, judge, judge.holds, context)
