"""One change of a source text: what stands between two places is replaced."""

import ast
from itertools import accumulate
from typing import Final

import attrs

__all__ = ["Edit", "Source"]

_ENDS: Final = b"\n"


@attrs.frozen
class Edit:
    """A replacement.

    Args:
        operator: The mutation operator that asks for it.

        start: The first byte that is replaced.

        end: The first byte after those that are.

        new: What stands there afterwards.
    """

    operator: str
    start: int
    end: int
    new: str


class Source:
    """A Python text whose syntax tree is told in bytes from the beginning."""

    def __init__(self, text: str) -> None:
        self.data: Final = text.encode()
        self.tree: Final = ast.parse(text)
        lines = self.data.split(_ENDS)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def span(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> tuple[int, int]:
        """Where *node* begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of *node*."""
        start, end = self.span(node)
        return self.data[start:end].decode()

    def between(self, start: int, end: int) -> str:
        """The text between two places."""
        return self.data[start:end].decode()

    def line(self, place: int) -> int:
        """The line, from 1, on which a place lies."""
        return self.data.count(_ENDS, 0, place) + 1

    def with_(self, edit: Edit) -> str:
        """The text after *edit*."""
        return (self.data[: edit.start] + edit.new.encode() + self.data[edit.end :]).decode()
