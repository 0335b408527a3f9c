"""Formatting a playbook: one form, no comment lost, nothing meant otherwise, written at once or not at all."""

import os
import stat
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import read_toml
from medsales_core.errors import ConfigError, MedsalesError
from medsales_core.identity import content_hash
from medsales_core.playbook import formatting
from medsales_core.playbook.formatting import formatted, rewrite

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for pattern in ("src/medsales_core/reference/**/*.toml", "examples/**/*.toml", "plugins/*/src/**/*.toml")
    for path in ROOT.glob(pattern)
    if path.name not in ("items.toml", "medsales.toml", "pyproject.toml")
    and "[source]" not in path.read_text("utf-8")
)


def fmt(text: str) -> str:
    return formatted(text.encode(), name="x.toml")


def comments(text: str) -> list[str]:
    """The comments of a text that has no `#` in its values."""
    return sorted(line[line.index("#") :].rstrip() for line in text.splitlines() if "#" in line)


def hash_of(text: str) -> str:
    return content_hash(read_toml(text.encode(), name="x.toml").data)


UNFORMED = """\


# What this file is.

version="1"   #  which
id     =  "x"
# on extending
extends = 'medsales:reference'



[stage . needs-discovery]   # here
position=3
# both languages
guidance.zh-Hans = "二"
guidance.en = "two"


label = { en = "N", zh-Hans = "需" }
# no longer: criticality = "key"

[stage.needs-discovery.exit.r]

require = { "deal.name" = "filled" }

severity = "warn"
# a list
waivable_by = [
    "a",  # one
    "b",
]
label = { en = "L", zh-Hans = "标" }

# Another part -------


# of role
[role."odd name"]
label.en = '''
two

# lines'''
"""
FORMED = """\
# What this file is.

# on extending
extends = 'medsales:reference'
id      = "x"
version = "1"  #  which

[stage.needs-discovery]  # here
position = 3
label    = { en = "N", zh-Hans = "需" }
# both languages
guidance.zh-Hans = "二"
guidance.en      = "two"
# no longer: criticality = "key"

[stage.needs-discovery.exit.r]
label    = { en = "L", zh-Hans = "标" }
severity = "warn"
# a list
waivable_by = [
    "a",  # one
    "b",
]
require = { "deal.name" = "filled" }

# Another part -------


# of role
[role."odd name"]
label.en = '''
two

# lines'''
"""


def test_a_file_gets_its_usual_form() -> None:
    assert fmt(UNFORMED) == FORMED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_own_files_have_the_form_that_we_give(path: Path) -> None:
    assert fmt(path.read_text("utf-8")) == path.read_text("utf-8"), "medsales fmt mends it"


@pytest.mark.parametrize(
    ("unspaced", "spaced"),
    [
        ("a = {b=1}", "a = { b=1 }"),
        ("a = { b = 2026-06-30 }", "a = { b = 2026-06-30 }"),
        ("a = [{b = {c = 1}}, {}]", "a = [{ b = { c = 1 } }, {}]"),
        ('a = {b = \'{x}\', c = "{\\"{y}"}', 'a = { b = \'{x}\', c = "{\\"{y}" }'),
        ("a = 1  # {b}", "a = 1  # {b}"),
        ('a = """\n{x}\n"""', 'a = """\n{x}\n"""'),
    ],
)
def test_inline_tables_have_air(unspaced: str, spaced: str) -> None:
    assert fmt(unspaced) == f"{spaced}\n"


def test_a_key_longer_than_any_column_pushes_nothing() -> None:
    long = f'"{"deal." * 9}name"'
    assert fmt(f"{long} = 1\nab = 2\nc = 3\n") == f"{long} = 1\nab = 2\nc  = 3\n"


def test_two_blank_lines_stand_above_a_comment_alone() -> None:
    assert fmt("\n\n\na=1\n\n\n\n\n# of b\n\n\n\nb=2\n\n\n\n[c]\n\n\n\n[d]\n") == (
        "a = 1\n\n\n# of b\n\nb = 2\n\n[c]\n\n[d]\n"
    )


