"""Matching a whole text against a pattern, in time by the length of the text, whatever both are.

A pattern becomes the automaton of Glushkov: one position for each character that it names, and for each
position those that may follow. A text is read once, with the set of positions reached so far in hand, as the
bits of a number; nothing is ever tried twice, so no text and no pattern can make it hang.
"""

from typing import Final

import attrs

from medsales_core.rules.pattern_reading import Choice, Letter, Node, Repeat, Test, read_pattern

__all__ = ["Pattern"]

# What was worked out is kept for the next text, up to so many entries: no text may fill the memory.
_KEPT: Final = 2048


@attrs.frozen
class _Span:
    """What a part of a pattern begins and ends with, as bits; and whether it may be nothing."""

    first: int
    last: int
    may_be_empty: bool


_NOTHING: Final = _Span(0, 0, True)


@attrs.define
class _Builder:
    tests: list[Test] = attrs.field(factory=list)
    follow: list[int] = attrs.field(factory=list)

    def build(self, node: Node) -> _Span:
        if isinstance(node, Letter):
            bit = 1 << len(self.tests)
            self.tests.append(node.test)
            self.follow.append(0)
            return _Span(bit, bit, False)
        if isinstance(node, Choice):
            return self._either([self.build(option) for option in node.options])
        if isinstance(node, Repeat):
            return self._repeated(node)
        span = _NOTHING
        for part in node.parts:
            span = self._joined(span, self.build(part))
        return span

    def _either(self, spans: list[_Span]) -> _Span:
        first = last = 0
        for span in spans:
            first, last = first | span.first, last | span.last
        return _Span(first, last, any(span.may_be_empty for span in spans))

    def _joined(self, left: _Span, right: _Span) -> _Span:
        self._link(left.last, right.first)
        return _Span(
            left.first | (right.first if left.may_be_empty else 0),
            right.last | (left.last if right.may_be_empty else 0),
            left.may_be_empty and right.may_be_empty,
        )

    def _link(self, last: int, first: int) -> None:
        while last:
            lowest = last & -last
            self.follow[lowest.bit_length() - 1] |= first
            last ^= lowest

    def _repeated(self, node: Repeat) -> _Span:
        span = _NOTHING
        for _ in range(node.least if node.most is not None else max(node.least - 1, 0)):
            span = self._joined(span, self.build(node.part))
        if node.most is None:
            part = self.build(node.part)
            self._link(part.last, part.first)
            return self._joined(span, part if node.least else attrs.evolve(part, may_be_empty=True))
        for _ in range(node.most - node.least):
            span = self._joined(span, attrs.evolve(self.build(node.part), may_be_empty=True))
        return span


class Pattern:
    """A pattern ready to be matched.

    Args:
        written: The pattern as a playbook writes it; see `medsales_core.rules.pattern_reading`.

    Raises:
        PatternProblem: It is no pattern of this language.
    """

    __slots__ = (
        "_after",
        "_allowed",
        "_eights",
        "_first",
        "_follow",
        "_last",
        "_may_be_empty",
        "_tests",
    )

    def __init__(self, written: str) -> None:
        builder = _Builder()
        span = builder.build(read_pattern(written))
        self._tests, self._follow = tuple(builder.tests), tuple(builder.follow)
        self._first, self._last, self._may_be_empty = span.first, span.last, span.may_be_empty
        self._allowed: dict[str, int] = {}
        self._after: dict[int, int] = {}
        self._eights: tuple[dict[int, int], ...] = tuple({} for _ in range(0, len(self._tests), 8))

    def matches(self, value: str) -> bool:
        """Whether the whole of *value* is as the pattern says."""
        if not value:
            return self._may_be_empty
        allowed, after = self._allowed, self._after
        following, reached = self._first, 0
        for character in value:
            here = allowed.get(character)
            reached = following & (here if here is not None else self._allow(character))
            if not reached:
                return False
            known = after.get(reached)
            following = known if known is not None else self._advance(reached)
        return reached & self._last != 0

    def _allow(self, character: str) -> int:
        """The positions that *character* may stand at."""
        bits = sum(1 << number for number, test in enumerate(self._tests) if test(character))
        if len(self._allowed) < _KEPT:
            self._allowed[character] = bits
        return bits

    def _advance(self, reached: int) -> int:
        """The positions that may follow those *reached*."""
        bits = 0
        for number, byte in enumerate(reached.to_bytes(len(self._eights), "little")):
            if byte:
                known = self._eights[number].get(byte)
                bits |= known if known is not None else self._advance_eight(number, byte)
        if len(self._after) < _KEPT:
            self._after[reached] = bits
        return bits

    def _advance_eight(self, number: int, byte: int) -> int:
        """The same for eight positions alone; a hostile text asks for few of these, however many sets it makes."""
        follow = self._follow[8 * number : 8 * number + 8]
        bits = 0
        for place, following in enumerate(follow):
            if byte >> place & 1:
                bits |= following
        self._eights[number][byte] = bits
        return bits
