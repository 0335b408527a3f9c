"""What a run of the fuzz kit found as JUnit XML, for build servers: a test case for all that the exit code counts."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from medsales_core.cli.fuzz_outcome import FuzzOutcome
from medsales_core.cli.kept_stories import Retold
from medsales_core.fuzzing.invariants.promises import PromiseIsKept, PromisesAreKept
from medsales_core.fuzzing.story import play
from medsales_core.fuzzing.telling import told

__all__ = ["junit"]

# Characters that no XML may hold, whatever the escape.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(outcome: FuzzOutcome, language: str) -> bytes:
    """A test case for each invariant, promise, goal and kept story; a story that cannot be played is an error."""
    cases = [
        *_invariants(outcome, language),
        *_promises(outcome, language),
        *_goals(outcome),
        *(_story(one, language) for one in outcome.again),
    ]
    counted = {what: str(sum(case.find(what) is not None for case in cases)) for what in ("failure", "error")}
    suite = ElementTree.Element(
        "testsuite",
        name=_sayable(outcome.run.model.playbook.id),
        tests=str(len(cases)),
        failures=counted["failure"],
        errors=counted["error"],
        time=f"{outcome.took:.3f}",
    )
    suite.extend(cases)
    written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written


def _invariants(outcome: FuzzOutcome, language: str) -> Iterator[ElementTree.Element]:
    for invariant in outcome.invariants:
        if not isinstance(invariant, PromisesAreKept):  # each promise has a case of its own
            case = _case("", invariant.id)
            _broke(case, outcome, invariant.id, language)
            yield case


def _promises(outcome: FuzzOutcome, language: str) -> Iterator[ElementTree.Element]:
    for promise in outcome.run.promises():
        case = _case(".promise", f"{promise.kind} {promise.id}")
        _broke(case, outcome, PromiseIsKept(promise).id, language)
        yield case


def _broke(case: ElementTree.Element, outcome: FuzzOutcome, invariant: str, language: str) -> None:
    """The story that breaks *invariant*, if one was found."""
    model = outcome.run.model
    for failure in outcome.run.failures:
        if failure.broken.invariant == invariant:
            lines = [line.pick(language) for line in told(model, play(model, failure.story).taken)]
            _went_wrong(case, "failure", failure.broken.what.pick(language), "\n".join(lines))


def _goals(outcome: FuzzOutcome) -> Iterator[ElementTree.Element]:
    coverage = outcome.run.coverage
    for goal in outcome.effort.until:
        case = _case(".goal", f"{goal.kind}-coverage={goal.ratio}")
        if goal in outcome.unmet:
            _went_wrong(case, "failure", f"{goal.kind}-coverage={coverage.ratio(goal.kind):.4f}", "")
        yield case


def _story(story: Retold, language: str) -> ElementTree.Element:
    case = _case(".story", str(story.path), story.seconds)
    if story.problem is not None:
        _went_wrong(case, "error", story.problem.message, str(story.problem))
    elif story.missed and story.model is not None:
        lines = [line.pick(language) for line in told(story.model, story.taken)]
        missed = "; ".join(what.pick(language) for what in story.missed)
        _went_wrong(case, "failure", f"{story.title}: {missed}", "\n".join(lines))
    return case


def _case(kind: str, name: str, seconds: float = 0.0) -> ElementTree.Element:
    return ElementTree.Element(
        "testcase", classname=f"medsales.fuzz{kind}", name=_sayable(name), time=f"{seconds:.3f}"
    )


def _went_wrong(case: ElementTree.Element, what: str, message: str, body: str) -> None:
    ElementTree.SubElement(case, what, message=_sayable(message)).text = _sayable(body)


def _sayable(written: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", written)
