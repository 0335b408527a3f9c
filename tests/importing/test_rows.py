"""What an importer read becomes events once, whatever it is asked again, or nothing at all."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from medsales_core import Desk
from medsales_core.builtin.json_lines import JsonLines
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.process import Process
from medsales_core.errors import PluginError, UnknownName, ValueRefused
from medsales_core.importing import ImportResult, SourceUnusable, import_rows
from medsales_core.model import Deal
from medsales_core.playbook import Playbook
from medsales_core.ports.importer import Importer, RejectedRow, RowRead, StageEntered
from medsales_core.ports.store import Store
from medsales_core.text import text

NOW = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
CONTACT, NEEDS = "customer-development-contact", "needs-discovery"


def line(deal: dict[str, Any], *stages: dict[str, str]) -> str:
    return json.dumps({"deal": deal, "stages": stages})


A = line({"id": "A", "name": "CT"}, {"stage": CONTACT, "at": "2026-01-01T00:00:00+08:00"}, {"stage": NEEDS})
B = line({"id": "B"}, {"stage": NEEDS}, {"stage": NEEDS, "outcome": "lost", "reason": "price"})


class Bench:
    def __init__(self, folder: Path, playbook: Playbook, store: Store | None = None) -> None:
        self.file, self.playbook, self.store = folder / "deals.jsonl", playbook, store or MemoryStore()

    def run(self, *lines: str, importer: Importer | None = None, **options: Any) -> ImportResult:
        self.file.write_text("\n".join(lines), "utf-8")
        found = importer or JsonLines()
        return import_rows(found, self.file, store=self.store, playbook=self.playbook, at=NOW, **options)


@pytest.fixture
def bench(tmp_path: Path, playbook: Playbook) -> Bench:
    return Bench(tmp_path, playbook)


def test_rows_become_deals_with_their_way_and_fields(bench: Bench) -> None:
    result = bench.run(A, B)
    assert (result.rows, result.subjects, result.rejected_rows) == (2, 2, 0)
    assert result.events == sum(1 for _ in bench.store.scan())
    desk = Desk(bench.playbook, bench.store)
    assert desk.facts("A").deal.name == "CT"
    assert (desk.progress("A").stage, str(desk.progress("B").status)) == (NEEDS, "lost")


def test_the_same_file_again_appends_nothing(bench: Bench) -> None:
    first = bench.run(A, B)
    again = bench.run(A, B)
    assert (again.events, again.known) == (0, first.events)


def test_a_newer_file_appends_what_is_new(bench: Bench) -> None:
    bench.run(A)
    newer = json.loads(A)
    del newer["deal"]["name"]
    newer["stages"].append({"stage": "solution-value", "at": "2026-01-02T00:00:00+08:00"})
    result = bench.run(json.dumps(newer), B)
    desk = Desk(bench.playbook, bench.store)
    assert desk.facts("A").deal.name is None
    assert desk.progress("A").stage == "solution-value"
    assert result.subjects == 2


def test_a_deal_told_twice_is_taken_once(bench: Bench) -> None:
    result = bench.run(A, A)
    assert (result.subjects, dict(result.rejected)) == (1, {"repeated-deal": 1})
    (reject,) = result.rejects
    assert (reject.file, reject.line) == ("deals.jsonl", 2)


def test_a_stage_that_the_process_lacks_is_told_with_the_one_that_was_meant(bench: Bench) -> None:
    result = bench.run(line({"id": "C"}, {"stage": "need-discovery"}))
    (reject,) = result.rejects
    assert reject.code == "unknown-process-stage"
    assert "needs-discovery" in reject.reason["en"]
    assert list(bench.store.scan()) == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("{", "not-json"),
        ("NaN", "not-json"),
        ("[" * 100_000, "not-json"),
        ("[]", "bad-shape"),
        ('{"deal": {}}', "bad-shape"),
        (line({"id": "C", "nam": "x"}, {"stage": NEEDS}), "bad-deal"),
        (line({"id": "C", "amount": 3}, {"stage": NEEDS}), "bad-deal"),
        (line({"id": "C"}), "bad-stages"),
        (line({"id": "C"}, {"stage": NEEDS, "at": "2026-01-01T00:00:00"}), "bad-stages"),
        (line({"id": "C"}, {"stage": NEEDS, "at": "yesterday"}), "bad-stages"),
        (line({"id": "C"}, {"stage": NEEDS, "outcome": "won?"}), "bad-stages"),
        ('{"deal": {"id": "C"}, "stages": {}}', "bad-stages"),
        ('{"deal": {"id": "C"}, "stages": [{"stage": 1}]}', "bad-stages"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_taken(bench: Bench, bad: str, code: str) -> None:
    result = bench.run(A, "", bad, B)
    (reject,) = result.rejects
    assert (reject.code, reject.line, result.rows, result.subjects) == (code, 3, 3, 2)


def test_rejected_rows_are_written_to_a_file(bench: Bench, tmp_path: Path) -> None:
    bench.run("{", rejects=tmp_path / "rejects.jsonl")
    (kept,) = (tmp_path / "rejects.jsonl").read_text("utf-8").splitlines()
    assert json.loads(kept)["code"] == "not-json"


def test_progress_is_told(bench: Bench) -> None:
    told: list[int] = []
    bench.run(A, B, progress=told.append)
    assert told == [2]


class Failing(Importer):
    id = "t.failing"
    title = text("Failing", "失败")
    suffixes = (".x",)

    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[RowRead | RejectedRow]:
        yield RowRead(line=1, deal=Deal(id="A"), stages=(StageEntered(stage=NEEDS),))
        raise KeyError("column")


def test_an_importer_that_fails_writes_nothing_and_is_named(bench: Bench) -> None:
    with pytest.raises(PluginError, match=r"importer 't\.failing' failed on deals\.jsonl: KeyError"):
        bench.run(importer=Failing())
    assert list(bench.store.scan()) == []


def test_a_file_that_is_not_there_or_no_text_is_refused(bench: Bench, tmp_path: Path) -> None:
    for name, content in (("none.jsonl", None), ("latin.jsonl", b"\xe9\xff")):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(SourceUnusable, match=name):
            import_rows(JsonLines(), path, store=bench.store, playbook=bench.playbook, at=NOW)


def test_bad_arguments_are_refused(bench: Bench) -> None:
    with pytest.raises(UnknownName):
        bench.run(A, process="deals")
    with pytest.raises(ValueRefused):
        import_rows(
            JsonLines(), bench.file, store=bench.store, playbook=bench.playbook, at=NOW.replace(tzinfo=None)
        )


@pytest.mark.parametrize(
    "make",
    [
        lambda: StageEntered(stage="x", at=NOW.replace(tzinfo=None)),
        lambda: StageEntered(stage="x", outcome="ended"),
        lambda: RowRead(line=0, deal=Deal(id="A"), stages=(StageEntered(stage="x"),)),
        lambda: RowRead(line=1, deal=Deal(id="A"), stages=()),
    ],
)
def test_answers_that_mean_nothing_cannot_be_made(make: Any) -> None:
    with pytest.raises(ValueRefused):
        make()
