"""``[training.ID]``: the cells of the training matrix, read with every mistake in its place."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from medsales_core.errors import ConfigError
from medsales_core.model import TrainingLevel, TrainingTopic
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.playbook.load import check_playbook

Load = Callable[..., Playbook]
HEAD = """
extends = "medsales:reference"
schema  = 1
id      = "acme"
version = "1"
title   = { en = "Acme", zh-Hans = "阿克米" }
"""
MODULE = """
[training.refresher]
topic           = "law-anti-bribery"
level           = "on-job"
role            = "sales-rep"
hours           = 4
validity_months = 12
pass_mark       = 0.80
source          = "Handbook 3.2"
"""


def test_a_module_is_read_as_it_is_written_and_is_a_rule(load: Load) -> None:
    module = load(HEAD + MODULE).training["refresher"]
    assert (module.source, module.illustrative) == ("Handbook 3.2", False)
    assert dict(module.label) == {
        "en": "on-job: anti-commercial-bribery rules",
        "zh-Hans": "在岗：反商业贿赂相关规定",
    }
    rule = module.as_rule()
    assert (rule.topic, rule.level) == (TrainingTopic.LAW_ANTI_BRIBERY, TrainingLevel.ON_JOB)
    assert (rule.role_id, rule.mandatory, rule.hours) == ("sales-rep", True, 4)
    assert (rule.validity_months, rule.pass_mark) == (12, Decimal("0.80"))


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ('"on-job"', '"on-jop"', "unknown-value"),
        ('"law-anti-bribery"', '"law"', "unknown-value"),
        ('"sales-rep"', '"sales-repp"', "undefined-role"),
        ("hours           = 4", "hours = -4", "bad-value"),
        ("0.80", "80", "bad-value"),
        ("validity_months", "validity_month", "unknown-key"),
        ('level           = "on-job"', "", "missing-key"),
    ],
)
def test_a_mistake_in_a_module_is_told_in_its_place(
    write_playbook: Callable[..., Path], good: str, bad: str, code: str
) -> None:
    path = write_playbook(HEAD + MODULE.replace(good, bad))
    found = [one for one in check_playbook(path)[1] if one.code == code]
    assert len(found) == 1
    assert found[0].line > HEAD.count("\n")
    with pytest.raises(ConfigError):
        load_playbook(path)


def test_the_reference_names_every_topic_and_level_of_the_source_and_marks_its_figures(
    reference: Playbook,
) -> None:
    modules = reference.training.values()
    pre_job = {module.topic for module in modules if module.level is TrainingLevel.PRE_JOB}
    assert pre_job == set(TrainingTopic)
    assert {module.level for module in modules} == set(TrainingLevel)
    assert all(module.illustrative and module.source == "S9-2" for module in modules)


def test_a_layer_changes_one_figure_of_a_module_and_takes_another_out(load: Load) -> None:
    layer = load(
        HEAD.replace("schema", 'remove = ["training.on-job-hours"]\nschema', 1)
        + "[training.pre-job-sales-skill]\nhours = 8\n"
    )
    assert layer.training["pre-job-sales-skill"].hours == 8
    assert layer.training["pre-job-sales-skill"].pass_mark == Decimal("0.80")
    assert "on-job-hours" not in layer.training
