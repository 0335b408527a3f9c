"""What must hold of scores and reports, whoever wrote them: on the scale, always the same, shown in every language."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import attrs

from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken
from medsales_core.model.facts import NOT_SUPPLIED, Facts, NotSupplied
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import Score, ScoringMethod
from medsales_core.text import LangText, text

__all__ = ["ReportsRender", "ScoresBehave"]


def _case(model: Model, story: Sequence[Taken]) -> Case | None:
    """The deal of a story with its past, None where there is none."""
    state = story[-1].after
    process = model.playbook.processes.get(state.progress.process)
    deal = state.facts.deal
    if process is None or process.moves != "deal" or isinstance(deal, NotSupplied):
        return None
    history = tuple(event for taken in story for one in taken.decisions for event in one.events)
    audit = model.playbook.audit(history, state.facts, at=state.now)
    return Case(progress=state.progress, deal=deal, history=history, audit=audit)


class ScoresBehave(Invariant):
    """A score lies on its scale, is the same a second time, and does not depend on the order of records.

    Args:
        methods: The scoring methods.
    """

    id = "scores-behave"
    title = text(
        "Scores are on their scale, and depend on nothing but the facts", "评分在量程内，且仅取决于资料"
    )
    share = 5

    def __init__(self, methods: Iterable[ScoringMethod]) -> None:
        self.methods = tuple(getattr(method, "unguarded", method) for method in methods)

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        case = _case(model, story) if story else None
        if case is None:
            return None
        state, processes = story[-1].after, model.playbook.processes
        for method in self.methods:
            try:
                scores = [method.score(*turned, processes, at=state.now) for turned in _turned(case, state)]
            except Exception as problem:  # noqa: BLE001 - a plugin may raise anything
                return text(f"{method.id}: {problem!r}", f"{method.id}：{problem!r}")
            if len({_value(score) for score in scores}) > 1 or _off_scale(scores[0]):
                found = ", ".join(str(score.value) for score in scores)
                return text(f"{method.id} gave {found}", f"{method.id}得分为{found}")
        return None


def _value(score: Score) -> Any:
    return score.value, score.grade and score.grade.id


def _off_scale(score: Score) -> bool:
    return score.value is not None and not score.low <= score.value <= score.high


def _turned(case: Case, state: State) -> Iterable[tuple[Case, Facts]]:
    """The case twice as it is, and once with every list of records the other way round."""
    yield case, state.facts
    yield case, state.facts
    roots = {name: _reversed(value) for name, value in vars(state.facts).items()}
    yield attrs.evolve(case, deal=roots["deal"]), state.facts.with_(**roots)


def _reversed(value: Any) -> Any:
    if isinstance(value, tuple):
        return value[::-1]
    if value is NOT_SUPPLIED or not attrs.has(type(value)):
        return value
    lists = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
    return attrs.evolve(
        value, **{name: item[::-1] for name, item in lists.items() if isinstance(item, tuple)}
    )


class ReportsRender(Invariant):
    """Every report is built, and every format shows it in every language, wherever a deal stands.

    Args:
        builders: The reports.

        formats: The formats.

        languages: The languages.
    """

    id = "reports-render"
    title = text("Every report renders in every format and language", "每种报表均可用各格式与语言呈现")
    share = 25

    def __init__(
        self,
        builders: Iterable[ReportBuilder],
        formats: Iterable[ReportFormat],
        languages: Sequence[str] = ("en", "zh-Hans"),
    ) -> None:
        self.builders, self.formats, self.languages = tuple(builders), tuple(formats), tuple(languages)

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        case = _case(model, story) if story else None
        if case is None:
            return None
        portfolio = self._portfolio(model, case, story[-1].after)
        for builder in self.builders:
            try:
                report = builder.build(portfolio)
                shown = [
                    one.render(report, language) for one, language in product(self.formats, self.languages)
                ]
            except Exception as problem:  # noqa: BLE001 - a plugin may raise anything
                return text(f"{builder.id}: {problem!r}", f"{builder.id}：{problem!r}")
            if not all(map(str.strip, shown)):
                return text(f"{builder.id} shows nothing", f"{builder.id}没有内容")
        return None

    def _portfolio(self, model: Model, case: Case, state: State) -> Portfolio:
        book: Mapping[str, Any] = {
            "processes": model.playbook.processes,
            "requirements": model.playbook.requirements,
            "title": model.playbook.title,
        }
        return Portfolio(**book, cases=(case,), at=state.now, process=state.progress.process)
