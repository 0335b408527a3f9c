"""The standard mutation operators: what each would change in a piece of syntax, and what none of them may touch.

They are those of the literature (relations, connectives, arithmetic, constants, negations, loops, statements left
out), with two of our own for code that judges in three values and keeps its knowledge in tables: ``None`` becomes
``False``, and an element of a table is left out.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, TypeVar

from mutation.edit import Edit, Source

__all__ = ["OPERATORS", "edits"]

Operator: TypeAlias = "Callable[[Any, Source], Iterator[Edit]]"
Made = TypeVar("Made", bound=Operator)

#: Every operator by its name, with the classes of nodes that it changes.
OPERATORS: Final[dict[str, tuple[tuple[type[ast.AST], ...], Operator]]] = {}

_RELATIONS: Final[Mapping[type[ast.cmpop], tuple[str, ...]]] = {
    ast.Lt: ("<=", ">="), ast.LtE: ("<", ">"), ast.Gt: (">=", "<="), ast.GtE: (">", "<"),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",),
    ast.In: ("not in",), ast.NotIn: ("in",),
}  # fmt: skip
_ARITHMETIC: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "/", ast.Mod: "*",
    ast.BitOr: "&", ast.BitAnd: "|", ast.Pow: "*", ast.LShift: ">>", ast.RShift: "<<", ast.BitXor: "|",
}  # fmt: skip
_SIBLINGS: Final[Mapping[str, str]] = {
    "all": "any", "any": "all", "min": "max", "max": "min", "sorted": "list", "startswith": "endswith",
    "endswith": "startswith", "lower": "upper", "upper": "lower", "lstrip": "rstrip", "rstrip": "lstrip",
    "partition": "rpartition", "rpartition": "partition", "intersection": "union", "union": "intersection",
}  # fmt: skip
_TEST: Final = (ast.Compare, ast.BoolOp)
#: A text that a program compares or looks up; sentences are wording.
_WORD: Final = re.compile(r"[\w.:*/@-]+", re.ASCII)


def _operator(*kinds: type[ast.AST]) -> Callable[[Made], Made]:
    def registered(made: Made) -> Made:
        OPERATORS[made.__name__.strip("_").replace("_", "-")] = (kinds, made)
        return made

    return registered


def _edit(source: Source, node: Any, new: str) -> Edit:
    return Edit("", *source.span(node), new)


@_operator(ast.Compare)
def relation(node: ast.Compare, source: Source) -> Iterator[Edit]:
    """A relation becomes its neighbour and its opposite."""
    sides = [node.left, *node.comparators]
    for number, found in enumerate(node.ops):
        start, end = source.span(sides[number])[1], source.span(sides[number + 1])[0]
        written = source.between(start, end)
        sign = re.search(r"not\s+in|is\s+not|[<>=!]+|\bin\b|\bis\b", written)
        assert sign is not None
        for new in _RELATIONS[type(found)]:
            yield Edit("", start + sign.start(), start + sign.end(), new)


@_operator(ast.BoolOp)
def clause(node: ast.BoolOp, source: Source) -> Iterator[Edit]:
    """One of several clauses is left out; what notices each of these notices ``or`` for ``and`` as well."""
    word = " and " if isinstance(node.op, ast.And) else " or "
    for left_out in node.values:
        kept = [f"({source.of(value)})" for value in node.values if value is not left_out]
        yield _edit(source, node, f"({word.join(kept)})")


@_operator(ast.BinOp, ast.AugAssign)
def arithmetic(node: ast.BinOp | ast.AugAssign, source: Source) -> Iterator[Edit]:
    """An arithmetic sign becomes its counterpart."""
    if isinstance(node, ast.BinOp):
        start, end = source.span(node.left)[1], source.span(node.right)[0]
    else:
        start, end = source.span(node.target)[1], source.span(node.value)[0]
    sign = re.search(r"\*\*|//|<<|>>|[-+*/%|&^]", source.between(start, end))
    new = _ARITHMETIC.get(type(node.op))
    if sign is not None and new is not None:
        yield Edit("", start + sign.start(), start + sign.end(), new)


@_operator(ast.UnaryOp)
def sign(node: ast.UnaryOp, source: Source) -> Iterator[Edit]:
    """``not`` and a minus are left out."""
    if isinstance(node.op, ast.Not | ast.USub):
        yield _edit(source, node, f"({source.of(node.operand)})")


@_operator(ast.If, ast.While, ast.IfExp)
def negation(node: ast.If | ast.While | ast.IfExp, source: Source) -> Iterator[Edit]:
    """A condition is turned round, where it is not a relation, which is turned round by itself."""
    if not isinstance(node.test, _TEST) and not isinstance(node.test, ast.UnaryOp):
        yield _edit(source, node.test, f"(not ({source.of(node.test)}))")


@_operator(ast.comprehension)
def filter_(node: ast.comprehension, source: Source) -> Iterator[Edit]:
    """A comprehension takes everything."""
    for test in node.ifs:
        yield _edit(source, test, "True")


@_operator(ast.For, ast.comprehension)
def no_turn(node: ast.For | ast.comprehension, source: Source) -> Iterator[Edit]:
    """A loop has nothing to go through."""
    yield _edit(source, node.iter, "()")


@_operator(ast.Break, ast.Continue)
def leaving(node: ast.Break | ast.Continue, source: Source) -> Iterator[Edit]:
    """``break`` becomes ``continue``, and the other way round."""
    yield _edit(source, node, "continue" if isinstance(node, ast.Break) else "break")


@_operator(ast.Constant)
def constant(node: ast.Constant, source: Source) -> Iterator[Edit]:
    """True becomes False, None becomes False, a number its neighbours, a word another one."""
    value = node.value
    if value is None or isinstance(value, bool):
        yield _edit(source, node, "True" if value is False else "False")
    elif isinstance(value, int | float):
        yield _edit(source, node, f"({value + 1!r})")
        yield _edit(source, node, f"({value - 1!r})")
    elif isinstance(value, str) and (not value or _WORD.fullmatch(value)):
        yield _edit(source, node, repr(f"{value}-"))


@_operator(ast.List, ast.Set, ast.Tuple, ast.Dict)
def element(node: ast.List | ast.Set | ast.Tuple | ast.Dict, source: Source) -> Iterator[Edit]:
    """An element of a collection is left out."""
    if isinstance(node, ast.List | ast.Tuple) and not isinstance(node.ctx, ast.Load):
        return
    spans = list(_elements(node, source))
    for number, (start, end) in enumerate(spans):
        before, after = spans[:number], spans[number + 1 :]
        if isinstance(node, ast.Tuple) and len(spans) == 2:
            yield _edit(source, node, f"({source.between(*(before or after)[0])},)")
        elif after and _is_comma(source, end, after[0][0]):
            yield Edit("", start, after[0][0], "")
        elif before and _is_comma(source, before[-1][1], start):
            yield Edit("", before[-1][1], end, "")
        elif not before and not after:
            yield _edit(source, node, "set()" if isinstance(node, ast.Set) else _EMPTY[type(node)])


_EMPTY: Final[Mapping[type[ast.AST], str]] = {ast.List: "[]", ast.Tuple: "()", ast.Dict: "{}"}


def _elements(node: ast.List | ast.Set | ast.Tuple | ast.Dict, source: Source) -> Iterator[tuple[int, int]]:
    if not isinstance(node, ast.Dict):
        yield from map(source.span, node.elts)
        return
    for key, value in zip(node.keys, node.values, strict=True):
        start, end = source.span(value)
        yield (source.span(key)[0] if key is not None else start - len("**")), end


def _is_comma(source: Source, start: int, end: int) -> bool:
    """Whether nothing but a comma, and what is said of it, stands between two elements."""
    return re.fullmatch(r"\s*,\s*(#.*\s*)*", source.between(start, end)) is not None


@_operator(ast.Name, ast.Attribute)
def sibling(node: ast.Name | ast.Attribute, source: Source) -> Iterator[Edit]:
    """A function becomes the one that does the opposite."""
    name = node.id if isinstance(node, ast.Name) else node.attr
    if name in _SIBLINGS and isinstance(node.ctx, ast.Load):
        end = source.span(node)[1]
        yield Edit("", end - len(name), end, _SIBLINGS[name])


@_operator(ast.Return)
def answer(node: ast.Return, source: Source) -> Iterator[Edit]:
    """A function answers None."""
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield _edit(source, node, "return None")


@_operator(ast.Expr, ast.Raise, ast.AugAssign, ast.Delete)
def statement(node: ast.stmt, source: Source) -> Iterator[Edit]:
    """A statement is left out."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        # A generator stays one, whatever is left out of it.
        kept = (
            "if False: yield"
            if any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))
            else "pass"
        )
        yield _edit(source, node, kept)


@_operator(ast.Assign)
def assignment(node: ast.Assign, source: Source) -> Iterator[Edit]:
    """A part of something is not set."""
    if all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
        yield _edit(source, node, "pass")


@_operator(ast.ExceptHandler)
def handler(node: ast.ExceptHandler, source: Source) -> Iterator[Edit]:
    """What was caught is raised again."""
    first, last = node.body[0], node.body[-1]
    if not isinstance(last, ast.Raise):
        yield Edit("", source.span(first)[0], source.span(last)[1], "raise")


def edits(node: ast.AST, source: Source) -> Iterator[Edit]:
    """Every change that some operator would make to *node* itself, not to what it holds."""
    for name, (kinds, made) in OPERATORS.items():
        if isinstance(node, kinds):
            for edit in made(node, source):
                yield Edit(name.strip("-"), edit.start, edit.end, edit.new)
