"""Reports on portfolios as they come: histories that jump, amounts in several currencies, hostile names."""

import datetime as dt
import random
import statistics
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.builtin.reports import (
    FindingsReport,
    FunnelReport,
    PipelineReport,
    StageAgingReport,
    top_findings,
)
from medsales_core.builtin.reports.arithmetic import ninetieth, sum_by_currency
from medsales_core.engine.audit import AuditEntry
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.engine.process import Figure, Process, Stage
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.model.deal import Deal
from medsales_core.money import Money
from medsales_core.ports.portfolio import Case, Portfolio, days_between, visits
from medsales_core.ports.report import ReportTable
from medsales_core.rules.condition import AllOf
from medsales_core.rules.requirement import Outcome, Requirement, Severity
from medsales_core.text import LANGUAGES, text

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
#: Portfolios are dear to make, and these suites run on every change.
SOME = settings(max_examples=20, deadline=None)
BUILDERS = (PipelineReport(), FunnelReport(), StageAgingReport(), FindingsReport())
FORMATS = (TextFormat(), MarkdownFormat(), CsvFormat())
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=x>',
    "javascript:x",
    "=cmd|' /C x'!A0",
    "a|b",
    "医院",
]
CHANCES = (Decimal("0.1"), Decimal("0.35"), None)


def stage(place: int) -> Stage:
    chance = CHANCES[place]
    return Stage(
        id="abc"[place],
        process="deal",
        position=place,
        label=text(f"Stage {place}", f"阶段{place}"),
        guidance=text("", ""),
        probability=None if chance is None else Figure(chance, illustrative=True),
        expected_days=Figure(Decimal(30), illustrative=True),
    )


PROCESS = Process(
    id="deal",
    moves="deal",
    label=text("deal", "商机"),
    start="a",
    stages=tuple(stage(place) for place in range(3)),
    transitions=(),
)


def requirement(name: str, severity: Severity) -> Requirement:
    return Requirement(
        id=name,
        label=text(f"Requirement {name}", f"要求{name}"),
        source=f"S-{name}",
        applies_to="deal",
        kind="deliverable",
        strength="must",
        severity=severity,
        condition=AllOf(()),
        evidence=text("", ""),
        remedy=text("mend it", "改"),
        waivable_by=("boss",),
    )


REQUIREMENTS = {
    name: requirement(name, severity)
    for name, severity in (("r1", Severity.WARN), ("r2", Severity.BLOCK), ("r3", Severity.BLOCK))
}


def portfolio(cases: Sequence[Case]) -> Portfolio:
    return Portfolio(
        processes={"deal": PROCESS},
        requirements=REQUIREMENTS,
        cases=tuple(cases),
        at=AT,
        title=text("Made up", "虚构"),
        process="deal",
        synthetic=True,
        source="a.csv",
    )


def case(number: int, steps: Sequence[tuple[EventKind, str, int | None]], **deal: Any) -> Case:
    """A case whose events happened so many days before the moment of the report; None is undated."""
    subject = f"D{number}"
    history = tuple(
        Event(
            kind,
            subject,
            version,
            None if ago is None else AT - dt.timedelta(days=ago),
            "x",
            "h",
            {"process": "deal", "to": to} if to else {},
        )
        for version, (kind, to, ago) in enumerate(steps, 1)
    )
    return Case(progress=Progress(subject).apply(history), deal=Deal(id=subject, **deal), history=history)


def finding(name: str, outcome: Outcome = Outcome.FAIL) -> Finding:
    known = REQUIREMENTS.get(name)
    return Finding(
        code=f"requirement.{outcome}" if known else name,
        requirement=name if known else "",
        outcome=outcome,
        severity=known.severity if known else Severity.WARN,
        message=known.label if known else text("from 'a' to 'c'", "从a到c"),
        remedy=text("", ""),
        source=known.source if known else "",
    )


def audited(number: int, *findings: Finding) -> Case:
    found = case(number, [(EventKind.OPENED, "a", 5)])
    return attrs.evolve(found, audit=(AuditEntry(event=found.history[0], findings=findings),))


