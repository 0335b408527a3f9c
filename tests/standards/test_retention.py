"""Retention: never shorter than the law says, never shorter for what happened later."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.errors import UnknownName
from medsales_core.playbook import Playbook
from medsales_core.rules.threshold import Threshold
from medsales_core.standards.retention import DeviceDates, Retention, equipment_file, sales_record

D = dt.date
DATES = st.dates(D(2000, 1, 1), D(2060, 12, 31))


@pytest.fixture(scope="session")
def numbers(every_standard: Playbook) -> Mapping[str, Threshold]:
    return every_standard.thresholds


@pytest.mark.parametrize(
    ("place", "dates", "kept"),
    [
        ("CN", DeviceDates(sold_on=D(2026, 3, 1), expires_on=D(2027, 5, 31)), Retention(D(2029, 5, 31))),
        ("CN", DeviceDates(sold_on=D(2026, 3, 1), expires_on=D(2028, 2, 29)), Retention(D(2030, 2, 28))),
        ("CN", DeviceDates(sold_on=D(2026, 3, 1)), Retention(D(2031, 3, 1))),
        ("CN", DeviceDates(sold_on=D(2026, 3, 1), is_implant=True), Retention(None, permanent=True)),
        (
            "EU",
            DeviceDates(sold_on=D(2026, 3, 1), last_supplied_on=D(2030, 6, 30)),
            Retention(D(2040, 6, 30)),
        ),
        (
            "EU",
            DeviceDates(sold_on=D(2026, 3, 1), is_implant=True, last_supplied_on=D(2030, 6, 30)),
            Retention(D(2045, 6, 30)),
        ),
        ("EU", DeviceDates(sold_on=D(2026, 3, 1)), Retention(None)),
    ],
    ids=["expiry", "leap day", "no expiry", "implant", "EU", "EU implant", "still supplied"],
)
def test_a_sales_record_is_kept_as_its_place_says(
    numbers: Mapping[str, Threshold], place: str, dates: DeviceDates, kept: Retention
) -> None:
    assert sales_record(dates, place, numbers) == kept


def test_the_file_of_large_equipment_outlives_it_by_five_years(numbers: Mapping[str, Threshold]) -> None:
    assert equipment_file(D(2026, 6, 30), numbers) == Retention(D(2031, 6, 30))
    assert equipment_file(None, numbers).must_keep(D(2999, 1, 1))


def test_a_place_without_a_rule_is_told(numbers: Mapping[str, Threshold]) -> None:
    with pytest.raises(UnknownName, match="BR"):
        sales_record(DeviceDates(sold_on=D(2026, 1, 1)), "BR", numbers)


@settings(deadline=None)
@given(sold=DATES, expires=DATES, last=DATES, day=DATES, implant=st.booleans())
def test_no_record_may_go_before_its_least_time_is_over(
    numbers: Mapping[str, Threshold],
    sold: dt.date,
    expires: dt.date,
    last: dt.date,
    day: dt.date,
    implant: bool,
) -> None:
    china = sales_record(DeviceDates(sold_on=sold, is_implant=implant, expires_on=expires), "CN", numbers)
    ageless = sales_record(DeviceDates(sold_on=sold, is_implant=implant), "CN", numbers)
    europe = sales_record(DeviceDates(sold_on=sold, is_implant=implant, last_supplied_on=last), "EU", numbers)
    assert china.must_keep(day) or (not implant and (day - expires).days >= 2 * 365)
    assert ageless.must_keep(day) or (not implant and (day - sold).days >= 5 * 365)
    assert europe.must_keep(day) or (day - last).days >= (15 if implant else 10) * 365


@settings(deadline=None)
@given(one=DATES, other=DATES, day=DATES, later=DATES)
def test_what_is_sold_expires_or_is_supplied_later_is_kept_as_long_or_longer(
    numbers: Mapping[str, Threshold], one: dt.date, other: dt.date, day: dt.date, later: dt.date
) -> None:
    first, last = sorted((one, other))
    day, later = sorted((day, later))
    for name, place in (("sold_on", "CN"), ("expires_on", "CN"), ("last_supplied_on", "EU")):
        early, late = (
            sales_record(DeviceDates(**{"sold_on": D(2026, 1, 1), name: when}), place, numbers)
            for when in (first, last)
        )
        assert early.until is not None
        assert late.until is not None
        assert early.until <= late.until
        assert early.must_keep(day) or not early.must_keep(later), "what may go may go for good"
