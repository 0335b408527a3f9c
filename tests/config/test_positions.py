"""Positions: for any TOML text, each key, table and list item is found where it stands."""

import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.config import read_toml
from medsales_core.config.positions import Path, Position, positions

SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Writer:
    """Writes TOML and notes where it puts each thing."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.text = ""
        self.noted: dict[Path, Position] = {}
        self.keys = 0

    def put(self, text: str) -> None:
        self.text += text

    def note(self, path: Path) -> None:
        line = self.text.count("\n") + 1
        self.noted[path] = (line, len(self.text) - self.text.rfind("\n"))

    def pick(self, *options: str) -> str:
        chosen: str = self.draw(st.sampled_from(options))
        return chosen

    def blank(self) -> None:
        self.put(self.pick("", " ", "\t "))

    def key(self) -> tuple[str, str]:
        """A key of its own, and how it is written."""
        self.keys += 1
        n = self.keys
        return self.draw(
            st.sampled_from(
                [
                    (f"k{n}", f"k{n}"),
                    (f"k-{n}", f"k-{n}"),
                    (f"{n}", f"{n}"),
                    (f"键.{n}", f'"键.{n}"'),
                    (f"[a] = {n} #", f"'[a] = {n} #'"),
                    (f'q"{n}', f'"q\\"{n}"'),
                    (f"é{n}", f'"\\u00e9{n}"'),
                ]
            )
        )

    def pair(self, table: Path, depth: int) -> None:
        path = table
        for number in range(self.draw(st.integers(1, 2))):
            if number:
                self.put(self.pick(".", " . "))
            name, written = self.key()
            path = (*path, name)
            self.note(path)
            self.put(written)
        self.put(self.pick("=", " = ", "\t="))
        self.value(path, depth)

    def value(self, path: Path, depth: int) -> None:
        kind = self.pick("scalar", "scalar", "array", "inline") if depth else "scalar"
        if kind == "array":
            self.array(path, depth)
        elif kind == "inline":
            self.inline(path, depth)
        else:
            self.put(self.pick(*SCALARS))

    def array(self, path: Path, depth: int) -> None:
        self.put("[")
        for number in range(self.draw(st.integers(0, 3))):
            self.put("," if number else "")
            self.put(self.pick("", " ", "\n  ", ' # ] "\n'))
            self.note((*path, number))
            self.value((*path, number), depth - 1)
            self.put(self.pick("", " ", "\n"))
        self.put("]")

    def inline(self, path: Path, depth: int) -> None:
        self.put("{")
        for number in range(self.draw(st.integers(0, 2))):
            self.put(", " if number else " ")
            self.pair(path, depth - 1)
            self.blank()
        self.put("}")

    def header(self, lists: dict[Path, int]) -> Path:
        parents = sorted(lists)
        parent = self.draw(st.sampled_from([(), *parents]))
        name, written = self.key()
        many = self.draw(st.booleans())
        above: Path = ()
        self.blank()
        self.put("[[" if many else "[")
        self.blank()
        for step in parent:
            self.put(f'"{step}"' + self.pick(".", " . "))
            above = (*above, step)
            above = (*above, lists[above]) if above in lists else above
        path = (*above, name)
        if many:
            lists[(*parent, name)] = 0 if not above else lists.get((*parent, name), 0)
            path = (*path, 0)
        self.note(path)
        self.put(written + ("]]" if many else "]"))
        if many and any(isinstance(step, int) for step in above):
            del lists[(*parent, name)]  # one level of lists of tables is enough
        elif many and not name.replace("k", "").replace("-", "").isdigit():
            del lists[(*parent, name)]  # it is named again by its plain key alone
        return path


SCALARS = [
    "1", "-0.5", "1e3", "true", "inf", "2026-01-31", "2026-01-31 10:00:00", "2026-01-31T10:00:00+08:00", "10:30:00",
    '""', "''", '"a # b = [c] {d}"', "'a \\'", '"""x"""', "'''y'''", '"""two\nlines = 1\n[no]\n"""', "'''\n''a''\n'''",
    '"""a""""', '"""""\n"x"\\""""', '"中文"', '"\\""',
]  # fmt: skip


@st.composite
def documents(draw: Any) -> tuple[str, dict[Path, Position]]:
    writer = Writer(draw)
    lists: dict[Path, int] = {}
    table: Path = ()
    for _ in range(draw(st.integers(1, 6))):
        kind = writer.pick("pair", "pair", "header", "again", "comment")
        writer.blank()
        if kind == "header":
            table = writer.header(lists)
        elif kind == "again" and lists:
            path = draw(st.sampled_from(sorted(lists)))
            lists[path] += 1
            writer.put("[[")
            table = (*path, lists[path])
            writer.note(table)
            writer.put(f"{path[0]}]]")
        elif kind == "pair":
            writer.pair(table, 2)
        else:
            writer.put("# [x] = 1")
        writer.put(writer.pick("", " ", "  # 注释 = [") + "\n" + writer.pick("", "\n"))
    return writer.text, writer.noted


def paths(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deep for key, item in inner for deep in paths(item, (*path, key)))]


@SETTINGS
@given(documents())
def test_each_thing_is_found_exactly_where_it_was_written(document: tuple[str, dict[Path, Position]]) -> None:
    text, noted = document
    data = tomllib.loads(text)
    found = positions(text)
    assert {path: found.get(path) for path in noted} == noted
    assert set(paths(data)) - {()} == set(found)


@SETTINGS
@given(documents(), st.booleans())
def test_neither_line_ends_nor_a_byte_order_mark_move_anything(
    document: tuple[str, dict[Path, Position]], marked: bool
) -> None:
    text, noted = document
    raw = text.replace("\n", "\r\n").encode("utf-8-sig" if marked else "utf-8")
    read = read_toml(raw, name="x.toml")
    assert read.data == read_toml(text.encode(), name="x.toml").data
    assert {path: read.position(path) for path in noted} == noted


def test_what_is_not_there_is_told_by_the_place_of_what_lies_around_it() -> None:
    read = read_toml(b"a = 1\n[t]\nb = { c = [1, 2] }\n", name="x.toml")
    assert read.place(("t", "b", "c", 1)) == ("x.toml", 3, 15)
    assert read.place(("t", "b", "x", "y")) == ("x.toml", 3, 1)
    assert read.place(("t", "x")) == ("x.toml", 2, 2)
    assert read.place(("z",)) == ("x.toml", 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[f]]\nn = 1\n[f.p]\nc = 2\n[[f.v]]\nn = 3\n[[f.v]]\n[[f]]\n[[f.v]]\nn = 4\n",
         {("f", 0, "p", "c"): (4, 1), ("f", 0, "v", 1): (7, 5), ("f", 1, "v", 0, "n"): (10, 1)}),
        ("a.b.c = 1\na.b.d = 2\n", {("a",): (1, 1), ("a", "b"): (1, 3), ("a", "b", "d"): (2, 5)}),
        ("[a.b]\nc = 1\n[a]\nd = 1\n", {("a", "b"): (1, 4), ("a", "d"): (4, 1)}),
        ("x = [[1, 2], [{ y = 1 }]]\n", {("x", 0, 1): (1, 10), ("x", 1, 0, "y"): (1, 17)}),
        ('"" = 1\n', {("",): (1, 1)}),
        ("", {}),
    ],
)  # fmt: skip
def test_known_shapes(text: str, expected: dict[Path, Position]) -> None:
    found = positions(text)
    assert {path: found.get(path) for path in expected} == expected


def test_deep_nesting_tells_what_it_can() -> None:
    text = "a = " + "[" * 200 + "]" * 200 + "\nb = 1\n"
    assert positions(text)["a",] == (1, 1)
