"""``medsales verify``, as an auditor calls it."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.plugins.registry import Registry
from medsales_core.testing.store_samples import NOW, events

Run = Callable[..., tuple[int, str, str]]


def grow(place: str, *names: str) -> None:
    with Registry.discover().open_store(place) as store:
        for name in names:
            store.append("deal/D-1", events(name), expected_version=None, recorded_at=NOW)


@pytest.fixture
def store(tmp_path: Path) -> str:
    place = str(tmp_path / "deals.db")
    grow(place, *"abcd")
    return place


@pytest.fixture
def kept(tmp_path: Path, store: str, medsales: Run) -> Path:
    """The head of the store, kept elsewhere."""
    assert medsales("verify", "--store", store, "--write-head", str(tmp_path / "head.json"))[0] == 0
    return tmp_path / "head.json"


def spoil(store: str, *statements: str) -> None:
    connection = sqlite3.connect(store)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for statement in (*(f"DROP TRIGGER {name}" for (name,) in triggers), *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()


def change(store: str, *positions: int) -> None:
    marks = ", ".join(map(str, positions))
    spoil(store, f"UPDATE medsales_event SET actor = 'nobody' WHERE position IN ({marks})")


def cut(store: str) -> None:
    """Drop the last event, and everything that tells of it."""
    connection = sqlite3.connect(store)
    (last,) = connection.execute("SELECT hash FROM medsales_event WHERE position = 3").fetchone()
    connection.close()
    spoil(
        store,
        "DELETE FROM medsales_event WHERE position = 4",
        "UPDATE medsales_stream SET version = 3",
        f"UPDATE medsales_ledger SET head = 3, head_hash = x'{last.hex()}'",
    )


def test_a_store_that_nobody_touched_is_whole(store: str, medsales: Run) -> None:
    code, out, err = medsales("verify", "--store", store)
    assert (code, err) == (0, "")
    assert "4 events, each follows the one before it" in out
    assert "held against no head" in out


def test_a_change_is_told_with_its_place(store: str, medsales: Run) -> None:
    change(store, 2)
    code, out, _ = medsales("verify", "--store", store)
    assert code == 1
    assert "4 events; flaws: 1, the first at position 2" in out
    assert "position 2 (deal/D-1, version 2): the event does not follow" in out
    assert "from position 3 to 4 every event follows the one before it" in out


def test_what_is_told_is_told_in_chinese(store: str, medsales: Run) -> None:
    assert "逐一衔接" in medsales("verify", "--store", store, "--lang", "zh-Hans")[1]
    change(store, 4)
    code, out, _ = medsales("verify", "--store", store, "--lang", "zh-Hans")
    assert code == 1
    assert "位置4（deal/D-1，版本4）：该事件与前一事件不衔接" in out
    assert "此后没有衔接的事件" in out


def test_a_head_kept_elsewhere_tells_of_missing_last_events(store: str, kept: Path, medsales: Run) -> None:
    cut(store)
    assert medsales("verify", "--store", store)[0] == 0
    code, out, _ = medsales("verify", "--store", store, "--head", str(kept))
    assert code == 1
    assert "events are missing at its end" in out


def test_a_store_that_grew_holds_against_an_earlier_head(store: str, kept: Path, medsales: Run) -> None:
    grow(store, "e")
    before = kept.read_bytes()
    code, out, _ = medsales("verify", "--store", store, "--head", str(kept), "--write-head", str(kept))
    assert code == 0
    assert "all up to position 4 is as it was" in out
    assert json.loads(before)["position"] == 4
    assert json.loads(kept.read_bytes())["position"] == 5
    assert sorted(path.name for path in kept.parent.glob("*.json*")) == ["head.json"]


def test_the_head_of_a_store_that_is_not_whole_is_not_written(store: str, kept: Path, medsales: Run) -> None:
    before = kept.read_bytes()
    grow(store, "e")
    change(store, 2)
    code, out, _ = medsales("verify", "--store", store, "--write-head", str(kept))
    assert code == 1
    assert "was not written" in out
    assert kept.read_bytes() == before


def test_programs_read_the_whole_proof(store: str, kept: Path, medsales: Run) -> None:
    change(store, 2)
    code, out, _ = medsales("verify", "--store", store, "--head", str(kept), "--json")
    told = json.loads(out)
    assert (code, told["is_whole"], told["events"], told["follows_from"]) == (1, False, 4, 3)
    assert told["against"] == json.loads(kept.read_bytes())
    assert [(flaw["kind"], flaw["position"]) for flaw in told["flaws"]] == [("link", 2)]


def test_of_many_flaws_some_are_printed(store: str, medsales: Run) -> None:
    change(store, 1, 2, 3, 4)
    printed = {
        top: medsales("verify", "--store", store, "--top", top)[1].count("✗") for top in ("0", "1", "3")
    }
    assert printed == {"0": 4, "1": 1, "3": 3}
    assert "... and 3 more; --top 0 lists all" in medsales("verify", "--store", store, "--top", "1")[1]


@pytest.mark.parametrize(
    ("written", "says"),
    [(None, "cannot be read"), ("{", "is no JSON"), ('{"position": 1}', "no head of a ledger"), ("[" * 9999, "no JSON")],
)  # fmt: skip
def test_a_file_that_is_no_head_is_told(
    written: str | None, says: str, store: str, tmp_path: Path, medsales: Run
) -> None:
    head = tmp_path / "head.json"
    if written is not None:
        head.write_text(written, "utf-8")
    code, out, err = medsales("verify", "--store", store, "--head", str(head))
    assert (code, out) == (2, "")
    assert says in err
    assert "head.json" in err


def test_what_cannot_be_done_is_told(store: str, tmp_path: Path, medsales: Run) -> None:
    for arguments, says in (
        (("--store", str(tmp_path / "no.db")), "no store here"),
        (("--store", store, "--write-head", str(tmp_path / "no" / "head.json")), "cannot be written"),
        (("--store", store, "--top", "-1"), "--top"),
    ):
        code, _, err = medsales("verify", *arguments)
        assert code == 2
        assert says in err
