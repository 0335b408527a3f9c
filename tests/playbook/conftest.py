"""Playbooks made up for the tests of this room."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from medsales_core.playbook import Playbook, load_playbook

HEADER = """\
schema = 1
id = "made-up"
version = "1"
title = { en = "Made up & <odd>", zh-Hans = "虚构<流程>" }

[role.boss]
label = { en = "The boss", zh-Hans = "老板" }

[process.p]
moves = "deal"
label = { en = "A process", zh-Hans = "一个流程" }
start = "s1"
"""
STAGE = """
[stage.s{n}]
process = "p"
position = {n}
label = {{ en = "Stage {n}{more}", zh-Hans = "阶段{n}{more}" }}

[stage.s{n}.exit.r{n}]
label = {{ en = "Requirement {n}", zh-Hans = "要求{n}" }}
source = "test"
require = {{ "deal.name" = "filled" }}
"""


def made_up(count: int, ways: Iterable[tuple[str, int, int]] = (), *, more: str = "") -> str:
    """A playbook of *count* stages in a row that is won in the last, with other *ways*: kind, from, to."""
    parts = [HEADER, *(STAGE.format(n=n, more=more) for n in range(1, count + 1))]
    row = [("forward", n, n + 1) for n in range(1, count)]
    for number, (kind, source, target) in enumerate([*row, *ways, ("win", count, 0)]):
        parts.append(f'\n[transition.t{number}]\nfrom = "s{source}"\nkind = "{kind}"\n')
        if target:
            parts.append(f'to = "s{target}"\n')
    return "".join(parts)


@pytest.fixture
def playbook_of(write_playbook: Callable[..., Path]) -> Callable[..., Playbook]:
    """A playbook of so many stages, loaded; see `made_up`."""

    def make(count: int, ways: Iterable[tuple[str, int, int]] = (), *, more: str = "") -> Playbook:
        return load_playbook(write_playbook(made_up(count, ways, more=more)))

    return make


@pytest.fixture
def company(reference: Playbook) -> Playbook:
    """The example of a company's layer over the reference."""
    return load_playbook(Path(__file__).parents[2] / "examples/03_company_layer/company.toml")
