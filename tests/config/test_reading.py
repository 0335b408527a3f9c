"""Reading files that are wrong: the error says where, what, and what would mend it."""

from pathlib import Path

import pytest

from medsales_core.config import read_toml
from medsales_core.errors import ConfigError


@pytest.mark.parametrize(
    ("raw", "place", "told"),
    [
        (b"a = 1\nb = \n", "x.toml:2:5", "Invalid value"),
        (b"a = 1\na = 2\n", "x.toml:2:", "overwrite"),
        (b"[a]\n[a]\n", "x.toml:2:", "twice"),
        (b'a = "x\n', "x.toml:1:", "Illegal character"),
        (b"a = {\n", "x.toml:1:", "not TOML"),
        (b'a = """x\n\n', "x.toml:3:1", "Unterminated"),
        (b"a = 2026-02-30\n", "x.toml:1:5", "Invalid date"),
        (b'# ok\n\na = "\x00"\n', "x.toml:3:", "Illegal character"),
        (b"a = 1\r\nb = \r\n", "x.toml:2:5", "Invalid value"),
        (b"\xef\xbb\xbfa = \n", "x.toml:1:5", "Invalid value"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "x.toml:1:1", "nested too deeply"),
        (b"\nb = " + b"1" * 5000 + b"\n", "x.toml:2:5", "too long"),
        (b"a = 1\nb = 1e99999999999999999999\n", "x.toml:2:5", "too large"),
    ],
)
def test_what_is_not_toml_is_told_with_line_and_column(raw: bytes, place: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_toml(raw, name="x.toml")
    assert str(refused.value).startswith(place), str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "place", "guess"),
    [
        ('a = 1\nb = "中文"\n'.encode("gb18030"), "x.toml:2:6", "GB18030"),
        (b'a = "\xff\xfe\xff"\n', "x.toml:1:6", "another encoding"),
        ("a = 1\n".encode("utf-16"), "x.toml:1:1", "save it as UTF-8"),
    ],
)
def test_another_encoding_is_told_with_its_place_and_a_guess(raw: bytes, place: str, guess: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_toml(raw, name="x.toml")
    assert str(refused.value).startswith(f"{place}: ")
    assert "is not UTF-8" in str(refused.value)
    assert guess in str(refused.value)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for name in ("none.toml", ".", "a\0b"):
        path = f"{tmp_path}/{name}"
        with pytest.raises(ConfigError) as refused:
            read_toml(path)
        assert str(refused.value).startswith(f"{path}: cannot be read: ")


def test_bytes_are_read_under_the_name_they_are_given() -> None:
    assert read_toml(b"a = 0.10", name="mapping").place(("a",)) == ("mapping", 1, 1)


def test_numbers_with_a_point_lose_nothing() -> None:
    assert str(read_toml(b"a = 0.10", name="x").data["a"]) == "0.10"
