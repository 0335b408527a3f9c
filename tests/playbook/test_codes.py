"""Every code that is told is explained, and every explanation is of a code that is told."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import medsales_core
from medsales_core.errors import UnknownName
from medsales_core.playbook.lint import RULES
from medsales_core.playbook.lint.codes import CODES, Entry, explained
from medsales_core.text import LANGUAGES

ROOT = Path(medsales_core.__file__).parent
READERS = sorted(
    [*ROOT.glob("rules/reading*.py"), ROOT / "config/table.py", *(ROOT / "playbook").rglob("*.py")]
)
_CODE = re.compile(r"[a-z]+(-[a-z]+)+")


def _strings(call: ast.Call) -> list[str]:
    written = [w for a in call.args for w in ([a.body, a.orelse] if isinstance(a, ast.IfExp) else [a])]
    return [w.value for w in written if isinstance(w, ast.Constant) and isinstance(w.value, str)]


def _told(path: Path) -> Iterator[str]:
    """The codes that a module reports: in calls of error and warning, in rules, and in what it yields as one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("error", "warning", "Rule"):
                yield from (text for text in _strings(node)[:2] if _CODE.fullmatch(text))
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            first = node.value.elts[0]
            if isinstance(first, ast.Constant) and _CODE.fullmatch(str(first.value)):
                yield str(first.value)


def test_the_codes_told_and_the_codes_explained_are_the_same() -> None:
    told = {code for path in READERS for code in _told(path)}
    assert sorted(told - set(CODES)) == []
    assert sorted(set(CODES) - told) == []


@pytest.mark.parametrize("entry", CODES.values(), ids=lambda entry: entry.code)
def test_an_explanation_says_what_why_and_what_mends_it_in_every_language(entry: Entry) -> None:
    for part in (entry.title, entry.meaning, entry.mend):
        assert set(part) == set(LANGUAGES)
        assert all(words.strip() for words in part.values())


def test_every_rule_has_a_code_of_its_own_and_says_why() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert [rule.code for rule in RULES if not (rule.find.__doc__ or "").strip().endswith(".")] == []


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="dead-end"):
        explained("dead-ends")
