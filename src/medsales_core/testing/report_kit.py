"""What every report builder must keep, as tests: subclass `ReportConformance` in the tests of a builder."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

import attrs
from hypothesis import given

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.engine.waiver import Waiver
from medsales_core.ports.portfolio import Portfolio
from medsales_core.ports.report import Report, ReportBuilder, waiver_note
from medsales_core.testing.awkward import HOSTILE
from medsales_core.testing.conduct import alone, check_card, check_spoken, untouched
from medsales_core.testing.portfolio_samples import always, drawn_portfolios, portfolio_sample
from medsales_core.text import LANGUAGES, LangText

__all__ = ["ReportConformance"]


class ReportConformance(ABC):
    """The rules of `medsales_core.ports.report.ReportBuilder`, one test each.

    ::

        class TestOwners(ReportConformance):
            def make_builder(self):
                return Owners()

    The builder is held to made-up portfolios: a worked one, an empty one, each of its deals alone, and hostile names.
    """

    @abstractmethod
    def make_builder(self) -> ReportBuilder:
        """The builder under test."""

    def portfolio(self) -> Portfolio:
        """The portfolio that it is held to; override it to add the deals that matter to the report."""
        return portfolio_sample().portfolio

    # ---- what it builds

    def test_it_says_what_it_is_in_every_language(self) -> None:
        check_card(self.make_builder())

    def test_the_report_says_whose_and_of_when_it_is(self) -> None:
        builder = self.make_builder()
        for portfolio in self._portfolios():
            report = builder.build(portfolio)
            assert isinstance(report, Report), f"{report!r} is no Report"
            said = (report.id, report.at, report.subject, report.synthetic, report.source)
            wanted = (builder.id, portfolio.at, portfolio.title, portfolio.synthetic, portfolio.source)
            assert said == wanted, "make it with self.report(portfolio, ...)"

    def test_waivers_in_force_are_told(self) -> None:
        whole = self.portfolio()
        case = whole.members[0]
        name = next(name for name, known in whole.requirements.items() if known.waivable_by)
        waiver = Waiver(
            requirement=name, by="u-1", reason="tender", given_at=None, expires_on=whole.at.date()
        )
        waived = attrs.evolve(case, progress=case.progress._replace(waivers=(waiver,)))
        report = self.make_builder().build(attrs.evolve(whole, cases=(waived,)))
        for note in waiver_note(attrs.evolve(whole, cases=(waived,))):
            assert note in report.notes, "make it with self.report(portfolio, ...)"

    def test_an_empty_portfolio_has_a_report(self) -> None:
        report = self.make_builder().build(attrs.evolve(self.portfolio(), cases=()))
        assert report.tables, "a reader is shown that there is nothing, by the headings of an empty table"

    def test_every_deal_alone_has_a_report(self) -> None:
        builder, whole = self.make_builder(), self.portfolio()
        known = {table.id for table in builder.build(whole).tables}
        for case in whole.cases:
            alone_in_it = builder.build(attrs.evolve(whole, cases=(case,)))
            strange = {table.id for table in alone_in_it.tables} - known
            assert not strange, (
                f"{case.name!r} alone has tables that all deals together do not have: {strange}"
            )

    def test_every_label_speaks_every_language(self) -> None:
        for portfolio in self._portfolios():
            check_spoken(_labels(self.make_builder().build(portfolio)))

    def test_tables_and_columns_have_ids_of_their_own(self) -> None:
        report = self.make_builder().build(self.portfolio())
        tables = [table.id for table in report.tables]
        for ids in (tables, *([column.id for column in table.columns] for table in report.tables)):
            assert all(name and name.isascii() for name in ids), ids
            assert len(set(ids)) == len(ids), f"an id is used twice: {ids}"

    def test_every_format_renders_it_in_every_language(self) -> None:
        for portfolio in self._portfolios():
            report = self.make_builder().build(portfolio)
            for form in (TextFormat(), MarkdownFormat(), CsvFormat()):
                for language in LANGUAGES:
                    form.render(report, language).encode(form.encoding)

    def test_any_portfolio_that_can_be_drawn_has_a_report(self) -> None:
        @always
        @given(drawn_portfolios())
        def holds(portfolio: Portfolio) -> None:
            report = self.make_builder().build(portfolio)
            check_spoken(_labels(report))
            for language in LANGUAGES:
                TextFormat().render(report, language).encode(TextFormat().encoding)

        holds()

    def test_names_are_left_to_the_format_to_escape(self) -> None:
        whole = self.portfolio()
        hostile = [case for case in whole.cases if case.deal.name in HOSTILE]
        report = self.make_builder().build(attrs.evolve(whole, cases=tuple(hostile)))
        written = [cell for table in report.tables for row in table.all_rows for cell in row]
        for cell in written:
            said = cell.pick("en") if isinstance(cell, LangText) else cell
            escaped = isinstance(said, str) and (
                "&lt;script" in said or "\\u003c" in said or said.startswith("'=")
            )
            assert not escaped, f"{cell!r} was escaped for one format, and stands so in all others"

    # ---- what it goes by

    def test_the_same_portfolio_always_has_the_same_report(self) -> None:
        whole = self.portfolio()
        one = self.make_builder()
        assert one.build(whole) == one.build(whole) == self.make_builder().build(whole)

    def test_the_order_of_the_deals_does_not_matter(self) -> None:
        whole = self.portfolio()
        for cases in (whole.cases[::-1], (*whole.cases[1::2], *whole.cases[::2])):
            other = attrs.evolve(whole, cases=cases)
            assert self.make_builder().build(other) == self.make_builder().build(whole)

    def test_deals_of_another_process_are_left_out(self) -> None:
        whole = self.portfolio()
        strangers = [case for case in whole.cases if case.progress.process != whole.process]
        assert strangers, "the portfolio of the kit holds none"
        report = self.make_builder().build(whole)
        without = self.make_builder().build(attrs.evolve(whole, cases=whole.members))
        assert (report.tables, report.figures) == (without.tables, without.figures)

    def test_it_asks_no_clock_and_no_chance(self) -> None:
        for portfolio in self._portfolios():
            alone(lambda portfolio=portfolio: self.make_builder().build(portfolio))  # type: ignore[misc]  # bound at once

    def test_it_leaves_the_portfolio_as_it_was(self) -> None:
        whole = self.portfolio()
        with untouched(whole.cases, whole.processes, whole.requirements):
            self.make_builder().build(whole)

    def _portfolios(self) -> Iterator[Portfolio]:
        whole = self.portfolio()
        yield whole
        yield attrs.evolve(whole, cases=())
        yield attrs.evolve(whole, cases=whole.members[:1], synthetic=False, source="")


def _labels(report: Report) -> Iterator[LangText]:
    """Everything that a reader needs to know what a figure is."""
    yield report.title
    yield from report.notes
    for table in report.tables:
        yield table.title
        yield from (column.label for column in table.columns)
    for figure in report.figures:
        yield figure.title
        yield from (bar.label for bar in figure.bars)
