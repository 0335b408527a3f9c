"""In which ways each word of the language is made to fail and to hold: none is lost, and none is taken for another."""

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import (
    Account,
    Company,
    Contract,
    Deal,
    Facts,
    InstalledAsset,
    Need,
    Order,
    OrderLine,
    Segment,
    ServiceTicket,
    SlaPolicy,
)
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.condition import Condition
from medsales_core.rules.inverting import satisfactions, violations
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
D = dt.date
LIMIT: Final = Threshold(
    id="limit", label=text("limit", "限"), unit="piece", values=(ThresholdValue(value=Decimal(30)),)
)
CASES: Final = tomllib.loads(Path(__file__).parents[1].joinpath("data/inversion.toml").read_text("utf-8"))[
    "case"
]
FACTS: Final = Facts(
    deal=Deal(
        id="d", name="CT-12", amount=Money(50, "EUR"), probability=Decimal("0.4"), created_on=D(2026, 6, 28),
        expected_close_on=D(2026, 7, 1), forecast_category="commit",
        needs=(
            Need(id="1", priority=1, statement="s", dimension="patient"),
            Need(id="2", priority=2, dimension="cost-benefit"),
        ),
    ),
    account=Account(id="a", name="H"),
    order=Order(
        id="o",
        lines=(
            OrderLine(id="1", ordered=2, unit_price=Money(4, "USD")),
            OrderLine(id="2", ordered=3, unit_price=Money(5, "USD")),
        ),
    ),
    segment=Segment(id="s", target_groups=["dealer"]),
    tickets=(ServiceTicket(id="t", responded_at=AT),),
    asset=InstalledAsset(id="x", consumables_cover_days=5),
    company=Company(id="c", sla_policies=(SlaPolicy(id="1", valid_from=D(2026, 1, 1)),)),
    contract=Contract(id="k", signed_on=D(2026, 6, 27)),
)  # fmt: skip


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), {"limit": LIMIT}, {}).read(
        document.data["require"], Place(("require",))
    )
    assert not list(found)
    assert condition is not None
    return condition


def grouped(names: Iterable[str]) -> list[str]:
    """Names in their order, each once and with how often it came."""
    times = Counter(re.sub(r" \(\d+\)$", "", name) for name in names)
    return [name if number == 1 else f"{name} × {number}" for name, number in times.items()]


@pytest.mark.parametrize("case", CASES, ids=[case["form"] for case in CASES])
def test_a_condition_fails_and_holds_in_every_way_of_its_own(case: dict[str, Any]) -> None:
    condition = read(case["form"])
    for start, ways in ((Facts(), case["nothing"]), (FACTS, case.get("facts", case["nothing"]))):
        assert grouped(way.name for way in violations(condition, start, AT)) == ways["fails"]
        assert grouped(way.name for way in satisfactions(condition, start, AT)) == ways["holds"]
