"""Reading a text pattern: the regular part of regular expressions, and nothing that needs looking back.

A pattern is literals, ``.`` (any character but a line feed), classes ``[a-z]``, ``[^...]``, ``\\d \\w \\s`` and
their opposites, groups ``(...)``, alternation ``|`` and the repeats ``? * + {m} {m,} {,n} {m,n}``. It is always
matched against the whole text, so ``^`` and ``$`` say nothing at its ends and are refused elsewhere.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import attrs

__all__ = ["Choice", "Letter", "Node", "PatternProblem", "Repeat", "Sequence", "read_pattern"]

#: Whether a character is of a class.
Test: TypeAlias = Callable[[str], bool]

_LONGEST: Final = 500
_DEEPEST: Final = 40
#: After repeats are written out; what reads a text takes time by this number.
_MOST_LETTERS: Final = 500


class PatternProblem(ValueError):
    """A pattern that cannot be used.

    Args:
        message: What was found, and at which character.

        hint: What would mend it.

        supported: False where it is sound, but says what this language leaves out.
    """

    def __init__(self, message: str, hint: str = "", *, supported: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.supported = supported


@attrs.frozen
class Letter:
    """One character of a class."""

    test: Test = attrs.field(eq=False)


@attrs.frozen
class Sequence:
    """One part after the other; without parts it is the empty text."""

    parts: "tuple[Node, ...]"


@attrs.frozen
class Choice:
    """One of several."""

    options: "tuple[Node, ...]"


@attrs.frozen
class Repeat:
    """A part at least *least* and at most *most* times; None is without end."""

    part: "Node"
    least: int
    most: int | None


Node: TypeAlias = Letter | Sequence | Choice | Repeat


def read_pattern(pattern: str) -> Node:
    """The tree that *pattern* stands for.

    Raises:
        PatternProblem: It is broken, too large, or asks for more than a regular language has.
    """
    if len(pattern) > _LONGEST:
        raise PatternProblem(f"it has {len(pattern)} characters, and at most {_LONGEST} are read")
    node = _Reader(pattern).read()
    letters = _letters(node)
    if letters > _MOST_LETTERS:
        raise PatternProblem(
            f"with its repeats written out it has {letters} characters, and at most {_MOST_LETTERS} are read",
            "repeat less often, or ask for less",
        )
    return node


def _letters(node: Node) -> int:
    if isinstance(node, Letter):
        return 1
    if isinstance(node, Repeat):
        # The empty text counts too, or nested repeats of nothing would be written out without limit.
        return max(_letters(node.part), 1) * max(node.least, node.most or 0, 1)
    return sum(map(_letters, node.parts if isinstance(node, Sequence) else node.options))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _other_than(test: Test) -> Test:
    return lambda character: not test(character)


def _just(letter: str) -> Test:
    return lambda character: character == letter


def _between(first: str, last: str) -> Test:
    return lambda character: first <= character <= last


_CLASSES: Final[dict[str, Test]] = {
    "d": str.isdecimal,
    "D": _other_than(str.isdecimal),
    "s": str.isspace,
    "S": _other_than(str.isspace),
    "w": _is_word,
    "W": _other_than(_is_word),
}
_SIGNS: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_STRANGE_ESCAPES: Final = {
    **dict.fromkeys("bB", "a word boundary"),
    **dict.fromkeys("AZz", "an anchor"),
    **dict.fromkeys("123456789", "a reference back to a group"),
    **dict.fromkeys("gk", "a reference back to a named group"),
    **dict.fromkeys("pPNX", "a Unicode property"),
    **dict.fromkeys("xuU0", "a character by its number"),
}
_STRANGE_GROUPS: Final = {
    "?=": "a lookahead",
    "?!": "a negative lookahead",
    "?<=": "a lookbehind",
    "?<!": "a negative lookbehind",
    "?P=": "a reference back to a named group",
    "?P<": "a named group",
    "?<": "a named group",
    "?>": "an atomic group",
    "?(": "a conditional",
    "?#": "a comment",
    "?": "a flag",
}


@attrs.define
class _Reader:
    """Walks along a pattern."""

    pattern: str
    at: int = 0
    depth: int = 0

    def read(self) -> Node:
        node = self._choice()
        if self.at < len(self.pattern):
            raise self._broken("')' closes no group", r"for the character itself write \)")
        return node

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self, wanted: str) -> bool:
        found = self.pattern.startswith(wanted, self.at)
        self.at += len(wanted) if found else 0
        return found

    def _broken(self, message: str, hint: str = "") -> PatternProblem:
        return PatternProblem(f"{message}, at character {self.at + 1}", hint)

    def _strange(self, construct: str, written: str, hint: str = "") -> PatternProblem:
        return PatternProblem(
            f"{written!r} is {construct}, which patterns here do not have, at character {self.at + 1}",
            hint or "literals, classes, groups, |, ?, *, + and {m,n} are there",
            supported=False,
        )

    def _choice(self) -> Node:
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Node:
        parts = []
        if not self.depth:
            self._take("^")
        while self._peek() not in ("", "|", ")"):
            if (
                not self.depth
                and self._peek() == "$"
                and self.pattern[self.at + 1 : self.at + 2] in ("", "|")
            ):
                self.at += 1
                break
            parts.append(self._repeated())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self) -> Node:
        node = self._one()
        bounds = self._bounds()
        if bounds is None:
            return node
        if self._peek() in ("?", "+"):
            kind = "a lazy repeat" if self._peek() == "?" else "a possessive repeat"
            raise self._strange(kind, self._peek(), "the whole text must match: leave the mark out")
        if self._peek() in ("*", "{"):
            raise self._broken("a repeat is repeated", "put the inner one in a group")
        return Repeat(node, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, simple in _SIGNS.items():
            if self._take(sign):
                return simple
        if self._peek() != "{":
            return None
        end = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at + 1 : max(end, 0)].partition(",")
        if end < 0 or not (least + most).isdecimal() or not (least + most).isascii():
            raise self._broken("'{' begins a repeat {m,n}", r"for the character itself write \{")
        bounds = int(least or 0), int(most) if most else None if comma else int(least)
        if bounds[1] is not None and bounds[0] > bounds[1]:
            raise self._broken(f"no number of times is at least {bounds[0]} and at most {bounds[1]}")
        self.at = end + 1
        return bounds

    def _one(self) -> Node:
        sign = self._peek()
        if sign == "(":
            return self._group()
        if sign == "[":
            return Letter(self._class())
        if sign == "\\":
            return Letter(self._escaped())
        if sign in ("?", "*", "+", "{"):
            raise self._broken(f"{sign!r} repeats nothing", f"for the character itself write \\{sign}")
        if sign in ("^", "$"):
            raise self._strange("an anchor", sign, "a pattern always matches the whole text: leave it out")
        self.at += 1
        return Letter(_other_than(_just("\n")) if sign == "." else _just(sign))

    def _group(self) -> Node:
        opened = self.at
        self.at += 1
        if not self._take("?:"):
            for sign, construct in _STRANGE_GROUPS.items():
                if self.pattern.startswith(sign, self.at):
                    raise self._strange(construct, f"({sign}")
        if self.depth == _DEEPEST:
            raise self._broken(f"groups lie in one another more than {_DEEPEST} deep")
        self.depth += 1
        node = self._choice()
        self.depth -= 1
        if not self._take(")"):
            self.at = opened
            raise self._broken("'(' is not closed", r"for the character itself write \(")
        return node

    def _escaped(self) -> Test:
        """What a backslash and the character behind it stand for."""
        sign = self.pattern[self.at + 1 : self.at + 2]
        if not sign:
            raise self._broken("a backslash stands last", r"for the character itself write \\")
        if sign in _STRANGE_ESCAPES:
            raise self._strange(_STRANGE_ESCAPES[sign], f"\\{sign}")
        if sign not in _CLASSES and sign not in _CONTROLS and sign.isalnum():
            raise self._broken(f"there is no escape '\\{sign}'", f"for the character itself write {sign}")
        self.at += 2
        return _CLASSES.get(sign) or _just(_CONTROLS.get(sign, sign))

    def _class(self) -> Test:
        opened = self.at
        self.at += 1
        others = self._take("^")
        tests = []
        while self._peek() != "]":
            if not self._peek():
                self.at = opened
                raise self._broken("'[' is not closed", r"for the character itself write \[")
            tests.append(self._member())
        if not tests:
            raise self._broken("a class is empty", r"for the bracket itself write \]")
        self.at += 1
        held = tuple(tests)
        return lambda character: any(test(character) for test in held) is not others

    def _member(self) -> Test:
        start, first = self.at, self._letter()
        ranged = self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("", "]")
        if not isinstance(first, str):
            return first
        if not ranged:
            if first == "-" and self.pattern[start] == "-" and not self._at_the_edge(start):
                raise self._broken("'-' stands between ranges", r"for the character itself write \-")
            return _just(first)
        self.at += 1
        last = self._letter()
        if not isinstance(last, str) or first > last:
            raise self._broken(f"the range from {first!r} has no end behind it", r"for '-' itself write \-")
        return _between(first, last)

    def _at_the_edge(self, start: int) -> bool:
        return self.pattern[start - 1] in "[^" or self._peek() == "]"

    def _letter(self) -> str | Test:
        """One member of a class: a character, or a class in it."""
        sign = self._peek()
        if sign == "\\":
            name = self.pattern[self.at + 1 : self.at + 2]
            test = self._escaped()
            return test if name in _CLASSES else _CONTROLS.get(name, name)
        if sign == "[" and self.pattern[self.at + 1 : self.at + 2] in (":", "=", "."):
            raise self._strange("a POSIX class", self.pattern[self.at : self.at + 2])
        self.at += 1
        return sign