ago = st.none() | st.integers(-5, 400)
names = st.sampled_from(HOSTILE) | st.text(max_size=12)
amounts = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(["CNY", "USD", "EUR"]))
findings = st.builds(
    finding, st.sampled_from(["r1", "r2", "r3", "undated", "undeclared-move"]), st.sampled_from(Outcome)
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    stages = draw(st.lists(st.sampled_from(["a", "b", "c", "gone"]), min_size=1, max_size=4))
    steps = [(EventKind.OPENED, stages[0], draw(ago))]
    steps += [(EventKind.MOVED, name, draw(ago)) for name in stages[1:]]
    end = draw(st.sampled_from([None, EventKind.WON, EventKind.LOST, EventKind.HELD]))
    if end:
        steps.append((end, "", draw(ago)))
    made = case(
        draw(st.integers(0, 10**6)),
        steps,
        name=draw(st.none() | names),
        owner_id=draw(st.none() | names),
        amount=draw(amounts),
        expected_close_on=draw(st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1))),
    )
    waiver = st.builds(
        Waiver,
        requirement=st.sampled_from(["r1", "unknown"]),
        by=names,
        reason=names,
        given_at=st.none() | st.just(AT),
        expires_on=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
    )
    progress = made.progress._replace(
        process=draw(st.sampled_from(["deal"] * 7 + ["tender"])),
        waivers=tuple(draw(st.lists(waiver, max_size=2))),
    )
    entries = AuditEntry(event=made.history[0], findings=tuple(draw(st.lists(findings, max_size=3))))
    return attrs.evolve(made, progress=progress, audit=(entries,))


portfolios = st.lists(cases(), max_size=8, unique_by=lambda made: made.progress.subject)


def rows(table: ReportTable) -> list[dict[str, Any]]:
    return [dict(zip((column.id for column in table.columns), row, strict=True)) for row in table.all_rows]


@SOME
@given(portfolios)
def test_every_report_renders_in_every_format_and_language(made: list[Case]) -> None:
    for builder in BUILDERS:
        report = builder.build(portfolio(made))
        for form in FORMATS:
            for language in LANGUAGES:
                rendered = form.render(report, language)
                assert rendered == form.render(report, language)
                assert rendered.encode(form.encoding)
                assert report.tables[0].columns[0].label.pick(language) in rendered


@SOME
@given(portfolios, st.randoms(use_true_random=False))
def test_no_report_depends_on_the_order_of_the_cases(made: list[Case], shuffler: random.Random) -> None:
    other = shuffler.sample(made, len(made))
    for builder in BUILDERS:
        assert builder.build(portfolio(made)) == builder.build(portfolio(other))


@SOME
@given(portfolios)
def test_every_label_and_note_is_written_in_both_languages(made: list[Case]) -> None:
    for builder in BUILDERS:
        report = builder.build(portfolio(made))
        told = [report.title, *report.notes, *(figure.title for figure in report.figures)]
        for table in report.tables:
            told += [table.title, *(column.label for column in table.columns)]
        for label in told:
            assert set(label) == set(LANGUAGES)
            assert label["en"] != label["zh-Hans"]


@SOME
@given(portfolios)
def test_the_pipeline_adds_up_within_a_currency_and_never_across(made: list[Case]) -> None:
    opened = [one for one in made if one.progress.status is Status.OPEN and one.progress.process == "deal"]
    *stages, total = rows(PipelineReport().build(portfolio(made)).tables[0])
    assert total["deals"] == len(opened) == sum(row["deals"] for row in stages)
    for code in ("CNY", "USD", "EUR"):
        of_code = [one.deal.amount for one in opened if one.deal.amount and one.deal.amount.currency == code]
        if not of_code:
            assert f"amount-{code.lower()}" not in total
            continue
        assert total[f"amount-{code.lower()}"] == sum(of_code[1:], start=of_code[0])
        assert {
            row[f"amount-{code.lower()}"].currency for row in stages if row[f"amount-{code.lower()}"]
        } == {code}


def test_the_pipeline_weighs_by_the_ladder_and_tells_those_on_hold_apart() -> None:
    made = [
        case(
            1, [(EventKind.OPENED, "a", 5)], amount=Money(1000, "CNY"), expected_close_on=dt.date(2026, 2, 1)
        ),
        case(2, [(EventKind.OPENED, "b", 5)], amount=Money(200, "CNY")),
        case(3, [(EventKind.OPENED, "b", 5)], amount=Money(50, "USD")),
        case(4, [(EventKind.OPENED, "c", 5)], amount=Money(7, "CNY")),
        case(5, [(EventKind.OPENED, "a", 5), (EventKind.HELD, "", 1)], amount=Money(9000, "CNY")),
        case(6, [(EventKind.OPENED, "gone", 5)]),
    ]
    report = PipelineReport().build(portfolio(made))
    opened, held = report.tables
    *_, stranger, total = rows(opened)
    assert total["weighted-cny"] == Money("170.00", "CNY")
    assert total["weighted-usd"] == Money("17.50", "USD")
    assert total["past-close"] == 1
    assert stranger["stage"] == "gone"
    assert [column.id for column in opened.columns if column.illustrative] == [
        "probability",
        "weighted-cny",
        "weighted-usd",
    ]
    assert rows(held)[-1] == {"stage": rows(held)[-1]["stage"], "deals": 1, "amount-cny": Money(9000, "CNY")}
    told = " ".join(note["en"] for note in report.notes)
    assert "2 currencies" in told
    assert "without an amount: 1." in told
    assert "in a stage without a probability, not weighted: 1." in told


