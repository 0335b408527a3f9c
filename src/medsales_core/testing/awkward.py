"""Values that are right and that careless code falls over: what the strategies mix in among plain ones."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from medsales_core.money import Money

__all__ = ["AMOUNTS", "DAYS", "HOSTILE", "INSTANTS", "NUMBERS", "TEXTS"]

#: Names that act, where a careless plugin lets them.
HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></svg><b>&lt;i&gt;",
    "=cmd|' /C calc'!A0",
    "+1-1",
    "@SUM(A1)",
    "\uff1d1+1",
    "a|b `c` *d* [e](javascript:f)",
    "first line\r\nsecond line\ttab",
    "\x1b[31mred\x07",
    "\u202eright to left",
    "{0} {name} %s %(x)s",
    "江城市第一人民医院",
)

#: Texts that are cut, folded, trimmed, reversed or misread where nobody thought of them.
TEXTS: Final = (
    "协和医院",
    "𠮷野家医疗器械",
    "مستشفى 12",
    "\u202eright to left",
    "😀\u200d\U0010ffff",
    "e\u0301 is not \u00e9",
    "İstanbul",
    " kept  spaces ",
    "first line\r\nsecond line\ttab",
    "<b>&amp;</b>",
    "=1+1",
    "NULL",
    "0123",
    "x" * 300,
)

#: Numbers as large, as small and as finely written as a field takes.
NUMBERS: Final = (
    Decimal("9" * 28),
    Decimal("1E+30"),
    Decimal("0.0000000000001"),
    Decimal("1E-30"),
    Decimal("1.10"),
    Decimal("-0.01"),
)

#: Amounts of which a float loses something, or a column the end; some currencies have no cents, some have mills.
AMOUNTS: Final = (
    Money("9" * 27 + ".99", "CNY"),
    Money("7450000.10", "CNY"),
    Money("0.005", "CNY"),
    Money("0.00000000000001", "EUR"),
    Money("-0.01", "USD"),
    Money("1E+30", "JPY"),
    Money("1.234", "KWD"),
)

#: Leap days, the days beside one that is none, the turn of a year, and the ends of the calendar.
DAYS: Final = (
    dt.date(2024, 2, 29),
    dt.date(2028, 2, 29),
    dt.date(2000, 2, 29),
    dt.date(2026, 2, 28),
    dt.date(2026, 3, 1),
    dt.date(2025, 12, 31),
    dt.date(2026, 1, 1),
    dt.date(1901, 1, 1),
    dt.date(9999, 12, 31),
)


def _hours(hours: int, minutes: int = 0) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=hours, minutes=minutes))


def _around_summer_time() -> Iterator[dt.datetime]:
    """Just before and after the clocks change, on a clock that changes itself; none where no zones are known."""
    try:
        berlin = ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return
    # Not the hour itself: it is said twice, and two times of two zones are never equal in it.
    for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25)):
        for time in (dt.time(1, 59, 59), dt.time(3)):
            yield dt.datetime.combine(day, time, berlin)


#: Times in zones far apart, to the microsecond, in the hour that a clock shows twice, and around it.
INSTANTS: Final = (
    dt.datetime(2026, 3, 31, 23, 59, 59, 999_999, tzinfo=_hours(8)),
    dt.datetime(2024, 2, 29, 12, tzinfo=_hours(14)),
    dt.datetime(2026, 1, 1, tzinfo=_hours(-9, -30)),
    dt.datetime(2026, 11, 1, 1, 30, tzinfo=_hours(-4)),
    dt.datetime(2026, 11, 1, 1, 30, tzinfo=_hours(-5)),
    dt.datetime(1901, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8, minutes=5, seconds=43))),
    dt.datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=dt.UTC),
    *_around_summer_time(),
)
