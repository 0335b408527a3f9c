"""Single ways: where they may not lead, and who must answer for them."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from medsales_core import check_playbook
from medsales_core.config import Diagnostic
from medsales_core.playbook import Playbook

Write = Callable[..., Path]
SOUND = (Path(__file__).parents[1] / "data" / "sound.toml").read_text("utf-8")


def line_of(toml: str, text: str) -> int:
    return toml[: toml.index(text)].count("\n") + 1


def told(path: Path, *codes: str) -> list[Diagnostic]:
    return [d for d in check_playbook(path)[1] if d.code in codes]


@pytest.mark.parametrize("kind", ["back", "reopen", "forward"])
def test_a_way_back_is_told_just_where_it_leads_past_a_gate(
    playbook_of: Callable[..., Playbook], kind: str
) -> None:
    for source, target in product(range(1, 5), repeat=2):
        # Between neighbours a forward way of the same kind is there already.
        ways = [(kind, source, target)] if kind != "forward" or target - source != 1 else []
        found = [w for w in playbook_of(4, ways).warnings if w.code == "back-leads-forward"]
        forward = (kind == "back" and target >= source) or (kind == "reopen" and target > source)
        assert len(found) == forward, (source, target)
        if forward:
            assert (
                f"{kind}, and leads from 's{source}' (position {source}) to 's{target}'" in found[0].message
            )


def test_of_the_stages_left_those_are_named_that_lie_before(write_playbook: Write) -> None:
    toml = SOUND + '\n[transition.again]\nfrom = ["b", "a"]\nto = "b"\nkind = "reopen"\n'
    (found,) = told(write_playbook(toml), "back-leads-forward")
    assert found.line == line_of(toml, 'to = "b"\nkind = "reopen"')
    assert "from 'a' (position 1) to 'b' (position 2)" in found.message
    assert "'b' (position 2) to" not in found.message


@pytest.mark.parametrize("position", ['position = "2"\n', ""])
def test_a_stage_whose_position_cannot_be_read_lies_nowhere(write_playbook: Write, position: str) -> None:
    toml = SOUND.replace("position = 1\n", position)
    toml += '\n[transition.again]\nfrom = "a"\nto = "b"\nkind = "back"\n'
    assert told(write_playbook(toml), "back-leads-forward") == []


SKIP = '\n[transition.past]\nfrom = "a"\nto = "b"\nkind = "skip"\n'
APART = SOUND.replace('to = "b"\nkind = "forward"', 'to = "b"\nkind = "back"')


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("", "skip-by-anybody"),
        ("who = []\n", "skip-by-anybody"),
        ('who = ["boss"]\n', None),
        ('who = ["bos"]\n', None),
        ("who = 3\n", None),
    ],
)
def test_a_skip_names_who_answers_for_it(write_playbook: Write, who: str, code: str | None) -> None:
    toml = APART + SKIP + who
    found = told(write_playbook(toml), "skip-by-anybody", "empty-who")
    assert [d.code for d in found] == ([code] if code else [])
    if code:
        assert found[0].line == line_of(toml, "who = []" if who else "[transition.past]")
        assert "known: boss" in found[0].hint


def test_where_no_role_is_defined_a_skip_asks_for_one_first(write_playbook: Write) -> None:
    role = '[role.boss]\nlabel = { en = "Boss", zh-Hans = "主管" }\n'
    toml = (APART + SKIP).replace(role, "").replace('waivable_by = ["boss"]\n', "")
    (found,) = told(write_playbook(toml), "skip-by-anybody")
    assert "define a [role.ID]" in found.hint


@pytest.mark.parametrize("kind", ["forward", "win", "lose"])
def test_an_empty_list_of_who_is_told_and_none_is_not(write_playbook: Write, kind: str) -> None:
    emptied = SOUND.replace(f'kind = "{kind}"', f'kind = "{kind}"\nwho = []')
    (found,) = told(write_playbook(emptied), "empty-who")
    assert found.line == line_of(emptied, "who = []")
    assert told(write_playbook(SOUND), "empty-who") == []


def test_a_layer_that_empties_who_is_told_in_its_own_file(write_playbook: Write) -> None:
    layer = 'extends = "medsales:reference"\nid = "mine"\nversion = "1"\n\n[transition.skip-demo]\nwho = []\n'
    (found,) = told(write_playbook(layer), "skip-by-anybody")
    assert (Path(found.file).name, found.line) == ("playbook.toml", 6)


@pytest.mark.parametrize("name", ["reference", "public", "inferred"])
def test_the_playbooks_that_are_built_in_lead_past_no_gate_and_name_who_skips(name: str) -> None:
    found = check_playbook(f"medsales:{name}")[1]
    assert [str(d) for d in found if d.code in ("back-leads-forward", "skip-by-anybody", "empty-who")] == []