def test_the_funnel_counts_jumps_as_reached_and_midway_from_where_it_was_first_seen() -> None:
    made = [
        case(1, [(EventKind.OPENED, "a", 90), (EventKind.MOVED, "c", 60), (EventKind.WON, "", 10)]),
        case(2, [(EventKind.OPENED, "b", 90), (EventKind.LOST, "", 10)]),
        case(3, [(EventKind.OPENED, "a", 9)]),
        case(4, [(EventKind.OPENED, "gone", 9)]),
    ]
    report = FunnelReport().build(portfolio(made))
    first, second, third = rows(report.tables[0])
    assert [row["reached"] for row in (first, second, third)] == [2, 2, 1]
    assert [row["jumped"] for row in (first, second, third)] == [0, 1, 0]
    assert [row["there"] for row in (first, second, third)] == [1, 0, 0]
    assert [row["lost"] for row in (first, second, third)] == [0, 1, 0]
    assert [row["to-next"] for row in (first, second, third)] == [Decimal("0.5"), Decimal("0.5"), Decimal(1)]
    told = " ".join(note["en"] for note in report.notes)
    assert "first seen after the first stage: 1." in told
    assert "stages that the process does not have, and not counted: 1." in told
    assert "rests on: 2, too few" in told
    assert [int(bar.value) for bar in report.figures[0].bars] == [2, 2, 1, 1]


def test_the_win_rate_by_value_is_another_than_by_count_and_keeps_currencies_apart() -> None:
    opened = (EventKind.OPENED, "a", 9)
    made = [
        case(1, [opened, (EventKind.WON, "", 1)], amount=Money(300, "CNY")),
        case(2, [opened, (EventKind.LOST, "", 1)], amount=Money(100, "CNY")),
        case(3, [opened, (EventKind.LOST, "", 1)], amount=Money(100, "USD")),
        case(4, [opened, (EventKind.LOST, "", 1)]),
    ]
    by_count, cny, usd = rows(FunnelReport().build(portfolio(made)).tables[1])
    assert by_count["win-rate"] == Decimal("0.25")
    assert (cny["win-rate"], usd["win-rate"]) == (Decimal("0.75"), Decimal(0))
    assert (cny["won-amount"], cny["lost-amount"]) == (Money(300, "CNY"), Money(100, "CNY"))


@SOME
@given(portfolios)
def test_the_funnel_never_shows_a_share_above_one_or_more_deals_than_there_are(made: list[Case]) -> None:
    for row in rows(FunnelReport().build(portfolio(made)).tables[0]):
        assert row["jumped"] + row["there"] + row["lost"] <= row["reached"] * 2
        assert row["reached"] <= len(made)
        for name in ("to-next", "to-won"):
            assert (row[name] is None) == (row["reached"] == 0)
            assert row[name] is None or 0 <= row[name] <= 1


@SOME
@given(portfolios)
def test_medians_are_those_of_the_standard_library_and_undated_stays_are_counted(made: list[Case]) -> None:
    report = StageAgingReport().build(portfolio(made))
    own = [one for one in made if one.progress.process == "deal"]
    for name, row, past in zip("abc", rows(report.tables[0]), rows(report.tables[2]), strict=True):
        here = [one for one in own if one.progress.status is Status.OPEN and one.progress.stage == name]
        dated = [found for one in here if (found := days_between(one.progress.since, AT)) is not None]
        assert row["deals"] == len(here)
        assert row["undated"] == len(here) - len(dated)
        assert row["median"] == (statistics.median(dated) if dated else None)
        stays = [stay for one in own for stay in visits(one.history) if stay.stage == name and stay.left]
        spent = [stay.days for stay in stays if stay.days is not None]
        assert past["stays"] == len(stays)
        assert past["undated"] == len(stays) - len(spent)
        assert past["median"] == (statistics.median(spent) if spent else None)


@SOME
@given(st.lists(st.integers(0, 1000), min_size=1))
def test_nine_in_ten_do_not_exceed_the_ninetieth_percentile(days: list[int]) -> None:
    found = ninetieth(days)
    assert found in days
    assert sum(day <= found for day in days) >= ceil(len(days) * 0.9)
    below = [day for day in days if day < found]
    assert len(below) < ceil(len(days) * 0.9)


def test_the_oldest_ten_of_each_stage_are_listed_longest_first() -> None:
    made = [case(number, [(EventKind.OPENED, "a", number)]) for number in range(14)]
    made += [case(99, [(EventKind.OPENED, "b", 3)]), case(98, [(EventKind.OPENED, "b", None)])]
    report = StageAgingReport().build(portfolio(made))
    listed = [(row["id"], row["days"]) for row in rows(report.tables[1])]
    assert listed == [*((f"D{days}", days) for days in range(13, 3, -1)), ("D99", 3)]
    assert any("open deals 1, completed stays 0." in note["en"] for note in report.notes)


