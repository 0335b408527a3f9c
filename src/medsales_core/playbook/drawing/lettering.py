"""Text in a drawing: how wide it is, where it breaks, how it is written as XML."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

__all__ = ["safe", "spans", "width", "wrap"]

#: What XML holds in no form.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Widths as shares of the font size, on the wide side, since a viewer's fonts are not known.
_NARROW: Final = 0.55
_NARROW_SIGNS: Final = frozenset("iljtfr.,:;'|!()[] ")
_SLIM: Final = 0.32


def safe(written: str) -> str:
    """*written* as the content or attribute of an XML element."""
    return escape(_NO_XML.sub("�", written), quote=True)


def width(written: str, size: int) -> float:
    """About how wide *written* is at a font size; a Chinese character is as wide as it is high."""
    return size * sum(_share(char) for char in written)


def _share(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return _SLIM if char in _NARROW_SIGNS else _NARROW + 0.15 * char.isupper()


def wrap(written: str, size: int, most: float, lines: int) -> list[str]:
    """*written* in at most *lines* lines no wider than *most*; what does not fit ends in an ellipsis."""
    kept: list[str] = []
    for word in _words(" ".join(written.split()), size, most):
        if kept and width(kept[-1] + word.rstrip(), size) <= most:
            kept[-1] += word
        else:
            kept.append(word)
    kept = [line.rstrip() for line in kept]
    return kept if len(kept) <= lines else [*kept[: lines - 1], _cut(kept[lines - 1], size, most)]


def _words(written: str, size: int, most: float) -> Iterator[str]:
    """Pieces that a line may end behind: after a blank, after any Chinese character, within an endless word."""
    word = ""
    for char in written:
        if word and width(word + char, size) > most:
            yield word
            word = ""
        word += char
        if char == " " or unicodedata.east_asian_width(char) in "WF":
            yield word
            word = ""
    if word:
        yield word


def _cut(written: str, size: int, most: float) -> str:
    while written and width(written + "…", size) > most:
        written = written[:-1]
    return written + "…"


def spans(numbers: Iterable[int]) -> str:
    """Numbers in short: ``1–3, 5``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
