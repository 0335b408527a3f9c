"""The demo from end to end."""

import datetime as dt
from pathlib import Path

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.demo import DemoResult, Phase, run_demo
from medsales_core.demo.folder import Folder
from medsales_core.errors import PluginError
from medsales_core.model.facts import ROOTS
from medsales_core.plugins.registry import Registry
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.reports import REPORTS
from medsales_core.text import LANGUAGES

FEW = 24


def small(out: Path, registry: Registry, seed: int = 5) -> DemoResult:
    return run_demo(out, registry=registry, seed=seed, deals=FEW, store=MemoryStore())


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, builtin_only: Registry) -> DemoResult:
    return small(tmp_path_factory.mktemp("few") / "out", builtin_only)


def test_the_same_seed_tells_the_same_story(tmp_path: Path, few: DemoResult, builtin_only: Registry) -> None:
    one, two = few, small(tmp_path / "b", builtin_only)
    assert one.events == two.events
    assert one.look_first == two.look_first
    for first, second in zip(one.files, two.files, strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


def test_every_file_it_names_is_there_and_says_that_it_is_synthetic(told: DemoResult) -> None:
    for file in told.files:
        said = file.read_text("utf-8")
        assert any(word in said for word in ("SYNTHETIC", "Synthetic", "synthetic", "合成")), file


def test_it_names_every_file_that_it_left(told: DemoResult) -> None:
    left = {path for path in told.out.rglob("*") if path.is_file()}
    assert left == set(told.files)


def test_every_report_is_written_in_every_format_and_language(
    told: DemoResult, builtin_only: Registry
) -> None:
    written = [file for file in told.files if file.parent.name == "reports"]
    assert len(written) == len(builtin_only.reports) * len(builtin_only.formats) * len(LANGUAGES)


def test_the_standards_are_judged_and_reported_in_every_format_and_language(
    told: DemoResult, builtin_only: Registry
) -> None:
    written = [file for file in told.files if file.parent.name == "standards"]
    assert len(written) == len(REPORTS) * len(builtin_only.formats) * len(LANGUAGES)
    organisation = told.judged.organisation
    assert {root for root in organisation.roots if organisation.subjects(root)} == set(ROOTS)


def test_nothing_of_the_company_cannot_be_judged_for_an_error(told: DemoResult) -> None:
    assert [found for found in told.judged if found.outcome is Outcome.ERROR] == []


def test_rows_that_cannot_be_read_are_told_and_kept(told: DemoResult) -> None:
    rejected = told.imported.rejected
    spoilt = ("unknown-stage", "two-digit-year", "duplicate-id", "bad-money", "bad-currency", "bad-date")
    assert all(rejected[code] == 1 for code in spoilt)
    kept = told.out / "export" / "synthetic-rejected-rows.csv"
    assert all(code in kept.read_text("utf-8-sig") for code in spoilt)


def test_a_manager_is_given_three_findings_that_are_habits_of_teams(told: DemoResult) -> None:
    looks = told.look_first
    assert len(looks) == 3
    for look in looks:
        assert 2 * look.deals > look.finding.deals
        assert all(look.sentence[language] for language in LANGUAGES)


def test_open_deals_are_scored_by_every_method(told: DemoResult, builtin_only: Registry) -> None:
    assert set(told.scored) == set(builtin_only.scores)
    assert all(scored > 0 for scored, _ in told.scored.values())


def test_progress_is_told_of_every_phase_and_ends_with_all_of_it(
    told: DemoResult, said: list[tuple[Phase, int, int | None]]
) -> None:
    assert list(dict.fromkeys(phase for phase, _, _ in said)) == list(Phase)
    last = {phase: (done, total) for phase, done, total in said}
    assert all(done == total for done, total in last.values())


def test_a_second_run_into_the_folder_starts_over_and_leaves_other_files(
    tmp_path: Path, few: DemoResult, builtin_only: Registry
) -> None:
    before = Folder(tmp_path / "out")
    before.write("reports/of-a-plugin-since-removed.en.txt", b"old")
    before.write("synthetic-scores.csv", b"old")
    note = tmp_path / "out" / "my-notes.txt"
    note.write_text("mine")
    again = small(tmp_path / "out", builtin_only)
    assert again.events == few.events
    assert {path for path in again.out.rglob("*") if path.is_file()} == {note, *again.files}
    assert note.read_text() == "mine"


def test_without_a_plugin_for_an_embedded_store_it_says_so(tmp_path: Path, builtin_only: Registry) -> None:
    with pytest.raises(PluginError, match="no enabled plugin provides a store"):
        run_demo(tmp_path / "out", registry=builtin_only, deals=FEW)


def test_it_looks_back_from_the_day_it_is_given(tmp_path: Path, builtin_only: Registry) -> None:
    day = dt.date(2025, 3, 14)
    result = run_demo(tmp_path / "out", registry=builtin_only, as_of=day, deals=FEW, store=MemoryStore())
    assert result.as_of_moment.date() == day
    assert "2025-03-14" in (result.out / "reports" / "findings.en.txt").read_text("utf-8")


def test_an_embedded_store_is_made_anew_by_every_run(tmp_path: Path) -> None:
    registry = Registry.discover()
    if not registry.stores:
        pytest.skip("no plugin with an embedded store is installed")
    first = run_demo(tmp_path / "out", registry=registry, deals=FEW)
    second = run_demo(tmp_path / "out", registry=registry, deals=FEW)
    assert second.store is not None
    assert second.store.is_file()
    assert second.events == first.events
