"""The reference as a model, made once, and a small playbook that tests may spoil."""

from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.fuzzing.model import Model
from medsales_core.playbook import Playbook


@pytest.fixture(scope="session")
def model(reference: Playbook) -> Model:
    return Model(reference)


SMALL = """
schema = 1
id = "small"
version = "1"
title = { en = "Small", zh-Hans = "小" }

[role.manager]
label = { en = "Manager", zh-Hans = "经理" }

[process.deal]
moves = "deal"
start = "first"
label = { en = "Deal", zh-Hans = "商机" }

[stage.first]
process = "deal"
position = 1
label = { en = "First", zh-Hans = "一" }

[stage.first.exit.named]
label = { en = "It has a name", zh-Hans = "已命名" }
source = "T"
waivable_by = ["manager"]
require = { "deal.name" = "filled" }

[stage.first.exit.cheap]
label = { en = "The discount is at most the limit", zh-Hans = "折扣不超过上限" }
source = "T"
require = { "deal.probability" = { at_most = { threshold = "limit" } } }

[stage.second]
process = "deal"
position = 2
label = { en = "Second", zh-Hans = "二" }

[stage.second.entry.recent]
label = { en = "It was created in the last 30 days", zh-Hans = "30天内创建" }
source = "T"
severity = "justify"
require = { "deal.created_on" = { within = { days = 30, before = "as_of" } } }

[threshold.limit]
label = { en = "Limit", zh-Hans = "上限" }
value = 0.4
unit = "ratio"
source = "T"

[transition.on]
from = "first"
to = "second"
kind = "forward"

[transition.back]
from = "second"
to = "first"
kind = "back"
reason = "required"

[transition.win]
from = "second"
kind = "win"
who = ["manager"]

[transition.lose]
from = ["first", "second"]
kind = "lose"
reason = "required"

[transition.reopen]
from = ["first", "second"]
to = "first"
kind = "reopen"
reason = "required"
who = ["manager"]
"""


@pytest.fixture
def small(load: Callable[..., Playbook]) -> Callable[..., Playbook]:
    """The small playbook, with some words of it replaced."""

    def make(*replaced: tuple[str, str], **options: Any) -> Playbook:
        toml = SMALL
        for old, new in replaced:
            assert toml.count(old) == 1, old
            toml = toml.replace(old, new)
        return load(toml, **options)

    return make
