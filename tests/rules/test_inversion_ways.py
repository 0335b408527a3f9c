"""In which ways each word of the language is made to fail and to hold: none is lost, and none is taken for another."""

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import (
    Account,
    Approval,
    Company,
    Contact,
    Contract,
    Deal,
    Demo,
    Facts,
    InstalledAsset,
    Need,
    Order,
    OrderLine,
    Participant,
    Proposal,
    ProposalAnswer,
    Quote,
    Segment,
    ServiceTicket,
    SlaPolicy,
)
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.inverting import satisfactions, satisfy, violations
from medsales_core.rules.judging import Context, compile_condition
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
LOCAL: Final = attrs.evolve(
    LIMIT,
    id="local",
    values=(ThresholdValue(value=Decimal(3), jurisdiction="CN-ZJ"), ThresholdValue(value=Decimal(7))),
)
FACTS: Final = Facts(
    deal=Deal(
        id="d", name="CT-12", amount=Money(50, "EUR"), probability=Decimal("0.4"), created_on=D(2026, 6, 28),
        expected_close_on=D(2026, 7, 1), forecast_category="commit",
        needs=(
            Need(id="1", priority=1, statement="s", dimension="patient"),
            Need(id="2", priority=2, dimension="cost-benefit"),
            Need(id="3", priority=2, dimension="patient", statement="t"),
            Need(id="4", statement="u"),
        ),
        quotes=(
            Quote(
                id="q",
                approvals=(Approval(id="1", requested_by="r1", approver_id="m1", decision="approved"),),
            ),
            Quote(id="p"),
        ),
        demos=(
            Demo(
                id="1",
                invitees=(
                    Participant(id="p1", units=["clinical-user"]),
                    Participant(id="p2", units=["department-head", "clinical-user"]),
                ),
            ),
        ),
        proposal=Proposal(id="pr", answers=(ProposalAnswer(id="1", need_id="1", answer="256"),)),
    ),
    account=Account(id="a", name="H", region="CN-ZJ", country="CN"),
    contacts=(
        Contact(id="1", name="Li", source="visit"), Contact(id="2", name="Li", source="visit"),
        Contact(id="3", name="Wang"),
    ),
    activities=(),
    order=Order(
        id="o",
        lines=(
            OrderLine(id="1", ordered=2, unit_price=Money(4, "USD")),
            OrderLine(id="2", ordered=3, unit_price=Money(5, "USD")),
            OrderLine(id="3"),
        ),
    ),
    segment=Segment(id="s", target_groups=["dealer"]),
    tickets=(ServiceTicket(id="t", responded_at=AT, response_due_at=AT),),
    asset=InstalledAsset(id="x", consumables_cover_days=5),
    company=Company(id="c", sla_policies=(SlaPolicy(id="1", valid_from=D(2026, 1, 1)),)),
    contract=Contract(id="k", signed_on=D(2026, 6, 27)),
)  # fmt: skip


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), {"limit": LIMIT, "local": LOCAL}, {}).read(
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


@pytest.mark.parametrize("start", [Facts(), Facts(deal=Deal(id="d")), FACTS])
@pytest.mark.parametrize(
    "form",
    [
        '"deal.demos.invitees" = { covers = { of = "units", values = ["clinical-user"] } }',
        '"deal.demos.invitees" = { distinct = { of = "units", min = 2 } }',
        '"deal.quotes.approvals" = { count = { min = 2 } }',
    ],
)
def test_a_list_inside_an_empty_list_is_made_with_the_records_around_it(form: str, start: Facts) -> None:
    condition = read(form)
    made = satisfy(condition, start, AT)
    judge = compile_condition(condition, Context({}, WeekdayCalendar()))
    assert judge.holds(made, made, AT, None) is True
