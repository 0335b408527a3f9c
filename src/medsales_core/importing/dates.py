"""Dates and times as files write them: declared patterns only, years of four digits, a zone on every time."""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from medsales_core.errors import ValueRefused
from medsales_core.importing.rejects import BadCell

__all__ = ["DatePattern", "Dates"]

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_FULL_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
_NUMBERS: Final = {
    "m": "1[0-2]|0?[1-9]",
    "d": "3[01]|[12][0-9]|0?[1-9]",
    "H": "2[0-3]|[01]?[0-9]",
    "I": "1[0-2]|0?[1-9]",
    "M": "[0-5]?[0-9]",
    "S": "[0-5]?[0-9]",
}
_OTHERS: Final = {
    "Y": "[0-9]{4}",
    "y": "[0-9]{2}",
    "f": "[0-9]{1,6}",
    "b": "|".join(_MONTHS),
    "B": "|".join(_FULL_MONTHS),
    "p": "[ap]m",
    "z": "z|[+-][0-9]{2}:?[0-9]{2}",
}
_SHORT: Final = {"F": "%Y-%m-%d", "T": "%H:%M:%S"}
_PIECE: Final = re.compile(r"%(.)|(\s+)|([^%\s]+)", re.DOTALL)
_YEARS: Final = range(1900, 2200)
_NOON: Final = 12
_CACHED: Final = 8192


class DatePattern:
    """One pattern of `datetime.strptime`, read strictly and in English only.

    Raises:
        ValueRefused: It cannot be read, or leaves year, month or day open.
    """

    def __init__(self, pattern: str, *, century: int | None) -> None:
        self.pattern, self.century = pattern, century
        for short, long in _SHORT.items():
            pattern = pattern.replace(f"%{short}", long)
        self._names: set[str] = set()
        written = self._expression(pattern)
        self._check()
        self._long = re.compile(written, re.IGNORECASE)
        self._with_short_year = re.compile(
            written.replace("(?P<Y>[0-9]{4})", "(?P<y>[0-9]{2})"), re.IGNORECASE
        )

    def _expression(self, pattern: str) -> str:
        pieces = list(_PIECE.finditer(pattern))
        if "".join(piece.group() for piece in pieces) != pattern:
            raise ValueRefused(f"{self.pattern!r} ends in a lone %")
        written = []
        for number, piece in enumerate(pieces):
            around = pieces[max(0, number - 1) : number] + pieces[number + 1 : number + 2]
            tight = any(other.group(1) for other in around)
            written.append(self._piece(piece, tight=tight))
        return "".join(written)

    def _piece(self, piece: re.Match[str], *, tight: bool) -> str:
        name, blank, literal = piece.groups()
        if name is None:
            return r"\s+" if blank else re.escape(literal)
        if name in self._names or name not in {**_NUMBERS, **_OTHERS}:
            known = ", ".join(f"%{one}" for one in (*_NUMBERS, *_OTHERS))
            raise ValueRefused(
                f"{self.pattern!r} has %{name} twice or it is not known", hint=f"known: {known}"
            )
        self._names.add(name)
        # Without a sign between two numbers, only full width tells where one ends.
        inner = "[0-9]{2}" if tight and name in _NUMBERS else {**_NUMBERS, **_OTHERS}[name]
        return f"(?P<{name}>{inner})"

    def _check(self) -> None:
        if len(self._names & {"Y", "y"}) != 1 or "d" not in self._names or not self._names & {"m", "b", "B"}:
            raise ValueRefused(
                f"{self.pattern!r} does not name year, month and day", hint="for example '%Y-%m-%d'"
            )
        if "y" in self._names and self.century is None:
            raise ValueRefused(
                f"{self.pattern!r} has a year of two digits",
                hint="say which century is meant: century = 2000",
            )
        if ("I" in self._names) != ("p" in self._names):
            raise ValueRefused(f"{self.pattern!r} has %I without %p, or %p without %I")

    def read(self, cell: str) -> dt.datetime | None:
        """The moment that *cell* names, naive where it names no zone; None if it does not fit.

        Raises:
            ValueRefused: It fits, but for a year of two digits.
        """
        match = self._long.fullmatch(cell)
        if match is None:
            match = self._with_short_year.fullmatch(cell)
            if match is None:
                return None
            if self.century is None:
                raise ValueRefused("a year of two digits")
        try:
            return self._moment(match.groupdict())
        except ValueError:
            return None

    def _moment(self, found: dict[str, str]) -> dt.datetime | None:
        year = int(found["Y"]) if "Y" in found else (self.century or 0) + int(found["y"])
        if year not in _YEARS:
            return None
        hour = int(found.get("H", 0))
        if "I" in found:
            hour = int(found["I"]) % _NOON + (_NOON if found["p"].lower() == "pm" else 0)
        return dt.datetime(
            year,
            _month(found),
            int(found["d"]),
            hour,
            int(found.get("M", 0)),
            int(found.get("S", 0)),
            int(found.get("f", "0").ljust(6, "0")),
            tzinfo=_offset(found.get("z")),
        )


def _month(found: dict[str, str]) -> int:
    if "m" in found:
        return int(found["m"])
    return _MONTHS.index(found.get("b", found.get("B", ""))[:3].lower()) + 1


def _offset(written: str | None) -> dt.tzinfo | None:
    if written is None:
        return None
    if written in "zZ":
        return dt.UTC
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if written[0] == "-" else minutes))


class Dates:
    """Reads the dates of a run; a cell that comes again is not read again.

    Args:
        patterns: The patterns that were declared.

        zone: The zone of times that name none.
    """

    def __init__(self, patterns: tuple[DatePattern, ...], zone: dt.tzinfo) -> None:
        self._patterns, self._zone = patterns, zone
        self._known = ", ".join(pattern.pattern for pattern in patterns)
        self._cached = lru_cache(maxsize=_CACHED)(self._read)

    def moment(self, cell: str, column: str) -> dt.datetime:
        """The moment, with a fixed offset from UTC; midnight where only a day is named."""
        try:
            return self._cached(cell)[0]
        except BadCell as bad:
            raise self._placed(bad, cell, column) from None

    def day(self, cell: str, column: str) -> dt.date:
        """The day, in the declared zone."""
        try:
            return self._cached(cell)[1]
        except BadCell as bad:
            raise self._placed(bad, cell, column) from None

    def _placed(self, bad: BadCell, cell: str, column: str) -> BadCell:
        return BadCell(bad.code, column, cell, known=self._known)

    def _read(self, cell: str) -> tuple[dt.datetime, dt.date]:
        found, short = set(), False
        for pattern in self._patterns:
            try:
                moment = pattern.read(cell)
            except ValueRefused:
                short = True
            else:
                if moment is not None:
                    found.add(moment)
        if len(found) > 1:
            raise BadCell("ambiguous-date", "", cell)
        if not found:
            raise BadCell("two-digit-year" if short else "bad-date", "", cell)
        local = self._local(found.pop())
        return _fixed(local), local.date()

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.replace(tzinfo=self._zone) if moment.tzinfo is None else moment.astimezone(self._zone)


def _fixed(moment: dt.datetime) -> dt.datetime:
    """The same moment with its offset alone: two names of zones are not to make two times of one."""
    offset = moment.utcoffset()
    assert offset is not None
    return moment.replace(tzinfo=dt.timezone(offset), fold=0)
