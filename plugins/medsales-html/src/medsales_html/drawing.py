"""Figures as inline SVG. Widths are shares of the page and text is set in pixels, so a phone can read it."""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final

from medsales_core.ports.report import Bar, Figure, clean

__all__ = ["columns_of", "draw", "wrap"]

_LINE: Final = 17
# In half-width characters: what fits beside the funnel, and over a bar, on a screen of 360 points.
_BESIDE: Final = 22
_ABOVE: Final = 46
_MOST_LINES: Final = 3
_BAND: Final = 60
_ROOMY: Final = Decimal("0.24")


def draw(figure: Figure, language: str, name: str) -> Iterator[str]:
    """The lines of an SVG picture of *figure*; *name* is unique in the page.

    Args:
        figure: What to draw.

        language: The language of its labels.

        name: Prefix of the ids in it.
    """
    if not figure.bars:
        return
    shares = _shares(figure.bars)
    draw_bars = _funnel if figure.kind == "funnel" else _bars
    height, body = draw_bars(figure.bars, shares, language)
    yield (
        f'<svg class="drawing" role="img" width="100%" height="{height}" '
        f'aria-labelledby="{name}-title {name}-desc">'
    )
    yield f'<title id="{name}-title">{_safe(figure.title.pick(language))}</title>'
    yield f'<desc id="{name}-desc">{"; ".join(_told(bar, language) for bar in figure.bars)}</desc>'
    yield from body
    yield "</svg>"


def wrap(written: str, columns: int, lines: int = _MOST_LINES) -> list[str]:
    """*written* in lines of at most that many half-width columns; what does not fit ends in an ellipsis."""
    kept: list[str] = []
    for word in _words(written):
        if kept and columns_of(kept[-1] + word.rstrip()) <= columns:
            kept[-1] += word
        else:
            kept.append(word)
    kept = [line.rstrip() for line in kept]
    return kept if len(kept) <= lines else [*kept[: lines - 1], _cut(kept[lines - 1], columns - 1) + "…"]


def columns_of(written: str) -> int:
    """How many half-width characters *written* is as wide as: a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in written)


def _funnel(bars: Sequence[Bar], shares: Sequence[Decimal], language: str) -> tuple[int, list[str]]:
    """Bands that narrow from one to the next on the left, names on the right."""
    height = _BAND * len(bars)
    # Stretched to half the width, whatever that is; only shapes stand in it, since text would be stretched too.
    body = [f'<svg width="50%" height="{height}" viewBox="0 0 100 {height}" preserveAspectRatio="none">']
    for place, share in enumerate(shares):
        below = shares[min(place + 1, len(shares) - 1)]
        body.append(_band(place * _BAND, share, min(below, share)))
    body.append("</svg>")
    for place, (bar, share) in enumerate(zip(bars, shares, strict=True)):
        body += _beside(bar, share, place * _BAND, language)
    return height, body


def _band(top: int, share: Decimal, below: Decimal) -> str:
    left, right = 50 - share * 50, 50 + share * 50
    left_below, right_below = 50 - below * 50, 50 + below * 50
    bottom = top + _BAND - 3
    points = ((left, top), (right, top), (right_below, bottom), (left_below, bottom))
    return f'<polygon class="bar" points="{" ".join(f"{x:.2f},{y}" for x, y in points)}"/>'


def _beside(bar: Bar, share: Decimal, top: int, language: str) -> Iterator[str]:
    middle = top + _BAND // 2
    if share >= _ROOMY:
        yield f'<text class="figure inside" x="25%" y="{middle + 3}" text-anchor="middle">{_value(bar)}</text>'
    else:
        at = 25 + share * 25
        yield f'<text class="figure" x="{at:.2f}%" dx="6" y="{middle + 3}">{_value(bar)}</text>'
    lines = [("name", line) for line in wrap(clean(bar.label.pick(language)), _BESIDE, 2)]
    lines += [("note", line) for line in wrap(clean(bar.note.pick(language)), _BESIDE, 1)]
    first = middle + 4 - (len(lines) - 1) * _LINE // 2
    for number, (kind, line) in enumerate(lines):
        yield f'<text class="{kind}" x="54%" y="{first + number * _LINE}">{_safe(line)}</text>'


def _bars(bars: Sequence[Bar], shares: Sequence[Decimal], language: str) -> tuple[int, list[str]]:
    """Each bar under its name, its value at the right."""
    rail = 97 - min(40, 2.4 * max(len(_value(bar)) for bar in bars))
    top, body = 0, []
    for bar, share in zip(bars, shares, strict=True):
        lines = [("name", line) for line in wrap(clean(bar.label.pick(language)), _ABOVE)]
        lines += [("note", line) for line in wrap(clean(bar.note.pick(language)), _ABOVE, 2)]
        for kind, line in lines:
            top += _LINE
            body.append(f'<text class="{kind}" x="0" y="{top - 4}">{_safe(line)}</text>')
        top += 3
        body.append(f'<rect class="rail" x="0" y="{top}" width="{rail:.2f}%" height="12" rx="2"/>')
        if share:
            body.append(
                f'<rect class="bar" x="0" y="{top}" width="{float(share) * rail:.2f}%" height="12" rx="2"/>'
            )
        body.append(f'<text class="figure" x="100%" y="{top + 11}" text-anchor="end">{_value(bar)}</text>')
        top += 26
    return top, body


def _shares(bars: Sequence[Bar]) -> list[Decimal]:
    most = max(bar.value for bar in bars)
    return [bar.value / most if most > 0 else Decimal(0) for bar in bars]


def _told(bar: Bar, language: str) -> str:
    note = _safe(bar.note.pick(language))
    return f"{_safe(bar.label.pick(language))}: {_value(bar)}" + (f" ({note})" if note else "")


def _value(bar: Bar) -> str:
    return f"{bar.value:,f}"


def _words(written: str) -> Iterator[str]:
    """Where a line may be broken: after a blank, and after any Chinese character."""
    word = ""
    for char in written:
        word += char
        if char == " " or unicodedata.east_asian_width(char) in "WF" or len(word) >= _BESIDE:
            yield word
            word = ""
    if word:
        yield word


def _cut(written: str, columns: int) -> str:
    while columns_of(written) > columns:
        written = written[:-1]
    return written


def _safe(written: str) -> str:
    return escape(clean(written), quote=True)
