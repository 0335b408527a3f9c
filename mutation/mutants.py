"""The mutants of a module: which of its syntax is mutated at all, and how each mutant is known from run to run.

What nobody could notice is left out by rule, never because it survived: annotations and type aliases, ``__all__``,
docstrings, imports, blocks under ``TYPE_CHECKING``, decorators, and wording: the arguments of ``text`` and of raised
exceptions, parts of formatted texts, and whole sentences.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from mutation.edit import Edit, Source
from mutation.operators import edits

__all__ = ["Mutant", "mutants_of"]

_TYPING: Final = ("TypeAlias", "TypeVar", "ParamSpec", "NewType")
_WORDING: Final = ("text", "LangText")
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@attrs.frozen
class Mutant:
    """One small fault in one module.

    Args:
        file: The module, from the root of the repository.

        function: The function it lies in, dotted; ``<module>`` where it lies in none.

        line: Its line today.

        operator: Which operator made it.

        before: What stood there.

        after: What stands there instead.

        turn: Which of several alike in the same function it is, from 0.

        lines: The first and the last line of the statement it lies in, of its head where it holds others.

        edit: The change itself.

        inside: Whether it lies in the body of a function, which can be changed after its module was imported.
    """

    file: str
    function: str
    line: int
    operator: str
    before: str
    after: str
    turn: int
    lines: tuple[int, int]
    edit: Edit
    inside: bool

    @property
    def id(self) -> str:
        """What it is called from run to run, wherever its lines have moved."""
        return f"{self.file}::{self.function}::{self.operator}::{self.before} -> {self.after}::{self.turn}"


@attrs.frozen
class _Place:
    """Where a node lies: the names around it, the lines of its statement, and whether a function runs it."""

    names: tuple[str, ...] = ()
    lines: tuple[int, int] = (1, 1)
    inside: bool = False
    parent: ast.AST | None = None


def mutants_of(root: Path, file: str) -> Iterator[Mutant]:
    """Every mutant of the module *file* below *root*, in the order of its text."""
    source = Source((root / file).read_text("utf-8"))
    seen: Counter[tuple[str, ...]] = Counter()
    for edit, place in sorted(_walk(source.tree, source, _Place()), key=lambda found: found[0].start):
        function = ".".join(place.names) or "<module>"
        told = _told(source, edit)
        key = (function, edit.operator, *told)
        line = source.line(edit.start)
        yield Mutant(file, function, line, edit.operator, *told, seen[key], place.lines, edit, place.inside)
        seen[key] += 1


def _told(source: Source, edit: Edit) -> tuple[str, str]:
    """What was there and what is, in one line each."""
    return " ".join(source.between(edit.start, edit.end).split()), " ".join(edit.new.split())


def _walk(node: ast.AST, source: Source, place: _Place) -> Iterator[tuple[Edit, _Place]]:
    if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
        place = attrs.evolve(place, lines=_lines(node))
    if not _is_trivial(node, place.parent, inside=place.inside):
        yield from ((edit, place) for edit in edits(node, source))
    for child, within in _mutated(node):
        inner = attrs.evolve(place, parent=node)
        if isinstance(node, (*_FUNCTION, ast.ClassDef)) and within:
            inside = isinstance(node, _FUNCTION)
            inner = attrs.evolve(inner, names=(*place.names, _name(node)), inside=inside)
        elif isinstance(node, ast.Lambda):
            inner = attrs.evolve(inner, inside=True)
        yield from _walk(child, source, inner)


def _lines(node: ast.stmt | ast.ExceptHandler | ast.match_case) -> tuple[int, int]:
    if isinstance(node, ast.match_case):
        return node.pattern.lineno, node.body[0].lineno
    body = getattr(node, "body", None)
    last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
    return node.lineno, last


def _name(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """A function registered as ``_`` is known by what it is registered for."""
    if isinstance(node, _FUNCTION) and node.name == "_" and node.args.args and node.args.args[0].annotation:
        first = next((d for d in node.decorator_list if isinstance(d, ast.Attribute)), None)
        of = f"{ast.unparse(first.value)}" if first is not None else "_"
        return f"{of}[{ast.unparse(node.args.args[0].annotation)}]"
    return node.name


def _mutated(node: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """The children of *node* that may be mutated, and whether they lie in its body."""
    if _is_excluded(node):
        return
    if isinstance(node, _FUNCTION):
        yield from ((default, False) for default in (*node.args.defaults, *node.args.kw_defaults) if default)
        yield from ((child, True) for child in node.body)
    elif isinstance(node, ast.ClassDef):
        yield from ((child, True) for child in node.body)
    elif isinstance(node, ast.AnnAssign):
        yield from ((child, False) for child in (node.value,) if child is not None)
    else:
        yield from ((child, False) for child in ast.iter_child_nodes(node))


def _is_typing(node: ast.If) -> bool:
    return ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _is_trivial(node: ast.AST, parent: ast.AST | None, *, inside: bool) -> bool:
    """Whether nothing could notice a change of *node*, or whatever runs it would: both would spoil the figures."""
    if isinstance(node, ast.If) and _is_typing(node):
        return True
    if isinstance(parent, ast.Subscript):  # the key of what is there
        return isinstance(node, ast.Tuple) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    if isinstance(parent, ast.Dict) and isinstance(node, ast.Constant):  # its pair is left out as a whole
        return node in parent.keys
    if isinstance(node, ast.Tuple) and inside:  # a pair that is unpacked
        return not isinstance(parent, ast.Compare | ast.For | ast.comprehension) and not any(
            isinstance(part, ast.Starred) for part in node.elts
        )
    # `is None`: the relation is turned round; a default of None: its callers ask whether it is None.
    none = isinstance(node, ast.Constant) and node.value is None
    return none and isinstance(parent, ast.Compare | ast.FunctionDef | ast.Lambda | ast.arguments)


def _is_excluded(node: ast.AST) -> bool:
    """Whether all that *node* holds is beyond notice: typing, exports, imports, wording."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Raise):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return _is_typing(node)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else ""
        made = node.value.func if isinstance(node.value, ast.Call) else None
        return (
            any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)
            or annotation == "TypeAlias"
            or (isinstance(made, ast.Name) and made.id in _TYPING)
        )
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WORDING
