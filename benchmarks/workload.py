"""The work that every engine is measured on.

Eight stages; each advance is guarded by four requirements: three field checks and one check of a plugin.
At every stage one attempt is blocked, and must name every requirement that fails (here all four), and one
moves on. Moves and refusals both leave an event.
"""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any, ClassVar, Final

from medsales_core import Facts, Playbook, load_playbook
from medsales_core.model import Deal, Need
from medsales_core.money import Money
from medsales_core.ports.check import Check
from medsales_core.text import text

STAGES: Final = 8
AT: Final = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


class HasAmount(Check):
    """Stands for any check that a plugin brings."""

    id = "bench.has-amount"
    title = text("The deal has an amount", "商机有金额")
    reads: ClassVar = ("deal.amount",)

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        return facts.deal.amount is not None  # type: ignore[union-attr]


def playbook() -> Playbook:
    """The process of the work, loaded as any company's would be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.toml")
        path.write_text(_toml(), encoding="utf-8")
        return load_playbook(path, checks=[HasAmount()])


def _toml() -> str:
    header = (
        'schema = 1\nid = "bench"\nversion = "1"\ntitle = { en = "Bench", zh-Hans = "基准" }\n'
        '[process.deal]\nlabel = { en = "Deal", zh-Hans = "商机" }\nmoves = "deal"\nstart = "s0"\n'
    )
    parts = [header]
    for number in range(STAGES + 1):
        parts.append(
            f'[stage.s{number}]\nprocess = "deal"\nposition = {number}\nlabel = {{ en = "S{number}", zh-Hans = "{number}" }}\n'
        )
        if number < STAGES:
            parts += [_criterion(number, index, require) for index, require in enumerate(_REQUIRE)]
            parts.append(
                f'[transition.t{number}]\nfrom = "s{number}"\nto = "s{number + 1}"\nkind = "forward"\n'
            )
    parts.append(f'[transition.win]\nfrom = "s{STAGES}"\nkind = "win"\n')
    return "\n".join(parts)


_REQUIRE: Final = (
    '{ "deal.name" = "filled" }',
    '{ "deal.account_id" = { equals = "A-1" } }',
    '{ "deal.needs" = { count = { min = 1 } } }',
    '{ check = "bench.has-amount" }',
)


def _criterion(stage: int, index: int, require: str) -> str:
    return (
        f"[stage.s{stage}.exit.r{stage}-{index}]\n"
        f'label = {{ en = "Requirement {index}", zh-Hans = "要求{index}" }}\nsource = "bench"\nrequire = {require}\n'
    )


#: A deal on which every requirement holds, and one on which none does.
GOOD: Final = Deal(
    id="D-1",
    name="CT for the new building",
    account_id="A-1",
    needs=(Need(id="n1", dimension="patient", statement="shorter queues", priority=1),),
    amount=Money("100", "CNY"),
)
BAD: Final = Deal(id="D-1")
