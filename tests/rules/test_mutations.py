"""Whatever is written in the place of a word's value: a located diagnostic, never an uncaught exception."""

import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings

from medsales_core.errors import ConfigError
from medsales_core.playbook.load import check_playbook
from medsales_core.testing.strategies import mutated

BASE = tomllib.loads("""
schema = 1
id = "p"
version = "1"
title = { en = "p", zh-Hans = "p" }
[role.finance]
label = { en = "finance", zh-Hans = "财务" }
[process.deal]
moves = "deal"
label = { en = "p", zh-Hans = "p" }
start = "one"
[stage.one]
process = "deal"
position = 1
label = { en = "one", zh-Hans = "一" }
[stage.one.exit]
use = ["it", "ap"]
[stage.one.standing.all]
label = { en = "all", zh-Hans = "全" }
source = "I"
require = { standard = "basics" }
[transition.won]
from = "one"
kind = "win"
[transition.lost]
from = "one"
kind = "lose"
[standard.basics]
label = { en = "basics", zh-Hans = "基础" }
[standard.basics.requirement.it]
label = { en = "it", zh-Hans = "它" }
source = "I"
effective_from = 2026-01-01
scope = { jurisdictions = ["CN"], product_kinds = ["implant"], roles = ["finance"], process = ["deal"], segments = ["a"] }
require = { "deal.name" = { matches = "[a-z]{2,3}(x|y)*" } }
[standard.basics.requirement.ap]
label = { en = "ap", zh-Hans = "批" }
source = "I"
[standard.basics.requirement.ap.require]
requirement = "it"
attested = { statement = "x", by = ["finance"], within = { days = { threshold = "t" }, before = "as_of" } }
[standard.basics.requirement.ap.require.approved]
on = "deal.quotes"
where = { status = { equals = "sent" } }
may_be_empty = true
by_any = ["finance"]
by_all = ["finance"]
quorum = { of = ["finance"], at_least = 2, different_roles = false }
for = "discount"
covers = { field = "discount", up_to = "up_to" }
requester_may_not = true
owner_may_not = true
delegates_may = true
names_version = true
valid_on = "as_of"
within = { days = 3, before = "as_of" }
[threshold.t]
label = { en = "t", zh-Hans = "限" }
unit = "day"
values = [
    { value = 1, valid_to = 2025-12-31 },
    { value = 2, valid_from = 2026-01-01 },
    { value = 3, jurisdiction = "CN" },
]
""")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(tomli_w.dumps(BASE)))
def test_a_mutated_playbook_is_used_or_refused_with_places(
    tmp_path_factory: pytest.TempPathFactory, toml: str
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "mutated.toml"
    path.write_text(toml, encoding="utf-8")
    try:
        playbook, found = check_playbook(path)
    except ConfigError:
        return
    assert playbook is not None or found
    assert all(diagnostic.line >= 1 and diagnostic.message for diagnostic in found)


def test_the_playbook_that_is_mutated_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "sound.toml"
    path.write_text(tomli_w.dumps(BASE), encoding="utf-8")
    assert [str(diagnostic) for diagnostic in check_playbook(path)[1]] == []
