"""``medsales migrate``: the plan first, then the deed; bad input is a message, and nothing is half done."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core as ms
from medsales_core.desk import Desk

Run = Callable[..., tuple[int, str, str]]
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
OLD = """
schema = 1
id = "acme"
version = "1"
title = { en = "Acme", zh-Hans = "艾克米" }

[process.deal]
moves = "deal"
start = "talk"
label = { en = "Deal", zh-Hans = "商机" }

[stage.talk]
process = "deal"
position = 1
label = { en = "Talk", zh-Hans = "洽谈" }

[stage.talk.exit.named]
label = { en = "It has a name", zh-Hans = "已命名" }
source = "T"
require = { "deal.name" = "filled" }

[stage.demo]
process = "deal"
position = 2
label = { en = "Demonstration", zh-Hans = "演示" }

[stage.demo.exit.priced]
label = { en = "It has a price", zh-Hans = "已报价" }
source = "T"
require = { "deal.name" = "filled" }

[transition.on]
from = "talk"
to = "demo"
kind = "forward"

[transition.win]
from = "demo"
kind = "win"

[transition.lose]
from = ["talk", "demo"]
kind = "lose"
"""
OWNED = """
[stage.talk.exit.owned]
label = { en = "Somebody owns it", zh-Hans = "有负责人" }
source = "T"
require = { "deal.owner_id" = "filled" }
"""


@pytest.fixture
def old(tmp_path: Path) -> str:
    place = tmp_path / "acme-1.toml"
    place.write_text(OLD, encoding="utf-8")
    return str(place)


@pytest.fixture
def new(tmp_path: Path) -> str:
    """The second stage is called a trial now, and the first asks for more."""
    place = tmp_path / "acme-2.toml"
    renamed = OLD.replace("demo", "trial").replace('version = "1"', 'version = "2"') + OWNED
    place.write_text(renamed, encoding="utf-8")
    return str(place)


@pytest.fixture
def store(tmp_path: Path, old: str) -> str:
    """D-1 at the first stage, D-2 at the second, D-3 lost."""
    place = str(tmp_path / "deals.db")
    actor = ms.Actor("u-1")
    with Desk.open(place, ms.load_playbook(old)) as desk:
        for subject in ("D-1", "D-2", "D-3"):
            desk.decide(subject, ms.Open(), actor=actor, at=AT)
            desk.decide(subject, ms.Describe({"name": "CT"}), actor=actor, at=AT)
        desk.decide("D-2", ms.Advance("demo"), actor=actor, at=AT)
        desk.decide("D-3", ms.Lose("price"), actor=actor, at=AT)
    return place


def stages(store: str, playbook: str) -> dict[str, tuple[str, int]]:
    """Where every deal stands, and how much happened to it."""
    with Desk.open(store, ms.load_playbook(playbook)) as desk:
        found = {name: desk.progress(name) for name in desk.subjects()}
    return {name: (progress.stage, progress.version) for name, progress in found.items()}


def test_the_plan_is_a_dry_run_that_names_who_has_no_place(
    store: str, old: str, new: str, medsales: Run
) -> None:
    before = stages(store, old)
    code, out, err = medsales("migrate", "--store", store, "--playbook", new, "--before", old)
    assert (code, err) == (1, "")
    assert "Demonstration [demo]" in out
    assert "none; perhaps trial" in out, "it is called alike"
    assert "Somebody owns it" in out
    assert "nothing has been changed" in out
    assert stages(store, old) == before
    mapped = medsales("migrate", "--store", store, "--playbook", new, "--before", old, "--map", "demo=trial")
    assert mapped[0] == 0
    assert stages(store, old) == before


def test_it_is_applied_with_a_reason_and_done_again_does_nothing(
    store: str, old: str, new: str, medsales: Run
) -> None:
    apply = ("migrate", "--store", store, "--playbook", new, "--map", "demo=trial", "--apply")
    code, _, err = medsales(*apply)
    assert code == 2
    assert "a reason must be given" in err
    assert stages(store, old) == {"D-1": ("talk", 2), "D-2": ("demo", 3), "D-3": ("talk", 3)}
    code, out, err = medsales(*apply, "--reason", "Handbook 2", "--actor", "u-9")
    assert (code, out, err) == (0, "2 migrated\n", "")
    after = {"D-1": ("talk", 3), "D-2": ("trial", 4), "D-3": ("talk", 3)}
    assert stages(store, new) == after
    assert medsales(*apply)[:2] == (0, "0 migrated\n"), "nobody is left, so no reason is asked for"
    assert stages(store, new) == after
    assert (
        medsales("migrate", "--store", store, "--playbook", new, "--closed", "--apply")[1] == "1 migrated\n"
    )


def test_what_can_be_placed_is_migrated_and_the_rest_is_told(store: str, new: str, medsales: Run) -> None:
    code, out, _ = medsales("migrate", "--store", store, "--playbook", new, "--apply")
    assert code == 1
    assert "1 migrated" in out
    assert "no place for 1," in out
    assert stages(store, new)["D-2"] == ("demo", 3)
    code, out, _ = medsales("migrate", "--store", store, "--playbook", new, "--apply", "--lang", "zh-Hans")
    assert "1个无处可列" in out


def test_the_plan_is_json_for_a_program(store: str, old: str, new: str, medsales: Run) -> None:
    code, out, _ = medsales("migrate", "--store", store, "--playbook", new, "--before", old, "--json")
    told = json.loads(out)
    assert code == 1
    assert told["summary"]["unplaced"] == 1
    assert told["failing"] == {"owned": ["D-1"]}
    assert told["applied"] is None
    done = json.loads(medsales("migrate", "--store", store, "--playbook", new, "--apply", "--json")[1])
    assert done["applied"] == {"done": ["D-1"], "raced": [], "refused": []}


@pytest.mark.parametrize("format", ["text", "markdown", "csv"])
def test_the_plan_is_rendered_in_every_format_and_language(
    format: str, tmp_path: Path, store: str, new: str, medsales: Run
) -> None:
    out = tmp_path / "plan"
    for language, told in (("en", "Would stand at"), ("zh-Hans", "迁移后阶段")):
        call = ("--format", format, "--lang", language, "--out", str(out))
        assert medsales("migrate", "--store", store, "--playbook", new, *call)[0] == 1
        assert told in out.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--map", "demo=trail"), "did you mean 'trial'?"),
        (("--map", "dmeo=trial", "--before", "OLD"), "did you mean 'demo'?"),
        (("--map", "demo"), "write --map OLD=NEW"),
        (("--map", "=trial"), "write --map OLD=NEW"),
        (("--map", "demo=trial", "--map", "demo=talk"), "to both 'trial' and 'talk'"),
        (("--process", "deal=dela"), "did you mean 'deal'?"),
        (("--format", "txt"), "did you mean 'text'?"),
        (("--before", "nowhere.toml"), "nowhere.toml: cannot be read"),
        (("--before", "BROKEN"), "broken.toml:1:10: not TOML"),
    ],
)
def test_bad_input_is_a_message_that_says_what_mends_it(
    options: tuple[str, ...], told: str, tmp_path: Path, store: str, old: str, new: str, medsales: Run
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("schema = = 1", encoding="utf-8")
    places = {"OLD": old, "BROKEN": str(broken)}
    given = [places.get(option, option) for option in options]
    code, out, err = medsales("migrate", "--store", store, "--playbook", new, *given, "--apply")
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
    assert stages(store, old)["D-1"] == ("talk", 2)


def test_a_new_playbook_that_is_broken_or_a_store_that_is_not_there_is_a_message(
    tmp_path: Path, store: str, new: str, medsales: Run
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("schema = = 1", encoding="utf-8")
    code, _, err = medsales("migrate", "--store", store, "--playbook", str(broken))
    assert (code, "broken.toml:1:10: not TOML" in err) == (2, True)
    code, _, err = medsales("migrate", "--store", str(tmp_path / "none.db"), "--playbook", new)
    assert code == 2
    assert "none.db" in err


def test_an_audit_judges_what_was_done_before_by_the_playbook_before(
    store: str, old: str, new: str, medsales: Run
) -> None:
    medsales(
        "migrate", "--store", store, "--playbook", new, "--map", "demo=trial", "--reason", "2", "--apply"
    )
    assert (
        "3 deals judged, 0 with findings"
        in medsales("audit", "--store", store, "--playbook", new, "--before", old)[1]
    )
    code, out, _ = medsales("report", "stage-aging", "--store", store, "--playbook", new, "--before", old)
    assert code == 0
    assert "Demonstration" in out


def test_a_deal_whose_stage_is_gone_is_told_where_to_turn(store: str, new: str, medsales: Run) -> None:
    code, out, _ = medsales("explain", "D-2", "--store", store, "--playbook", new)
    assert (code, "has no such stage: see medsales migrate" in out) == (0, True)
    code, out, _ = medsales("advance", "D-2", "--to", "talk", "--store", store, "--playbook", new)
    assert (code, "migrate it to one that it has" in out) == (1, True)