def test_a_finding_counts_deals_and_not_times() -> None:
    made = [
        audited(1, finding("r2"), finding("r2"), finding("r1")),
        audited(2, finding("r2", Outcome.UNKNOWN), finding("undeclared-move")),
        audited(3, finding("r3", Outcome.UNKNOWN), finding("r1", Outcome.WAIVED)),
        audited(4),
    ]
    found = rows(FindingsReport().build(portfolio(made)).tables[0])
    assert [(row["code"], row["deals"], row["failed"], row["unknown"]) for row in found] == [
        ("r2", 2, 1, 1),
        ("r3", 1, 0, 1),
        ("r1", 1, 1, 0),
        ("undeclared-move", 1, 1, 0),
    ]
    assert found[0]["share"] == Decimal("0.5")
    assert found[3]["finding"]["en"] == "A move that the process does not have"


def test_the_top_findings_are_sentences_for_a_manager() -> None:
    made = [
        audited(1, finding("r2"), finding("undeclared-move")),
        audited(2, finding("r2", Outcome.UNKNOWN)),
        audited(3, finding("r3", Outcome.UNKNOWN)),
        audited(4, finding("r2")),
    ]
    first, second, third = top_findings(portfolio(made), 3)
    assert first.sentence["en"] == (
        "3 of 4 deals (75%) do not show this: Requirement r2 [S-r2]; "
        "for 1 of them there is no record to judge by"
    )
    assert first.sentence["zh-Hans"] == "4个商机中有3个（75%）未能证明：要求r2 [S-r2]，其中1个无记录可供判断"
    assert second.sentence["en"].startswith("In 1 of 4 deals (25%) there is no record to judge this by")
    assert third.sentence["zh-Hans"] == "4个商机中有1个（25%）：流程中没有的流转 [undeclared-move]"
    assert top_findings(portfolio(made), 1) == (first,)


@pytest.mark.parametrize(
    ("until", "version", "state"),
    [
        (AT.date(), "", "in force"),
        (dt.date(2026, 2, 28), "", "run out"),
        (AT.date(), "older", "over: the requirement was changed"),
    ],
)
def test_a_waiver_is_listed_with_giver_reason_and_last_day(until: dt.date, version: str, state: str) -> None:
    waiver = Waiver(
        requirement="r1",
        by="Li",
        reason="tender",
        given_at=None,
        expires_on=until,
        scope="win",
        version=version,
    )
    made = case(1, [(EventKind.OPENED, "a", 5)])
    made = attrs.evolve(made, progress=made.progress._replace(waivers=(waiver,)))
    (row,) = rows(FindingsReport().build(portfolio([made])).tables[1])
    assert (row["by"], row["reason"], row["given"], row["expires"]) == ("Li", "tender", None, until)
    assert row["requirement"]["en"] == "Requirement r1"
    assert (row["scope"], row["state"]["en"]) == ("win", state)


def test_cases_of_another_process_are_left_out_and_told_of() -> None:
    made = case(1, [(EventKind.OPENED, "a", 5)])
    stranger = attrs.evolve(made, progress=made.progress._replace(process="tender"))
    for builder in BUILDERS:
        report = builder.build(portfolio([stranger]))
        assert any("Cases of other processes, not in this report: 1." in note["en"] for note in report.notes)


@SOME
@given(st.lists(amounts))
def test_sums_are_kept_by_currency(found: list[Money | None]) -> None:
    sums = sum_by_currency(found)
    for code, total in sums.items():
        assert total.currency == code
        assert total.amount == sum(one.amount for one in found if one and one.currency == code)
    assert set(sums) == {one.currency for one in found if one}


def test_every_report_tells_how_many_waivers_are_in_force() -> None:
    until, over = AT.date(), AT.date() - dt.timedelta(days=1)
    waivers = tuple(
        Waiver(requirement=f"r{number}", by="Li", reason="tender", given_at=None, expires_on=day)
        for number, day in enumerate((until, until, over), start=1)
    )
    made = case(1, [(EventKind.OPENED, "a", 5)])
    waived = attrs.evolve(made, progress=made.progress._replace(waivers=waivers))
    for builder in BUILDERS:
        (note,) = [note for note in builder.build(portfolio([waived])).notes if "aivers" in note["en"]]
        assert note["en"].startswith("Waivers in force: 2, on 1 deal(s)")
        assert "2项" in note["zh-Hans"]
        assert not any("aivers" in note["en"] for note in builder.build(portfolio([made])).notes)
