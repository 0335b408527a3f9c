"""One defect of a configuration file: what, where, and what would mend it."""

from collections.abc import Collection, Iterator
from enum import StrEnum

import attrs

from medsales_core.config.document import Source
from medsales_core.config.positions import Path

__all__ = ["Diagnostic", "Diagnostics", "Level"]


class Level(StrEnum):
    """How much a defect matters: an error keeps the file from being used."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen(kw_only=True)
class Diagnostic:
    """A defect of a configuration file.

    Args:
        code: Stable kebab-case name of the kind of defect, documented one by one.

        level: Error or warning.

        message: What was found and what was expected.

        hint: What would mend it, empty where nothing can be proposed.

        file: The file as the caller named it.

        line: Line, from 1.

        column: Column, from 1.
    """

    code: str
    level: Level
    message: str
    hint: str
    file: str
    line: int
    column: int

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def __str__(self) -> str:
        mend = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.level}: {self.message}{mend} [{self.code}]"


@attrs.define
class Diagnostics:
    """Collects the defects of a file, so that all are told at once."""

    _found: list[tuple[Source, Path, str, Level, str, str]] = attrs.field(factory=list, init=False)
    _errors: int = attrs.field(default=0, init=False)

    def error(self, document: Source, path: Path, code: str, message: str, *, hint: str = "") -> None:
        self._errors += 1
        self._found.append((document, path, code, Level.ERROR, message, hint))

    def warning(self, document: Source, path: Path, code: str, message: str, *, hint: str = "") -> None:
        self._found.append((document, path, code, Level.WARNING, message, hint))

    def retract(self, path: Path, codes: Collection[str]) -> None:
        """Take back what was found of *path* itself under one of *codes*: there is a better word for it."""
        taken = [one for one in self._found if one[1] == path and one[2] in codes]
        self._found = [one for one in self._found if one not in taken]
        self._errors -= sum(level is Level.ERROR for _, _, _, level, _, _ in taken)

    @property
    def errors(self) -> int:
        """How many errors were found so far."""
        return self._errors

    @property
    def has_errors(self) -> bool:
        return self._errors > 0

    def __iter__(self) -> Iterator[Diagnostic]:
        """All defects in the order of the text; places are looked up only now."""
        located = [
            Diagnostic(
                code=code,
                level=level,
                message=message,
                hint=hint,
                file=file,
                line=line,
                column=column,
            )
            for document, path, code, level, message, hint in self._found
            for file, line, column in (document.place(path),)
        ]
        return iter(sorted(located, key=lambda d: (d.file, d.line, d.column, d.code)))
