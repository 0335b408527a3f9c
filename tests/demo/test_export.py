"""The export of the made-up CRM."""

import csv
import datetime as dt
import io
from itertools import pairwise
from random import Random

import pytest

from medsales_core.demo.book import STAGES, make_book
from medsales_core.demo.company import PEOPLE, TEAMS, team_of
from medsales_core.demo.export import DEALS, DIRT, MAPPING, make_export

DAY = dt.date(2026, 5, 5)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(make_export(11, DAY)[name].decode("utf-8-sig"))))


def test_the_same_seed_and_day_give_the_same_bytes() -> None:
    assert make_export(11, DAY) == make_export(11, DAY)


@pytest.mark.parametrize(("seed", "day"), [(12, DAY), (11, DAY + dt.timedelta(days=1))])
def test_another_seed_or_day_gives_other_deals(seed: int, day: dt.date) -> None:
    assert make_export(seed, day)["synthetic-deals.csv"] != make_export(11, DAY)["synthetic-deals.csv"]


def test_every_row_of_every_file_says_that_it_is_synthetic() -> None:
    for name in make_export(11, DAY):
        if name != MAPPING:
            assert {row["Data"] for row in rows(name)} == {"SYNTHETIC"}, name


def test_every_customer_and_person_is_marked_as_made_up() -> None:
    names = [row["Name 名称"] for row in rows("synthetic-accounts.csv")]
    names += [row["Name 姓名"] for row in rows("synthetic-reps.csv")]
    assert [name for name in names if "虚构" not in name and "fictional" not in name] == []


def test_one_row_stands_there_twice() -> None:
    numbers = [row["Deal no"] for row in rows("synthetic-deals.csv")]
    assert len(numbers) == DEALS + 1
    assert len(set(numbers)) == DEALS


def test_deals_come_in_three_currencies_and_from_every_team() -> None:
    deals = rows("synthetic-deals.csv")
    assert {row["Currency"] for row in deals} >= {"CNY", "USD", "EUR"}
    assert {team_of(row["Owner"]).id for row in deals} == {team.id for team in TEAMS}


def test_the_book_has_open_deals_in_every_stage_and_closed_ones() -> None:
    sheets = make_book(Random(11), DAY, deals=DEALS).sheets
    assert {sheet.stage for sheet in sheets if sheet.closed is None} == set(STAGES)
    assert {sheet.closed.to for sheet in sheets if sheet.closed} == {"won", "lost"}


def test_some_deals_fall_back_and_some_skip_the_demonstration() -> None:
    ways = [
        [step.to for step in sheet.steps if step.to in STAGES]
        for sheet in make_book(Random(11), DAY, deals=DEALS).sheets
    ]
    jumps = {STAGES.index(b) - STAGES.index(a) for way in ways for a, b in pairwise(way)}
    assert jumps == {-1, 1, 2}


def test_no_step_lies_after_the_day_of_the_export() -> None:
    for sheet in make_book(Random(11), DAY, deals=DEALS).sheets:
        days = [step.on for step in sheet.steps]
        assert days == sorted(days)
        assert days[-1] <= DAY


def test_every_team_has_a_manager_and_three_people() -> None:
    for team in TEAMS:
        roles = sorted(person.role for person in PEOPLE if person.team == team.id)
        assert roles.count("sales-rep") == 3
        assert team.manager in {person.id for person in PEOPLE if person.role == "sales-manager"}


def test_as_many_rows_are_spoilt_as_are_declared() -> None:
    clean = {sheet.id: sheet for sheet in make_book(Random(11), DAY, deals=DEALS).sheets}
    spoilt = 0
    seen: set[str] = set()
    for row in rows("synthetic-deals.csv"):
        sheet = clean[row["Deal no"]]
        as_meant = (
            row["Created"] == sheet.steps[0].on.isoformat()
            and row["Currency"] == sheet.customer.currency
            and row["Amount"] == f"{sheet.amount:,.2f}"
            and row["Stage 阶段"] != "Parked 搁置"
            and row["Expected close"][:2] == "20"
        )
        spoilt += row["Deal no"] in seen or not as_meant
        seen.add(row["Deal no"])
    assert spoilt == DIRT
