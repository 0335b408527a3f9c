"""A sheet says what judging one by one says, of everything that a playbook may ask."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.model import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.arrays import holding, holding_lists
from medsales_core.rules.columns import compile_columns, judge_columns
from medsales_core.rules.inverting import violations
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.rules.sheet import Sheet
from medsales_core.testing import strategies

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
MUCH = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, *HealthCheck]
)
PACKS = sorted(Path("examples/packs").glob("*.toml"))


def one_by_one(
    judgements: Iterable[Judgement], rows: Sequence[Facts], at: dt.datetime
) -> dict[str, list[Outcome]]:
    return {j.requirement.id: [j.outcome(row, at) for row in rows] for j in judgements}


def ways_to_fail(playbook: Playbook, good: Facts, known: Iterable[str] = ()) -> list[Facts]:
    """Facts on which each requirement that is not *known* fails, or is unknown, in some of its ways."""
    conditions = [one.condition for name, one in playbook.requirements.items() if name not in known]
    context = playbook.plan.context
    ways = (islice(violations(condition, good, AT, context), 4) for condition in conditions)
    return [good, Facts(), *(way.facts for some in ways for way in some)]


def test_a_sheet_agrees_on_ways_to_fail_and_on_other_days(
    every_standard: Playbook, good_facts: Facts
) -> None:
    judgements, rows = every_standard.plan.judgements.values(), ways_to_fail(every_standard, good_facts)
    sheet = Sheet(rows)
    for days in (0, 400, 0):
        at = AT + dt.timedelta(days=days)
        assert sheet.judge(judgements, at) == one_by_one(judgements, rows, at)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_sheet_agrees_on_the_requirements_of_every_pack(
    path: Path, reference: Playbook, good_facts: Facts
) -> None:
    pack = load_playbook(path)
    judgements, rows = pack.plan.judgements.values(), ways_to_fail(pack, good_facts, reference.requirements)
    assert Sheet(rows).judge(judgements, AT) == one_by_one(judgements, rows, AT)


def test_there_are_packs_to_agree_on() -> None:
    assert len(PACKS) > 4


@MUCH
@given(
    made=st.lists(strategies.facts(playbook=load_playbook("medsales:all"), at=AT), min_size=1, max_size=4),
    shares=st.lists(
        st.dictionaries(st.sampled_from(sorted(ROOTS)), st.none() | st.integers(0, 3), max_size=8), max_size=6
    ),
)
def test_a_sheet_agrees_on_made_facts_whose_rows_share_roots(
    made: list[Facts], shares: list[dict[str, int | None]], every_standard: Playbook
) -> None:
    rows = list(made)
    for share in shares:  # the roots of other rows, or not supplied
        taken = {
            name: NOT_SUPPLIED if row is None else getattr(rows[row % len(rows)], name)
            for name, row in share.items()
        }
        rows.append(rows[len(rows) // 2].with_(**taken))
    judgements = every_standard.plan.judgements.values()
    assert Sheet(rows).judge(judgements, AT) == one_by_one(judgements, rows, AT)


def test_an_empty_sheet_has_empty_columns(reference: Playbook) -> None:
    found = Sheet([]).judge(reference.plan.judgements.values(), AT)
    assert set(found) == set(reference.requirements)
    assert not any(found.values())


def test_a_row_whose_test_fails_is_an_error_and_its_neighbours_are_not(
    reference: Playbook, good_facts: Facts
) -> None:
    class Unreadable:
        def __getattr__(self, name: str) -> Any:
            raise OSError("gone")

    rows = [good_facts, good_facts.with_(deal=Unreadable()), good_facts]
    found = Sheet(rows).judge(reference.plan.judgements.values(), AT)
    assert found == one_by_one(reference.plan.judgements.values(), rows, AT)
    assert found["need-patient-needs"] == [Outcome.PASS, Outcome.ERROR, Outcome.PASS]


def test_no_requirement_of_the_reference_is_asked_record_by_record(
    reference: Playbook, good_facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def noted(condition: Any, table: Any, ask: Any) -> Any:
        asked.append(condition)
        return one_by_one_(condition, table, ask)

    one_by_one_ = holding.one_by_one
    monkeypatch.setattr(holding, "one_by_one", noted)
    monkeypatch.setattr(holding_lists, "one_by_one", noted)
    Sheet([good_facts]).judge(reference.plan.judgements.values(), AT)
    assert asked == []


def test_a_board_is_about_the_moves_to_one_stage_or_about_all(reference: Playbook, good_facts: Facts) -> None:
    rows = [good_facts, Facts()]
    board = reference.board(rows, at=AT, to="solution-value")
    assert board["need-patient-needs"] == [Outcome.PASS, Outcome.UNKNOWN]
    assert reference.board(Sheet(rows), at=AT, to="solution-value") == board
    everything = reference.board(rows, at=AT)
    assert board.items() < everything.items()
    assert reference.board(rows, at=AT, to="nowhere") == {}


def test_a_large_portfolio_is_judged_by_arrays_and_a_small_one_is_not(
    every_standard: Playbook, good_facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    judgements, asked = every_standard.plan.judgements.values(), []

    def noted(sheet: Sheet, judgements: Any, at: dt.datetime) -> Any:
        asked.append(len(sheet))
        return judge(sheet, judgements, at)

    judge = Sheet.judge
    monkeypatch.setattr(Sheet, "judge", noted)
    few = judge_columns(judgements, [good_facts, Facts()], AT)
    assert asked == []
    many = judge_columns(judgements, [good_facts, Facts()] * 1000, AT)
    assert asked == [2000]
    assert {name: outcomes[:2] for name, outcomes in many.items()} == few


def test_with_numpy_a_sheet_is_read_once_and_never_by_columns(
    reference: Playbook, good_facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medsales_core.rules.sheet.compile_columns", None)
    judgements, read = reference.plan.judgements.values(), []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            read.append(name)
            return getattr(good_facts.deal, name)

    sheet = Sheet(iter([good_facts.with_(deal=Counting())]))
    first = sheet.judge(judgements, AT)
    assert read
    read.clear()
    assert sheet.judge(judgements, AT) == first
    assert read == []
    assert len(sheet) == 1


def test_without_numpy_a_sheet_is_read_again_and_says_the_same(
    reference: Playbook, good_facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, judgements = [good_facts, Facts()], reference.plan.judgements.values()
    monkeypatch.setattr("medsales_core.rules.sheet.find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "medsales_core.rules.arrays.portfolio", None)
    assert Sheet(rows).judge(judgements, AT) == compile_columns(judgements)(rows, AT)


def test_numpy_is_imported_when_a_sheet_is_asked_and_no_earlier() -> None:
    code = (
        "import sys, datetime as dt, medsales_core as ms\n"
        "playbook, sheet = ms.reference_playbook(), ms.Sheet([ms.Facts()])\n"
        "before = 'numpy' in sys.modules\n"
        "playbook.board(sheet, at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC))\n"
        "print(before, 'numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
