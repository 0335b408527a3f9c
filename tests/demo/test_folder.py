"""The folder that a demo writes into."""

from pathlib import Path

import pytest

from medsales_core.demo.folder import MARKER, Folder
from medsales_core.errors import ValueRefused


def test_what_it_holds_is_said_in_both_languages(tmp_path: Path) -> None:
    Folder(tmp_path / "out").write("a/b.txt", b"x")
    said = (tmp_path / "out" / MARKER).read_text("utf-8")
    assert "SYNTHETIC DATA" in said
    assert "合成数据" in said
    assert "- a/b.txt" in said.splitlines()


def test_the_next_run_removes_what_the_last_one_wrote_and_nothing_else(tmp_path: Path) -> None:
    Folder(tmp_path / "out").write("a.txt", b"x")
    (tmp_path / "out" / "mine.txt").write_text("mine")
    Folder(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [MARKER, "mine.txt"]


def test_what_a_store_left_beside_its_file_is_removed_too(tmp_path: Path) -> None:
    place = Folder(tmp_path / "out").place("a.db")
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).write_bytes(b"x")
    Folder(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [MARKER]


def test_a_run_that_was_broken_off_can_be_started_over(tmp_path: Path) -> None:
    broken = Folder(tmp_path / "out")
    broken.place("half.db").write_bytes(b"half")
    assert not (Folder(tmp_path / "out").path / "half.db").exists()


def test_a_marker_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MARKER).write_text(f"- ../precious.txt\n- {outside}\n- .\n", "utf-8")
    Folder(tmp_path / "out")
    assert outside.read_text() == "mine"


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ValueRefused, match="no demo wrote"):
        Folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ValueRefused, match="needs a folder"):
        Folder(tmp_path / "out")
