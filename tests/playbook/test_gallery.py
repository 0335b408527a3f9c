"""The gallery: small playbooks with a defect each, and exactly what the linter says of them."""

import datetime as dt
import re
from pathlib import Path

import pytest

from medsales_core import check_playbook
from medsales_core.playbook.lint.codes import CODES

DATA = Path(__file__).parents[1] / "data"
GALLERY = sorted((DATA / "playbooks").glob("*.toml"))
TODAY = dt.date(2026, 11, 23)
_EXPECT = re.compile(r"^# expect: (\d+:\d+) (error|warning) ([a-z-]+)$", re.MULTILINE)


def expected(path: Path) -> list[tuple[str, str, str]]:
    """What the comments at the end of the file foresee: place, level and code."""
    found = _EXPECT.finditer(path.read_text("utf-8"))
    return [(match[1], match[2], match[3]) for match in found]


def test_the_gallery_has_forty_pictures_and_more() -> None:
    assert len(GALLERY) >= 40


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_defective_playbook_gets_exactly_the_diagnostics_foreseen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(DATA / "dists"))
    playbook, found = check_playbook(path, as_of=TODAY)
    told = [(f"{d.line}:{d.column}", str(d.level), d.code) for d in found]
    assert told == expected(path)
    assert told != []
    assert (playbook is None) == any(level == "error" for _, level, _ in told)


def test_every_code_has_a_picture() -> None:
    shown = {code for path in GALLERY for _, _, code in expected(path)}
    assert sorted(set(CODES) - shown) == []
