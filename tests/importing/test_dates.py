"""Dates: declared patterns, years of four digits, and a zone on every moment."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.importing.dates import DatePattern, Dates
from medsales_core.importing.rejects import BadCell

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
PATTERNS = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d %b %Y",
    "%B %d, %Y",
    "%F",
]


def dates(*patterns: str, zone: dt.tzinfo = dt.UTC, century: int | None = None) -> Dates:
    return Dates(tuple(DatePattern(one, century=century) for one in patterns), zone)


def code(read: Dates, cell: str) -> str:
    with pytest.raises(BadCell) as caught:
        read.moment(cell, "c")
    return caught.value.code


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(PATTERNS))
def test_what_strftime_writes_is_read_again(day: dt.date, pattern: str) -> None:
    assert dates(pattern).day(day.strftime(pattern), "c") == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_reject(cell: str) -> None:
    try:
        found = dates("%Y-%m-%d", "%d/%m/%Y %H:%M", zone=SHANGHAI).moment(cell, "c")
    except BadCell as bad:
        told = bad.code in ("bad-date", "two-digit-year")
    else:
        told = found.utcoffset() is not None
    assert told


@pytest.mark.parametrize(
    "cell", ["2022-02-30", "2022-13-01", "0022-03-04", "9999-12-31", "2022-3-4 ", "٢٠٢٢-01-01", "NaN"]
)
def test_what_is_no_day_of_the_declared_patterns_is_refused(cell: str) -> None:
    assert code(dates("%Y-%m-%d"), cell) == "bad-date"


def test_a_year_of_two_digits_needs_its_century_declared() -> None:
    assert code(dates("%d/%m/%Y"), "03/04/22") == "two-digit-year"
    assert dates("%d/%m/%Y", century=2000).day("03/04/22", "c") == dt.date(2022, 4, 3)
    assert dates("%d/%m/%y", century=1900).day("03/04/99", "c") == dt.date(1999, 4, 3)
    with pytest.raises(ValueRefused, match="two digits"):
        DatePattern("%d/%m/%y", century=None)


def test_a_date_that_two_patterns_read_differently_is_refused() -> None:
    both = dates("%d/%m/%Y", "%m/%d/%Y")
    assert code(both, "03/04/2022") == "ambiguous-date"
    assert both.day("13/04/2022", "c") == dt.date(2022, 4, 13)
    assert both.day("04/04/2022", "c") == dt.date(2022, 4, 4)


def test_a_naive_time_gets_the_declared_zone_and_another_keeps_its_moment() -> None:
    read = dates("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z", "%m/%d/%Y %I:%M %p", zone=SHANGHAI)
    assert read.moment("2022-03-04 23:30", "c").isoformat() == "2022-03-04T23:30:00+08:00"
    assert read.moment("2022-03-04T23:30:00Z", "c").isoformat() == "2022-03-05T07:30:00+08:00"
    assert read.day("2022-03-04T23:30:00-01:00", "c") == dt.date(2022, 3, 5)
    assert read.moment("03/04/2022 12:05 am", "c").hour == 0
    assert read.moment("03/04/2022 12:05 PM", "c").hour == 12


def test_a_moment_carries_an_offset_and_no_name_of_a_zone() -> None:
    assert type(dates("%Y-%m-%d", zone=SHANGHAI).moment("2022-03-04", "c").tzinfo) is dt.timezone


@pytest.mark.parametrize("pattern", ["%Y-%m", "%H:%M", "%Y-%m-%d %I:%M", "%Y-%Y-%m-%d", "%j %Y", "100%", ""])
def test_a_pattern_that_leaves_something_open_is_refused(pattern: str) -> None:
    with pytest.raises(ValueRefused):
        DatePattern(pattern, century=None)
