"""The training matrix and scorecards as reports: what a manager reads is what was computed, in both languages."""

import datetime as dt
from decimal import Decimal

import pytest

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.model import Rep, Scorecard, TrainingRecord, TrainingRule
from medsales_core.ports.report import Report, ReportTable
from medsales_core.standards.scorecard import Figures, appraise
from medsales_core.standards.scorecard_forms import FORMS
from medsales_core.standards.scorecard_report import ScorecardReport
from medsales_core.standards.training import training_matrix
from medsales_core.standards.training_report import TrainingReport
from medsales_core.text import LANGUAGES, text

D = dt.date
AT = dt.datetime(2026, 6, 30, 18, tzinfo=dt.timezone(dt.timedelta(hours=8)))
US = text("Lanting", "兰汀")
TEMPLATE = FORMS["P10"].template({"other": Decimal("0.35")}, role="sales-rep")


def table(report: Report, name: str) -> ReportTable:
    (found,) = (one for one in report.tables if one.id == name)
    return found


def written(report: Report, name: str, language: str = "en") -> list[tuple[str, ...]]:
    return list(table(report, name).written(language))


# ---- training


def rule(topic: str, level: str = "pre-job") -> TrainingRule:
    return TrainingRule(id=f"{topic}-{level}", topic=topic, level=level, mandatory=True, hours=4)


def record(topic: str, until: dt.date | None, level: str = "pre-job") -> TrainingRecord:
    return TrainingRecord(
        id=f"{topic}-{level}", topic=topic, level=level, completed_on=D(2026, 1, 5), expires_on=until, passed=True,
        hours=3,
    )  # fmt: skip


def matrix(*records: TrainingRecord, rules: tuple[TrainingRule, ...]) -> Report:
    rows = training_matrix([Rep(id="R-1", name="Li Na", training=records)], rules, AT.date())
    return TrainingReport().build(rows, at=AT, subject=US)


def test_the_wall_has_a_column_for_each_topic_that_is_asked_and_the_worst_level_in_it() -> None:
    rules = (rule("sales-skill"), rule("law-anti-bribery"), rule("law-anti-bribery", "on-job"))
    report = matrix(
        record("sales-skill", None),
        record("law-anti-bribery", D(2027, 1, 4)),
        record("medical-knowledge", None),
        rules=rules,
    )
    assert [column.id for column in table(report, "matrix").columns] == [
        "name", "sales-skill", "law-anti-bribery", "valid",
    ]  # fmt: skip
    assert written(report, "matrix") == [("Li Na", "✓ no end", "✗ missing", "66.7%")]
    assert written(report, "matrix", "zh-Hans") == [("Li Na", "✓ 长期", "✗ 缺少", "66.7%")]


def test_what_is_due_within_the_horizon_is_listed_the_most_pressing_first() -> None:
    rules = (rule("sales-skill"), rule("law-anti-bribery"), rule("industry-ethics"), rule("company-culture"))
    report = matrix(
        record("sales-skill", D(2026, 9, 28)),
        record("law-anti-bribery", D(2026, 5, 1)),
        record("industry-ethics", D(2026, 9, 29)),
        rules=rules,
    )
    assert [(row[0], row[3], row[5]) for row in written(report, "due")] == [
        ("2026-05-01", "anti-commercial-bribery rules", "run out"),
        ("2026-06-30", "company culture", "missing"),
        ("2026-09-28", "sales skills", "valid"),
    ]


def test_hours_stand_against_the_plan() -> None:
    report = matrix(record("sales-skill", None), rules=(rule("sales-skill"),))
    assert written(report, "hours") == [("Li Na", "R-1", "pre-job", "3", "4", "1")]


def test_a_company_without_rules_is_told_that_nothing_is_asked() -> None:
    report = matrix(record("sales-skill", None), rules=())
    assert "Neither the company nor its playbook" in report.notes[0]["en"]
    assert written(report, "due") == []


# ---- scorecards


def card(findings: int = 0, **inputs: int) -> Scorecard:
    known = {
        "sales": 97, "quota": 100, "key_product_sales": 51, "first_paid_orders": 3, "repeat_customers": 30,
        "customers": 50, "survey_score": 80, "complaint_score": 87, "feedback_adopted": 1, "feedback": 2,
    }  # fmt: skip
    figures = Figures(
        subject="R-1",
        role="sales-rep",
        period_from=D(2026, 6, 1),
        period_to=D(2026, 6, 30),
        inputs={name: Decimal(value) for name, value in {**known, **inputs}.items()},
        critical_findings=findings,
    )
    return appraise(TEMPLATE, figures, assessor="m1")


def scorecards(*cards: Scorecard) -> Report:
    return ScorecardReport().build(cards, at=AT, subject=US, templates=[TEMPLATE], names={"R-1": "Li Na"})


def test_a_card_tells_line_by_line_how_its_points_came_about() -> None:
    report = scorecards(card(first_paid_orders=5))
    lines = {row[0]: row[1:] for row in written(report, f"card-{card().id}")}
    assert lines["■ Sales results, 40% of the total"] == ("", "", "", "58", "60", "96.7%")
    assert lines["Sales against target"] == ("sales / quota", "100%", "97%", "20", "20", "reached")
    assert lines["Key product share"][1:] == ("60%", "52.58%", "18", "20", "2 x 3% short, -1 each")
    assert lines["Customer satisfaction"][1:] == ("85 / 100", "80 / 100", "15", "20", "5 x 1 short, -1 each")


def test_the_overview_has_total_and_gate() -> None:
    (row,) = written(scorecards(card()), "scorecards")
    assert row[:7] == ("Li Na", "R-1", "sales-rep", "2026-06-01 – 2026-06-30", "P10 1", "84.42", "clear")


def test_a_blocked_card_says_why_at_the_end() -> None:
    report = scorecards(card(findings=2))
    (row,) = written(report, "scorecards")
    assert row[5:7] == ("0", "BLOCKED")
    assert "Li Na had 2 critical finding(s)" in report.notes[0]["en"]
    assert "Li Na在考核期内有2项重大合规问题" in report.notes[0]["zh-Hans"]


def test_what_was_not_measured_is_named_in_the_readers_language() -> None:
    report = scorecards(card(feedback=0))
    assert written(report, "scorecards")[0][5] == "-"
    assert "Not measured for Li Na: Feedback adopted." in report.notes[0]["en"]
    assert "反馈采纳率" in report.notes[0]["zh-Hans"]


def test_a_kept_card_without_its_template_is_told_by_its_ids() -> None:
    report = ScorecardReport().build([card()], at=AT, subject=US)
    lines = {row[0]: row[1:] for row in written(report, f"card-{card().id}")}
    assert lines["key-products"] == ("key product sales / sales", "60%", "52.58%", "18", "20", "")


def test_the_best_of_the_latest_period_comes_first_and_who_has_no_total_last() -> None:
    good, fair, none = card(first_paid_orders=5), card(), card(feedback=0)
    report = ScorecardReport().build([none, fair, good], at=AT, subject=US)
    assert [row[5] for row in written(report, "scorecards")] == ["87.08", "84.42", "-"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", [TextFormat(), MarkdownFormat(), CsvFormat()], ids=lambda f: f.id)
def test_every_format_renders_them(format: object, language: str) -> None:
    assert isinstance(format, TextFormat | MarkdownFormat | CsvFormat)
    for report in (scorecards(card()), matrix(rules=(rule("sales-skill"),))):
        assert "Li Na" in format.render(report, language)
