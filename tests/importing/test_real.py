"""Real exports: what the import says is held against an independent count with the csv module alone."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import attrs
import pytest

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress
from medsales_core.importing import ImportResult, import_file, read_mapping
from medsales_core.playbook import Playbook
from medsales_core.ports.store import NewEvent, Store, StoredEvent

EXAMPLES = Path(__file__).parents[2] / "examples" / "mappings"
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


class Light(Store):
    """Keeps the events as they come: tens of thousands of them are to be looked at, not guarded."""

    def __init__(self) -> None:
        self.kept: dict[str, list[NewEvent]] = defaultdict(list)

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        assert len(self.kept[stream]) == expected_version
        self.kept[stream] += events
        return ()

    def version(self, stream: str) -> int:
        return len(self.kept.get(stream, ()))

    def read(self, stream: str, *, after: int = 0) -> Iterator[Any]:
        return iter(self.kept[stream][after:])

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        raise NotImplementedError

    def streams(self, prefix: str = "") -> Iterator[str]:
        return (name for name in sorted(self.kept) if name.startswith(prefix))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield

    def close(self) -> None:
        pass


@attrs.define
class Imported:
    """A real export in a store, its streams taken apart once."""

    result: ImportResult
    store: Light
    streams: dict[str, list[NewEvent]]
    progress: dict[str, Progress]

    def deals(self) -> Iterator[tuple[str, list[NewEvent]]]:
        for deal in self.progress:
            yield deal, self.streams[f"deal/{deal}"]

    def fields(self, stream: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.streams[stream]:
            found.update(event.data.get("fields", {}))
        return found


def imported(name: str, folder: Path, playbook: Playbook, file: str = "") -> Imported:
    mapping = read_mapping(EXAMPLES / f"{name}.toml", playbook)
    if file:
        mapping = attrs.evolve(mapping, file=attrs.evolve(mapping.file, file=file))
    store = Light()
    result = import_file(mapping, store=store, playbook=playbook, base=folder / name, at=NOW)
    progress = {
        stream[5:]: Progress(stream[5:]).apply(
            Event(EventKind(e.kind), stream[5:], version, e.occurred_at, e.actor, e.playbook, e.data)
            for version, e in enumerate(events, start=1)
        )
        for stream, events in store.kept.items()
        if stream.startswith("deal/")
    }
    return Imported(result, store, store.kept, progress)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# ---- Maven


@pytest.fixture(scope="module")
def maven(shared: Path, playbook: Playbook) -> Imported:
    return imported("maven", shared, playbook)


@pytest.fixture(scope="module")
def maven_rows(shared: Path) -> list[dict[str, str]]:
    return rows(shared / "maven" / "sales_pipeline.csv")


def test_maven_every_deal_is_taken_and_stands_where_its_row_says(
    maven: Imported, maven_rows: list[dict[str, str]]
) -> None:
    counted = Counter(row["deal_stage"] for row in maven_rows)
    assert counted == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    assert (maven.result.rows, maven.result.subjects, maven.result.rejected_rows) == (8800, 8800, 0)
    means = {
        "Won": "won",
        "Lost": "lost",
        "Engaging": "needs-discovery",
        "Prospecting": "customer-development-contact",
    }
    for row in maven_rows:
        now = maven.progress[row["opportunity_id"]]
        assert (now.stage if now.status == "open" else now.status) == means[row["deal_stage"]]


def test_maven_the_value_won_is_that_of_the_file(maven: Imported, maven_rows: list[dict[str, str]]) -> None:
    counted = sum(Decimal(row["close_value"]) for row in maven_rows if row["deal_stage"] == "Won")
    won = [
        maven.fields(f"deal/{deal}")["amount"] for deal, now in maven.progress.items() if now.status == "won"
    ]
    assert sum(Decimal(amount.removesuffix(" USD")) for amount in won) == counted == 10_005_534


def days(row: dict[str, str]) -> int:
    return (dt.date.fromisoformat(row["close_date"]) - dt.date.fromisoformat(row["engage_date"])).days


def test_maven_deals_took_as_long_as_the_file_says(maven: Imported, maven_rows: list[dict[str, str]]) -> None:
    took: dict[str, list[int]] = defaultdict(list)
    for _, events in maven.deals():
        first, last = events[0], events[-1]
        if last.kind in ("won", "lost"):
            assert first.occurred_at is not None and last.occurred_at is not None  # noqa: PT018  for the type checker
            took[last.kind].append((last.occurred_at - first.occurred_at).days)
    for kind in ("won", "lost"):
        assert sorted(took[kind]) == sorted(
            days(row) for row in maven_rows if row["deal_stage"].lower() == kind
        )
    assert (median(took["won"]), median(took["lost"])) == (57, 14)


def test_maven_spellings_gaps_and_missing_dates_are_those_of_the_file(
    maven: Imported, maven_rows: list[dict[str, str]]
) -> None:
    misspelt = {row["opportunity_id"] for row in maven_rows if row["product"] == "GTXPro"}
    described = {deal: maven.fields(f"deal/{deal}") for deal in maven.progress}
    assert len(misspelt) == 1480
    assert {deal for deal, now in described.items() if now["lines"][0]["product_id"] == "GTX Pro"} == misspelt
    assert sum("account_id" not in now for now in described.values()) == 1425
    undated = [deal for deal, events in maven.deals() if not any(event.occurred_at for event in events)]
    assert len(undated) == maven.result.undated == 500
    assert dict(maven.result.notes) == {}


def test_maven_the_side_files_are_described(maven: Imported, shared: Path) -> None:
    kinds = Counter(stream.partition("/")[0] for stream in maven.streams)
    assert kinds == {"deal": 8800, "account": 85, "rep": 35, "product": 7}
    assert maven.fields("product/GTX Pro") == {"name": "GTX Pro", "model": "GTX", "list_price": "4821 USD"}
    for row in rows(shared / "maven" / "sales_teams.csv"):
        assert maven.fields(f"rep/{row['sales_agent']}")["manager_id"] == row["manager"]


def test_maven_other_dates_make_the_same_deals(maven: Imported, shared: Path, playbook: Playbook) -> None:
    other = imported("maven", shared, playbook, "sales_pipeline_mdy.csv")

    def told(one: Imported) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: [
                (e.event_id, e.kind, e.occurred_at, {**e.data, "row": e.data["row"]["line"]}) for e in events
            ]
            for name, events in one.streams.items()
        }

    assert told(other) == told(maven)


def test_maven_the_same_file_again_appends_nothing(maven: Imported, shared: Path, playbook: Playbook) -> None:
    mapping = read_mapping(EXAMPLES / "maven.toml", playbook)
    again = import_file(mapping, store=maven.store, playbook=playbook, base=shared / "maven", at=NOW)
    assert (again.events, again.known) == (0, maven.result.events)


# ---- Salesforce


@pytest.fixture(scope="module")
def salesforce(shared: Path, playbook: Playbook) -> Imported:
    return imported("salesforce", shared, playbook)


@pytest.fixture(scope="module")
def changes(shared: Path) -> dict[str, list[tuple[dt.date, str]]]:
    """The history by deal, oldest first."""
    found: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    for row in rows(shared / "salesforce" / "Opportunity_History.csv"):
        day, month, year = map(int, row["CreatedDate"].split("/"))
        found[row["OppID"]].append((dt.date(year, month, day), row["StageName"]))
    for one in found.values():
        one.sort(key=lambda change: change[0])
    return found


RANKS = {"Prospecting": 1, "Qualification": 2, "Value Proposition": 4, "Negotiation/Review": 8}
STAGES = {
    "Prospecting": "market-analysis-targeting",
    "Qualification": "customer-development-contact",
    "Value Proposition": "solution-value",
    "Negotiation/Review": "negotiation-contract",
}


def test_salesforce_every_deal_stands_where_its_history_ends(
    salesforce: Imported, changes: dict[str, list[tuple[dt.date, str]]]
) -> None:
    assert (salesforce.result.rows, salesforce.result.subjects, salesforce.result.rejected_rows) == (
        219,
        219,
        0,
    )
    assert {file.role: file.rows for file in salesforce.result.files} == {"source": 219, "history": 584}
    for deal, told in changes.items():
        now = salesforce.progress[deal]
        expected = {"Closed Won": "won", "Closed Lost": "lost"}.get(told[-1][1]) or STAGES[told[-1][1]]
        assert (now.stage if now.status == "open" else now.status) == expected
    assert Counter(str(now.status) for now in salesforce.progress.values()) == {
        "won": 89,
        "lost": 57,
        "open": 73,
    }


def test_salesforce_a_quarter_of_the_deals_moves_backwards(
    salesforce: Imported, changes: dict[str, list[tuple[dt.date, str]]]
) -> None:
    back = {
        deal
        for deal, told in changes.items()
        if any(RANKS.get(b[1], 9) < RANKS.get(a[1], 9) for a, b in pairwise(told))
    }
    returned = {
        deal for deal, events in salesforce.deals() if any(event.kind == "returned" for event in events)
    }
    assert returned == back
    assert len(back) == 55


def test_salesforce_each_stage_took_as_long_as_the_history_says(
    salesforce: Imported, changes: dict[str, list[tuple[dt.date, str]]]
) -> None:
    expected: dict[str, list[int]] = defaultdict(list)
    for told in changes.values():
        real = [
            change for number, change in enumerate(told) if number == 0 or told[number - 1][1] != change[1]
        ]
        for (since, stage), (until, _) in pairwise(real):
            expected[STAGES[stage]].append((until - since).days)
    found: dict[str, list[int]] = defaultdict(list)
    for _, events in salesforce.deals():
        steps = [event for event in events if event.kind != "described"]
        for one, after in pairwise(steps):
            if one.data["row"]["file"] == "Opportunity_History.csv":
                assert one.occurred_at is not None and after.occurred_at is not None  # noqa: PT018  for the type checker
                found[one.data["to"]].append((after.occurred_at - one.occurred_at).days)
    assert {stage: median(took) for stage, took in found.items()} == {
        stage: median(took) for stage, took in expected.items()
    }
    assert {stage: sorted(took) for stage, took in found.items()} == {
        stage: sorted(took) for stage, took in expected.items()
    }


def test_salesforce_what_the_two_files_say_differently_is_noted(
    salesforce: Imported, changes: dict[str, list[tuple[dt.date, str]]], shared: Path
) -> None:
    now = {row["Id"]: row["StageName"] for row in rows(shared / "salesforce" / "Opportunity.csv")}
    differ = sum(told[-1][1] != now[deal] for deal, told in changes.items())
    repeated = sum(a[1] == b[1] for told in changes.values() for a, b in pairwise(told))
    assert dict(salesforce.result.notes) == {"stage-disagrees": differ, "stage-unchanged": repeated}
