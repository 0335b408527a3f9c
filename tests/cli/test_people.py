"""``medsales training`` and ``medsales scorecard``, as a manager calls them."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core.model as m
from medsales_core.desk import Desk
from medsales_core.engine.command import Actor

Run = Callable[..., tuple[int, str, str]]
D = dt.date
AT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ON = "2026-06-30T18:00+08:00"
APPRAISAL = """
form     = "P10"
weights  = { other = 0.35 }
role     = "sales-rep"
period   = { from = 2026-06-01, to = 2026-06-30 }
assessor = "M-01"

[person.R-1]
critical_findings = 0

[person.R-1.inputs]
sales             = 100
quota             = 100
key_product_sales = 60
first_paid_orders = 5
repeat_customers  = 8
customers         = 10
survey_score      = 85
complaint_score   = 90
feedback_adopted  = 7
feedback          = 10
"""


def person(name: str, until: dt.date) -> m.Rep:
    record = m.TrainingRecord(
        id="t", topic="law-anti-bribery", level="pre-job", completed_on=D(2026, 1, 5), expires_on=until, passed=True
    )  # fmt: skip
    return m.Rep(id=name, name=f"Name of {name}", team_id=f"T-{name}", training=(record,))


@pytest.fixture
def store(tmp_path: Path) -> str:
    place = str(tmp_path / "people.db")
    rule = m.TrainingRule(id="1", topic="law-anti-bribery", level="pre-job", mandatory=True)
    with Desk.open(place) as desk:
        actor = Actor("HR-1")
        desk.keep("company", m.Company(id="own", name="Lanting", training_rules=(rule,)), actor=actor, at=AT)
        for rep in (person("R-1", D(2027, 1, 4)), person("R-2", D(2026, 6, 29))):
            desk.keep("owner", rep, actor=actor, at=AT)
    return place


def test_training_prints_who_holds_what_and_exits_with_1_while_something_lacks(
    store: str, medsales: Run
) -> None:
    code, out, _ = medsales("training", "--store", store, "--at", ON)
    assert code == 1
    assert "Training matrix - Lanting" in out
    assert "Name of R-1  ✓ 2027-01-04" in out
    assert "Name of R-2  ✗ 2026-06-29" in out
    assert medsales("training", "--store", store, "--at", ON, "--team", "T-R-1")[0] == 0


def test_training_speaks_json_and_chinese(store: str, medsales: Run) -> None:
    rows = json.loads(medsales("training", "--store", store, "--at", ON, "--json")[1])
    assert [(row["person"], row["cells"][0]["status"]) for row in rows] == [
        ("R-1", "valid"),
        ("R-2", "expired"),
    ]
    assert "培训矩阵" in medsales("training", "--store", store, "--at", ON, "--lang", "zh-Hans")[1]


def test_a_team_that_does_not_exist_is_told(store: str, medsales: Run) -> None:
    code, _, err = medsales("training", "--store", store, "--team", "T-R-3")
    assert code == 2
    assert "no team 'T-R-3'" in err


def test_cards_are_made_kept_and_printed_again(store: str, tmp_path: Path, medsales: Run) -> None:
    figures = tmp_path / "june.toml"
    figures.write_text(APPRAISAL, encoding="utf-8")
    code, made, _ = medsales("scorecard", str(figures), "--store", store, "--actor", "HR-1", "--at", ON)
    assert code == 0
    assert "Name of R-1, 2026-06-01 to 2026-06-30: 100 of 100" in made
    code, kept, _ = medsales("scorecard", "--store", store, "--at", ON)
    assert code == 0
    assert "Name of R-1, 2026-06-01 to 2026-06-30: 100 of 100" in kept
    card = json.loads(medsales("scorecard", "--store", store, "--at", ON, "--json")[1])[0]
    assert (card["subject_id"], card["total"], len(card["inputs_hash"])) == ("R-1", "100.00", 64)


def test_a_card_without_a_total_is_worth_a_look(tmp_path: Path, medsales: Run) -> None:
    figures = tmp_path / "june.toml"
    figures.write_text(APPRAISAL.replace("feedback          = 10", ""), encoding="utf-8")
    code, out, _ = medsales("scorecard", str(figures), "--at", ON)
    assert code == 1
    assert "no total" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "nothing to appraise"),
        (("june.toml",), "june.toml"),
        (("--format", "txt", "--store", "{store}"), "text"),
    ],
)
def test_what_is_amiss_is_said(store: str, arguments: tuple[str, ...], told: str, medsales: Run) -> None:
    code, _, err = medsales("scorecard", *(argument.format(store=store) for argument in arguments))
    assert code == 2
    assert told in err


def test_whoever_keeps_cards_names_themself(store: str, tmp_path: Path, medsales: Run) -> None:
    figures = tmp_path / "june.toml"
    figures.write_text(APPRAISAL, encoding="utf-8")
    code, _, err = medsales("scorecard", str(figures), "--store", store)
    assert code == 2
    assert "--actor" in err


def test_without_rules_of_the_company_the_samples_of_the_playbook_are_asked_and_marked(
    tmp_path: Path, medsales: Run
) -> None:
    place = str(tmp_path / "bare.db")
    with Desk.open(place) as desk:
        desk.keep("owner", person("R-1", D(2027, 1, 4)), actor=Actor("HR-1"), at=AT)
    code, out, _ = medsales("training", "--store", place, "--at", ON)
    assert code == 1
    assert "Anti-bribery*" in out
    assert "illustrative" in out
    assert "on-job" in out
