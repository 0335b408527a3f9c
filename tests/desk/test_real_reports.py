"""From a real export to the figures a manager reads, held against a count with the csv module alone."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import medsales_core as ms
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.builtin.reports import FunnelReport, PipelineReport, StageAgingReport
from medsales_core.importing import import_file, read_mapping
from medsales_core.ports.portfolio import Portfolio
from medsales_core.ports.report import Report

ROOT = Path(__file__).parents[2]
MAVEN = ROOT.parent / "shared" / "data" / "maven"
AT = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.skipif(
    not MAVEN.is_dir(), reason="the shared real data are not beside this checkout"
)


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    desk = ms.Desk(ms.reference_playbook(), MemoryStore())
    mapping = read_mapping(ROOT / "examples" / "mappings" / "maven.toml", desk.playbook)
    import_file(mapping, store=desk.store, playbook=desk.playbook, at=AT, base=MAVEN)
    return desk.portfolio(at=AT, source="maven")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (MAVEN / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(report: Report, name: str) -> list[dict[str, Any]]:
    """The rows of one table, by column ids."""
    found = next(table for table in report.tables if table.id == name)
    ids = [column.id for column in found.columns]
    return [dict(zip(ids, row, strict=True)) for row in found.rows]


def of(portfolio: Portfolio, stage: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in found if row["stage"] == portfolio.labels()[stage])


def days(row: dict[str, str]) -> int:
    return (dt.date.fromisoformat(row["close_date"]) - dt.date.fromisoformat(row["engage_date"])).days


def test_the_funnel_counts_what_the_export_holds(portfolio: Portfolio, rows: list[dict[str, str]]) -> None:
    stages = Counter(row["deal_stage"] for row in rows)
    report = FunnelReport().build(portfolio)
    reached = table(report, "stages")
    assert of(portfolio, "customer-development-contact", reached)["there"] == stages["Prospecting"] == 500
    engaged = of(portfolio, "needs-discovery", reached)
    assert engaged["there"] == stages["Engaging"] == 1589
    assert engaged["lost"] == stages["Lost"] == 2473
    by_count, by_value = table(report, "closed")
    assert (by_count["won"], by_count["lost"]) == (stages["Won"], stages["Lost"]) == (4238, 2473)
    won = sum(int(row["close_value"]) for row in rows if row["deal_stage"] == "Won")
    assert by_value["won-amount"] == ms.Money(won, "USD") == ms.Money(10_005_534, "USD")


def test_the_pipeline_counts_open_deals(portfolio: Portfolio) -> None:
    found = table(PipelineReport().build(portfolio), "open")
    assert of(portfolio, "customer-development-contact", found)["deals"] == 500
    assert of(portfolio, "needs-discovery", found)["deals"] == 1589


def test_stage_aging_tells_the_median_days(portfolio: Portfolio, rows: list[dict[str, str]]) -> None:
    report = StageAgingReport().build(portfolio)
    closed = [days(row) for row in rows if row["close_date"]]
    spent = of(portfolio, "needs-discovery", table(report, "completed"))
    assert (spent["stays"], spent["median"]) == (len(closed), median(closed))
    waiting = [
        (AT.date() - dt.date.fromisoformat(r["engage_date"])).days
        for r in rows
        if r["deal_stage"] == "Engaging"
    ]
    now = of(portfolio, "needs-discovery", table(report, "now"))
    assert (now["deals"], now["median"]) == (len(waiting), median(waiting))
    assert of(portfolio, "customer-development-contact", table(report, "now"))["undated"] == 500


def test_every_win_without_a_contract_on_record_is_found(portfolio: Portfolio) -> None:
    unsigned = sum(
        any(
            finding.requirement == "neg-contract-signed" for entry in case.audit for finding in entry.findings
        )
        for case in portfolio.cases
    )
    assert unsigned == 4238


def test_imported_history_is_audited_and_never_blocked(portfolio: Portfolio) -> None:
    assert all(case.audit for case in portfolio.cases), "each was first seen after the first stage"
    assert Counter(str(case.progress.status) for case in portfolio.cases) == {
        "open": 2089,
        "won": 4238,
        "lost": 2473,
    }
