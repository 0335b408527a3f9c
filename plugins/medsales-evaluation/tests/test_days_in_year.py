"""Days on loan are counted over all loans of a year, each day once, and a unit that is out counts until today."""

import datetime as dt
from typing import Any, ClassVar

from hypothesis import given
from hypothesis import strategies as st

from medsales_core.model import Deal, Demo, Facts
from medsales_core.ports.check import Check
from medsales_core.testing.check_kit import CheckConformance
from medsales_evaluation.days_in_year import DaysInYear, days_lent

TODAY = dt.date(2026, 6, 30)
DAYS = st.dates(dt.date(2025, 6, 1), TODAY)


def loan(number: int, begun: dt.date, returned: dt.date | None = None, **said: Any) -> Demo:
    return Demo(
        id=f"L-{number}",
        kind=said.pop("kind", "loan"),
        product_id="P-1",
        held_on=begun,
        returned_on=returned,
        **said,
    )


def test_two_loans_of_one_product_are_added_up() -> None:
    loans = [
        loan(1, dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        loan(2, dt.date(2026, 3, 1), dt.date(2026, 3, 10)),
    ]
    assert days_lent(loans, TODAY) == {"P-1": 41}


def test_what_lay_in_the_year_before_does_not_count() -> None:
    assert days_lent([loan(1, dt.date(2025, 12, 1), dt.date(2026, 1, 5))], TODAY) == {"P-1": 5}
    assert days_lent([loan(1, dt.date(2025, 1, 1), dt.date(2025, 12, 31))], TODAY) == {}


def test_a_unit_that_was_bought_is_no_longer_lent() -> None:
    assert days_lent([loan(1, dt.date(2026, 1, 1), bought_on=dt.date(2026, 1, 2))], TODAY) == {"P-1": 2}


def test_a_demonstration_is_no_loan() -> None:
    assert days_lent([loan(1, dt.date(2026, 1, 1), kind="demo")], TODAY) == {}


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=6))
def test_never_more_days_than_the_year_has_and_never_more_than_the_loans_lasted(
    spans: list[list[dt.date]],
) -> None:
    found = days_lent((loan(n, *span) for n, span in enumerate(spans)), TODAY).get("P-1", 0)
    assert found <= (TODAY - dt.date(2025, 12, 31)).days
    assert found <= sum((last - first).days + 1 for first, last in spans)


class TestDaysInYear(CheckConformance):
    parameters: ClassVar[dict[str, Any]] = {"most": 90}
    at = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
    satisfiable = True

    def make_check(self) -> Check:
        return DaysInYear()

    def holding(self) -> Facts:
        return Facts(deal=Deal(id="D-1", demos=[loan(1, dt.date(2026, 6, 1))]))

    def failing(self) -> Facts:
        return Facts(deal=Deal(id="D-1", demos=[loan(1, dt.date(2026, 1, 1))]))


def test_the_reason_names_the_product_its_days_and_the_limit() -> None:
    (reason,) = DaysInYear().reasons(
        Facts(deal=Deal(id="D-1", demos=[loan(1, dt.date(2026, 1, 1))])),
        dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC),
        most=90,
    )
    assert str(reason.message) == "product P-1 was lent for 181 days of 2026, more than 90"