BLANK = st.sampled_from(["", "", "\n", "\n\n\n", "  \n"])
COMMENT = st.sampled_from(["", "", "# one\n", "  # two\n# three\n", "# four\n\n", "\n#five\n"])
TAIL = st.sampled_from(["", "  # tail", "# close"])
VALUE = st.sampled_from(
    ['"x"', "1", "true", "[1,2]", "[\n  1, # in\n  2,\n]", '{ en = "a", zh-Hans = "b" }', '"""\na\n\n\nb"""', "''", "2026-01-31"]
)  # fmt: skip
KEYS = [
    "label.en",
    "label.zh-Hans",
    "source",
    "severity",
    '"deal.name"',
    "require.x",
    "zzz",
    "position",
    "to",
    "value",
]
HEADERS = [
    "stage.a", "stage.a.exit.r", "stage.b", "stage.a.exit.r.require", 'standard.s.requirement."q.r"', "transition.t",
    " role . r ", "threshold.t", "other", "other.deeper",
]  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """A TOML file with comments and blank lines anywhere."""

    def pairs() -> str:
        names = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=5))
        return "".join(
            f"{draw(BLANK)}{draw(COMMENT)}{name}{draw(st.sampled_from(['=', ' = ', '   =']))}{draw(VALUE)}{draw(TAIL)}\n"
            for name in names
        )

    headers = draw(st.permutations(HEADERS))[: draw(st.integers(0, 6))]
    parts = [pairs()]
    parts += [f"{draw(BLANK)}{draw(COMMENT)}{draw(BLANK)}[{name}]{draw(TAIL)}\n{pairs()}" for name in headers]
    parts += [f"{draw(COMMENT)}[[many]]{draw(TAIL)}\n{pairs()}" for _ in range(draw(st.integers(0, 2)))]
    return "".join(parts) + draw(COMMENT) + draw(BLANK)


@settings(max_examples=300, deadline=None)
@given(files())
def test_any_file_is_formed_once_and_for_all(before: str) -> None:
    try:
        tomllib.loads(before)
    except tomllib.TOMLDecodeError:  # a key was drawn both as a value and as a table
        return
    after = fmt(before)
    assert hash_of(after) == hash_of(before)
    assert comments(after) == comments(before)
    assert fmt(after) == after


@settings(deadline=None)
@given(st.text(max_size=60))
def test_what_is_no_toml_is_refused_and_never_crashes(text: str) -> None:
    try:
        after = fmt(text)
    except ConfigError:
        return
    except UnicodeEncodeError:  # a lone surrogate never stands in a file
        return
    assert hash_of(after) == hash_of(text)


def test_what_would_mean_something_else_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_written", lambda text, name: text.replace("1", "2"))
    with pytest.raises(ConfigError, match="would change what it means"):
        fmt("schema = 1\n")


def test_without_tomlkit_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomlkit", None)
    with pytest.raises(MedsalesError) as refused:
        fmt("schema = 1\n")
    assert "medsales-core[fmt]" in refused.value.hint


def test_the_mode_and_the_line_ends_of_the_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"b=1\r\n\r\n\r\n[a]\r\n")
    path.chmod(0o640)
    rewrite(path, fmt(path.read_text("utf-8")))
    assert path.read_bytes() == b"b = 1\r\n\r\n[a]\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "x.toml", tmp_path / "link.toml"
    path.write_text("a=1\n", "utf-8")
    link.symlink_to(path)
    rewrite(link, "a = 1\n")
    assert link.is_symlink()
    assert path.read_text("utf-8") == "a = 1\n"


def test_a_failed_write_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a=1\n", "utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        rewrite(path, "a = 1\n")
    assert path.read_text("utf-8") == "a=1\n"
    assert list(tmp_path.iterdir()) == [path]
