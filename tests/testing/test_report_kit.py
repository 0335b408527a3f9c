"""Every rule of the kit catches a report builder that breaks it, and lets a sound one pass."""

import datetime as dt
import html
import itertools
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs

from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.report import Bar, Column, Figure, Report, ReportBuilder, ReportTable
from medsales_core.testing.report_kit import ReportConformance
from medsales_core.text import LangText, text

RULES = sorted(name for name in dir(ReportConformance) if name.startswith("test_"))
ENGLISH = LangText({"en": "English"})


class Sound(ReportBuilder):
    """How many deals each person has; broken builders change one thing of it."""

    id = "t.sound"
    title = text("Sound", "正常")
    columns = (
        Column(id="owner", label=text("Owner", "负责人")),
        Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
    )

    def build(self, portfolio: Portfolio) -> Report:
        held = Counter(map(self.owner, self.cases(portfolio)))
        rows = tuple(sorted(held.items()))
        table = ReportTable(id="owners", title=text("Owners", "负责人"), columns=self.columns, rows=rows)
        bars = tuple(
            Bar(label=text(who, who), value=Decimal(count), note=text("", "")) for who, count in rows
        )
        figure = Figure(kind="bars", title=text("Owners", "负责人"), bars=bars)
        return self.report(portfolio, tables=(table,), figures=(figure,))

    def owner(self, case: Case) -> str:
        return case.deal.owner_id or "-"

    def cases(self, portfolio: Portfolio) -> tuple[Case, ...]:
        return portfolio.members


class Kit(ReportConformance):
    def __init__(self, made: type[Sound]) -> None:
        self.made = made

    def make_builder(self) -> ReportBuilder:
        return self.made()


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(builder: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(builder)))
        return builder

    return add


# ---- what it builds


@breaks("it_says_what_it_is_in_every_language")
class HasAnIdOfWords(Sound):
    id = "My report"


@breaks("the_report_says_whose_and_of_when_it_is")
class ForgetsTheSource(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        return attrs.evolve(super().build(portfolio), source="")


@breaks("the_report_says_whose_and_of_when_it_is")
class HidesThatItIsMadeUp(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        return attrs.evolve(super().build(portfolio), synthetic=False)


@breaks("an_empty_portfolio_has_a_report")
class DividesByTheDeals(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        assert 1 / len(portfolio.members) or portfolio.strangers
        return super().build(portfolio)


@breaks("any_portfolio_that_can_be_drawn_has_a_report")
class HasAColumnOfCents(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        amounts = [case.deal.amount.amount for case in portfolio.members if case.deal.amount]
        assert all(amount == round(amount, 2) for amount in amounts)
        return super().build(portfolio)


@breaks("every_deal_alone_has_a_report")
class ComparesTheFirstTwo(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        if portfolio.members:
            assert portfolio.members[0] != portfolio.members[1]
        return super().build(portfolio)


@breaks("every_deal_alone_has_a_report")
class NamesATableByTheDeals(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        report = super().build(portfolio)
        (table,) = report.tables
        return attrs.evolve(report, tables=(attrs.evolve(table, id=f"of-{len(portfolio.members)}"),))


@breaks("every_label_speaks_every_language")
class HeadsInEnglish(Sound):
    columns = (attrs.evolve(Sound.columns[0], label=ENGLISH), Sound.columns[1])


@breaks("every_label_speaks_every_language")
class DrawsBarsWithoutALabel(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        report = super().build(portfolio)
        (figure,) = report.figures
        bars = tuple(attrs.evolve(bar, label=text("", "")) for bar in figure.bars)
        return attrs.evolve(report, figures=(attrs.evolve(figure, bars=bars),))


@breaks("tables_and_columns_have_ids_of_their_own")
class NamesTwoColumnsAlike(Sound):
    columns = (Sound.columns[0], attrs.evolve(Sound.columns[1], id="owner"))


@breaks("every_format_renders_it_in_every_language")
class CutsAnEmojiInHalf(Sound):
    def owner(self, case: Case) -> str:
        return super().owner(case) + "\ud83d"


@breaks("names_are_left_to_the_format_to_escape")
class EscapesForHtml(Sound):
    def owner(self, case: Case) -> str:
        return html.escape(super().owner(case))


@breaks("names_are_left_to_the_format_to_escape")
class EscapesForSpreadsheets(Sound):
    def owner(self, case: Case) -> str:
        owner = super().owner(case)
        return f"'{owner}" if owner.startswith("=") else owner


# ---- what it goes by


@breaks("the_same_portfolio_always_has_the_same_report")
class CountsItsReports(Sound):
    built = itertools.count()

    def build(self, portfolio: Portfolio) -> Report:
        told = text(f"Report {next(self.built)}", "报告")
        return attrs.evolve(super().build(portfolio), notes=(told,))


@breaks("the_order_of_the_deals_does_not_matter")
class NamesTheFirst(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        told = tuple(text(case.progress.subject, "商机") for case in portfolio.cases[:1])
        return attrs.evolve(super().build(portfolio), notes=told)


@breaks("waivers_in_force_are_told")
class KeepsWaiversToItself(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        return attrs.evolve(super().build(portfolio), notes=())


@breaks("deals_of_another_process_are_left_out")
class CountsOrdersToo(Sound):
    def cases(self, portfolio: Portfolio) -> tuple[Case, ...]:
        return portfolio.cases


@breaks("it_asks_no_clock_and_no_chance")
class SaysWhenItWasMade(Sound):
    def build(self, portfolio: Portfolio) -> Report:
        return attrs.evolve(super().build(portfolio), at=dt.datetime.now(tz=dt.UTC))


@breaks("it_leaves_the_portfolio_as_it_was")
class SortsTheHistories(Sound):
    def cases(self, portfolio: Portfolio) -> tuple[Case, ...]:
        for case in portfolio.members:
            for event in case.history:
                if type(event.data) is dict:
                    event.data["counted"] = event.data.get("counted", 0) + 1
        return portfolio.members


def test_a_sound_builder_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_builder_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_builder() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
