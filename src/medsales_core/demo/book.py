"""The made-up book of business: some four hundred deals and how each came to where it stands."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Final

import attrs

from medsales_core.demo.company import PEOPLE, TEAMS
from medsales_core.demo.customers import Customer, dealers, make_customers
from medsales_core.demo.products import Item, items_of

__all__ = ["STAGES", "Book", "Sheet", "Step", "make_book"]

#: The stages of a deal, in their order.
STAGES: Final = (
    "market-analysis-targeting",
    "customer-development-contact",
    "needs-discovery",
    "solution-value",
    "demo-technical-support",
    "negotiation-contract",
)
_DAYS: Final = (25, 35, 40, 50, 35, 60)
#: The chance to lose a deal in each stage.
_LOSS: Final = (0.07, 0.10, 0.10, 0.12, 0.09, 0.15)
_BACK: Final = 0.07
_PACE: Final = {"consumables": 0.8, "ivd-reagent-rental": 0.9, "dealer-led": 1.0, "export": 1.1}
_REASONS: Final = (
    "price",
    "no-budget",
    "no-decision",
    "product-fit",
    "competitor-relation",
    "tender-lost",
    "timing",
)
_ROUTES: Final = ("open-tender", "competitive-negotiation", "single-source", "inquiry", "platform-direct")
_RATES: Final = {"CNY": Decimal(1), "USD": Decimal("7.2"), "EUR": Decimal("7.8")}
_SOLUTION: Final = 3
_NEGOTIATION: Final = 5
_LOOK_BACK: Final = 400
#: How many deals there are to a customer of each segment.
_DEALS_EACH: Final = 28


@attrs.frozen
class Step:
    """A deal comes to a stage on a day, or is ``won`` or ``lost`` on it."""

    on: dt.date
    to: str


@attrs.frozen(kw_only=True)
class Sheet:
    """One made-up deal."""

    id: str
    customer: Customer
    item: Item
    quantity: int
    amount: Decimal
    owner: str
    partner: str
    route: str
    loss_reason: str
    steps: tuple[Step, ...]

    @property
    def stage(self) -> str:
        """The stage it stands in, or was closed in."""
        return next(step.to for step in reversed(self.steps) if step.to in STAGES)

    @property
    def closed(self) -> Step | None:
        """How and when it was closed; None while it is open."""
        return self.steps[-1] if self.steps[-1].to in ("won", "lost") else None

    @property
    def name(self) -> str:
        """What the sales people call it."""
        language = "zh-Hans" if self.customer.team.chinese else "en"
        return f"{self.customer.name} {self.item.label[language]}"


@attrs.frozen(kw_only=True)
class Book:
    """All deals and customers, as on one day.

    Args:
        customers: Every customer.

        sheets: Every deal, by number.

        exported_on: The day.
    """

    customers: tuple[Customer, ...]
    sheets: tuple[Sheet, ...]
    exported_on: dt.date


def make_book(rng: Random, exported_on: dt.date, *, deals: int) -> Book:
    """A book of *deals* deals as it may have stood on *exported_on*."""
    reps = [(person.id, person.team) for person in PEOPLE if person.role == "sales-rep"]
    customers = make_customers(rng, reps, max(3, deals // _DEALS_EACH))
    partners = dealers(customers, "T-CHAN")
    buyers = {
        team.id: [one for one in customers if one.team is team and one not in partners] for team in TEAMS
    }
    sheets = tuple(
        _sheet(rng, f"D-{number:04d}", rng.choice(buyers[rng.choice(TEAMS).id]), partners, exported_on)
        for number in range(1, deals + 1)
    )
    return Book(customers=customers, sheets=sheets, exported_on=exported_on)


def _sheet(
    rng: Random, number: str, customer: Customer, partners: Sequence[Customer], exported_on: dt.date
) -> Sheet:
    item = rng.choice(items_of(customer.market))
    quantity = rng.randint(*item.quantity)
    discounted = Decimal(item.price * quantity) * Decimal(rng.randint(82, 100)) / 100
    amount = (discounted / _RATES[customer.currency]).quantize(Decimal("0.01"))
    created = exported_on - dt.timedelta(days=rng.randint(4, _LOOK_BACK))
    steps = _walk(rng, customer, created, exported_on)
    return Sheet(
        id=number,
        customer=customer,
        item=item,
        quantity=quantity,
        amount=amount,
        owner=customer.owner,
        partner=rng.choice(partners).id if customer.market.team == "T-CHAN" else "",
        route=rng.choice(_ROUTES),
        loss_reason=rng.choice(_REASONS) if steps[-1].to == "lost" else "",
        steps=steps,
    )


def _walk(rng: Random, customer: Customer, created: dt.date, until: dt.date) -> tuple[Step, ...]:
    """A deal's way from its first day on: it goes on, falls back, is lost or won, until the day is *until*."""
    pace = _PACE.get(customer.team.variant, 1.0)
    place, day = 0, created
    steps = [Step(day, STAGES[0])]
    while True:
        day += dt.timedelta(days=max(2, round(_DAYS[place] * pace * rng.uniform(0.4, 2.2))))
        if day > until:
            return tuple(steps)
        if rng.random() < _LOSS[place]:
            return (*steps, Step(day, "lost"))
        if place == _NEGOTIATION:
            return (*steps, Step(day, "won"))
        place = _next(rng, customer, place)
        steps.append(Step(day, STAGES[place]))


def _next(rng: Random, customer: Customer, place: int) -> int:
    if place >= _SOLUTION - 1 and rng.random() < _BACK:
        return place - 1
    if place == _SOLUTION and customer.team.skips_demo and rng.random() < 0.6:  # noqa: PLR2004
        return place + 2
    return place + 1
