"""A file of appraisals: read whole, or refused with every defect in its place."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from medsales_core.errors import ConfigError, ValueRefused
from medsales_core.standards.scorecard_file import read_appraisal
from medsales_core.standards.scorecard_template import Deduction, Proportional

Write = Callable[..., Path]
HEAD = """
role     = "sales-rep"
period   = { from = 2026-06-01, to = 2026-06-30 }
assessor = "M-01"
reviewer = "H-01"
"""
FORM = 'form = "P10"\nweights = { other = 0.35 }\n' + HEAD
PERSON = """
[person.R-01]
name = "Li Na"
critical_findings = 0
inputs = { sales = 97, quota = 100 }
"""
OWN = (
    'id = "T"\nlabel = { en = "Ours", zh-Hans = "本公司" }\ngate = "hold-bonus"\n'
    + HEAD
    + """
[dimension.results]
label  = { en = "Results", zh-Hans = "业绩" }
weight = 1

[indicator.sales]
label       = { en = "Sales", zh-Hans = "销售额" }
dimension   = "results"
area        = "revenue"
formula     = "quota-attainment"
target      = 1
full_points = 60
step        = 0.05
penalty     = 5
cap         = 40

[indicator.visits]
label       = { en = "Good visits", zh-Hans = "拜访质量" }
dimension   = "results"
area        = "activity"
formula     = "visit-quality"
target      = 0.8
full_points = 40

[person.R-01]
critical_findings = 1
inputs = { sales = 90, quota = 100, good_visits = 6, visits = 10 }

[person.R-02]
inputs = { sales = 100, quota = 100, good_visits = 8, visits = 10 }
"""
)


def defects(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigError) as caught:
        read_appraisal(path)
    return [(d.line, d.code, f"{d.message} {d.hint}") for d in caught.value.diagnostics]  # type: ignore[attr-defined]


def test_a_published_form_is_filled_in(write_playbook: Write) -> None:
    read = read_appraisal(write_playbook(FORM + PERSON))
    (card,) = read.cards
    assert (card.subject_id, card.template_id, card.assessor_id) == ("R-01", "P10", "M-01")
    assert [r.points for r in card.results if r.formula == "quota-attainment"] == [20]
    assert read.names == {"R-01": "Li Na"}


def test_a_template_of_ones_own_deducts_or_goes_by_proportion(write_playbook: Write) -> None:
    read = read_appraisal(write_playbook(OWN))
    assert [type(indicator.rule) for indicator in read.template.indicators] == [Deduction, Proportional]
    blocked, clear = read.cards
    # 10% short: 2 steps of 5 off 60; 60% of visits against 80%: three quarters of 40.
    assert [result.points for result in blocked.results] == [50, 30]
    assert (blocked.total, blocked.bonus_held) == (Decimal("80.00"), True)
    assert (clear.total, clear.gate_status) == (Decimal("100.00"), None)


@pytest.mark.parametrize(
    ("good", "bad", "code", "told"),
    [
        ('"P10"', '"P12"', "unknown-value", "did you mean 'P1"),
        ("quota = 100", "qouta = 100", "unknown-key", "did you mean 'quota'?"),
        ("quota = 100", 'quota = "much"', "wrong-type", "takes a number"),
        ("critical_findings = 0", 'critical_findings = "no"', "wrong-type", "whole number"),
        ("from = 2026-06-01, ", "", "missing-key", "a period needs 'from'"),
        ('assessor = "M-01"', "", "missing-key", "needs 'assessor'"),
        ('assessor = "M-01"', 'asessor = "M-01"', "unknown-key", "did you mean 'assessor'?"),
    ],
)
def test_a_defect_of_a_file_is_told_in_its_place(
    write_playbook: Write, good: str, bad: str, code: str, told: str
) -> None:
    text = (FORM + PERSON).replace(good, bad)
    assert text != FORM + PERSON
    found = defects(write_playbook(text))
    assert any(one == code and told in message for _, one, message in found), found


@pytest.mark.parametrize(
    ("good", "bad", "code", "told"),
    [
        ('"visit-quality"', '"visit-qualty"', "unknown-value", "did you mean 'visit-quality'?"),
        ("full_points = 40", "full_points = 0", "bad-value", "above 0"),
        ("step        = 0.05", "", "missing-key", "'step' is needed"),
        ("penalty     = 5", "penalty = -5", "bad-value", "from 0 on"),
        ("weight = 1", "", "missing-key", "'weight' is needed"),
        ('area        = "activity"', "", "missing-key", "'area'"),
    ],
)
def test_a_defect_of_a_template_is_told_in_its_place(
    write_playbook: Write, good: str, bad: str, code: str, told: str
) -> None:
    text = OWN.replace(good, bad)
    assert text != OWN
    found = defects(write_playbook(text))
    assert any(one == code and told in message for _, one, message in found), found


def test_nobody_is_appraised_by_themself(write_playbook: Write) -> None:
    with pytest.raises(ValueRefused, match="would judge themself"):
        read_appraisal(write_playbook((FORM + PERSON).replace("M-01", "R-01")))
