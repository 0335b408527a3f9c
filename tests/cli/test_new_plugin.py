"""``medsales new-plugin`` as its users meet it."""

from pathlib import Path

import pytest

from medsales_core.cli.app import run


def call(*arguments: str) -> int:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as left:
        run(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize(("language", "told"), [("en", "keeps its promises"), ("zh-Hans", "验证插件")])
def test_what_was_written_is_listed_with_what_to_do_next(
    language: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("new-plugin", "stage-pack", "tender", "--out", str(tmp_path), "--lang", language) == 0
    printed = capsys.readouterr().out
    assert str(tmp_path / "medsales-tender/src/medsales_tender/tender.toml") in printed.splitlines()
    assert told in printed
    assert "python -m pytest" in printed


def test_a_second_one_of_the_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("new-plugin", "check", "tender", "--out", str(tmp_path)) == 0
    assert call("new-plugin", "check", "tender", "--out", str(tmp_path)) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_kind_that_there_is_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("new-plugin", "shop", "tender", "--out", str(tmp_path)) == 2
    told = capsys.readouterr().err
    assert "there is no kind of plugin 'shop'" in told
    assert "calendar" in told
