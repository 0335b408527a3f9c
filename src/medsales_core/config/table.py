"""Taking typed values out of a table of a configuration file, so that every mistake is named in place."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from medsales_core.config.diagnostic import Diagnostics
from medsales_core.config.document import Source
from medsales_core.config.positions import Path
from medsales_core.text import LangText, closest, listed, near_or_known

__all__ = ["Table"]

_T = TypeVar("_T")
_S = TypeVar("_S", bound=str)
_WORDS = {str: "text", int: "a whole number", bool: "true or false", dict: "a table", list: "a list"}


@attrs.define
class Table:
    """One table of a *document*, at *path*; what is not taken from it is reported as unknown by `finish`.

    A value of the wrong type is reported and its default given, so that reading goes on.
    """

    document: Source
    path: Path
    data: dict[str, Any]
    found: Diagnostics
    _asked: set[str] = attrs.field(factory=set, init=False)

    def error(self, key: str, code: str, message: str, *, hint: str = "") -> None:
        """Report a defect of *key*, or of the table itself where *key* is empty."""
        self.found.error(self.document, (*self.path, key) if key else self.path, code, message, hint=hint)

    def warning(self, key: str, code: str, message: str, *, hint: str = "") -> None:
        self.found.warning(self.document, (*self.path, key) if key else self.path, code, message, hint=hint)

    def _take(self, key: str, kind: type[_T], default: _T | None) -> _T | None:
        self._asked.add(key)
        if key not in self.data:
            if default is None:
                self.error(
                    "", "missing-key", f"{self._named()} needs {key!r}, {_WORDS.get(kind, kind.__name__)}"
                )
            return default
        value = self.data[key]
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.error(key, "wrong-type", f"{key!r} takes {_WORDS.get(kind, kind.__name__)}, not {value!r}")
        return default

    def _named(self) -> str:
        return "[" + ".".join(str(step) for step in self.path) + "]" if self.path else "the file"

    def text(self, key: str, default: str | None = None) -> str:
        return self._take(key, str, default) or ""

    def integer(self, key: str, default: int | None = None) -> int:
        return self._take(key, int, default) or 0

    def flag(self, key: str, *, default: bool = False) -> bool:
        return bool(self._take(key, bool, default))

    def raw(self, key: str) -> Any:
        """The value as it stands, unchecked; None where there is none."""
        self._asked.add(key)
        return self.data.get(key)

    def decimal(self, key: str) -> Decimal | None:
        """A number, written as one or as text, or None where there is none."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, int | str | Decimal) and not isinstance(value, bool):
                number = Decimal(value)
                if number.is_finite():
                    return number
        except ArithmeticError:
            pass
        self.error(key, "wrong-type", f"{key!r} takes a number, not {value!r}")
        return None

    def day(self, key: str) -> dt.date | None:
        """A date without a time, or None where there is none."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        self.error(
            key, "wrong-type", f"{key!r} takes a date, not {value!r}", hint="2026-01-31, without quotes"
        )
        return None

    def lang_text(self, key: str, languages: Iterable[str], *, required: bool = True) -> LangText:
        """A text in each of *languages*; one that lacks a language is reported."""
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            if required:
                self.error("", "missing-key", f"{self._named()} needs {key!r}, a text in each language")
            return LangText({})
        if not isinstance(value, dict) or not {str}.issuperset(map(type, value.values())):
            self.error(
                key,
                "wrong-type",
                f"{key!r} takes a text per language, not {value!r}",
                hint='{ en = "...", zh-Hans = "..." }',
            )
            return LangText({})
        for language in languages:
            if not value.get(language, "").strip():
                self.error(key, "missing-language", f"{key!r} has no text in {language}")
        return LangText(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        self._asked.add(key)
        value = self.data.get(key, [])
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.error(key, "wrong-type", f"{key!r} takes a list of texts, not {value!r}")
        return ()

    def choice(self, key: str, options: Iterable[_S], default: _S | None = None) -> _S | None:
        """The one of *options* (texts, or the members of an enumeration of texts) that is written.

        They are gone over again for a hint, so no iterator will do.
        """
        self._asked.add(key)
        if key not in self.data:
            if default is None:
                self.error("", "missing-key", f"{self._named()} needs {key!r}, {_one_of(options)}")
            return default
        value = self.data[key]
        for option in options:
            if option == value:
                return option
        hint = near_or_known(value if isinstance(value, str) else "", map(str, options))
        self.error(key, "unknown-value", f"{key!r} is {value!r}", hint=hint)
        return default

    def table(self, key: str) -> "Table":
        """The table under *key*, empty where there is none."""
        return Table(self.document, (*self.path, key), self._take(key, dict, {}) or {}, self.found)

    def tables(self, key: str) -> list[tuple[str, "Table"]]:
        """The tables under *key* by their ids, in the order of the file."""
        outer = self.table(key)
        return [
            (name, Table(self.document, (*outer.path, name), value, self.found))
            for name, value in outer.data.items()
            if outer._is_table(name, value)
        ]

    def rows(self, key: str) -> "list[Table]":
        """The tables in the list under *key*, in the order of the file."""
        rows = self._take(key, list, []) or []
        outer = Table(self.document, (*self.path, key), {}, self.found)
        return [
            Table(self.document, (*outer.path, index), row, self.found)
            for index, row in enumerate(rows)
            if outer._is_table(index, row)
        ]

    def _is_table(self, name: str | int, value: object) -> bool:
        if isinstance(value, dict):
            return True
        place = (*self.path, name)
        self.found.error(self.document, place, "wrong-type", f"{name!r} takes a table, not {value!r}")
        return False

    def finish(self) -> None:
        """Report every key that nothing asked for."""
        for key in self.data:
            if key not in self._asked:
                near = closest(key, self._asked)
                self.error(
                    key,
                    "unknown-key",
                    f"{self._named()} has no key {key!r}",
                    hint=f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(self._asked))}",
                )


def _one_of(options: Iterable[_S]) -> str:
    known = listed(options)
    return f"one of {known}" if known else "and there is none to name"
