"""A portfolio for benchmarks whose deals are all different objects with different values, from a seed."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import attrs

from medsales_core import Facts, Money
from medsales_core.errors import MedsalesError
from medsales_core.model import Choice, Need, Quote
from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.model.fields import changed
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.requirement import Judgement

__all__ = ["varied_portfolio"]

_GONE, _OTHER, _DROPPED = 0.05, 0.1, 0.08


def varied_portfolio(judgements: Sequence[Judgement], deals: int, at: dt.datetime) -> list[Facts]:
    """So many deals, in all of which something or other lacks; five share an account, fifty an owner."""
    rng = Random(20260630)
    good = satisfy_all([judgement.requirement.condition for judgement in judgements], Facts(), at)
    quotes = [Quote(id=f"q{number}", status="accepted", lead_time_days=30) for number in range(2)]
    good = good.with_(
        deal=changed(good.deal, needs=(*good.deal.needs, Need(id="n")), quotes=(*good.deal.quotes, *quotes))
    )
    shared = {
        "account": 5,
        "contacts": 5,
        "segment": 20,
        "owner": 50,
        "team": 100,
        "company": deals,
        "process": deals,
    }
    drawn: dict[str, Any] = {}
    rows = []
    for number in range(deals):
        for name, value in vars(good).items():
            if value is not NOT_SUPPLIED and not number % shared.get(name, 1):
                drawn[name] = _varied(value, rng)
        rows.append(Facts(**drawn))
    return rows


def _varied(value: Any, rng: Random) -> Any:
    if isinstance(value, tuple):
        return tuple(_varied(item, rng) for item in value if rng.random() > _DROPPED)
    if attrs.has(type(value)) and not isinstance(value, Money):
        return _record(value, rng)
    if isinstance(value, Choice):
        return rng.choice(list(type(value))) if rng.random() < _OTHER else value
    if isinstance(value, bool):
        return value is (rng.random() > _OTHER)
    return _scalar(value, rng)


def _scalar(value: Any, rng: Random) -> Any:
    if isinstance(value, str):
        return f"{value} {rng.randrange(10**6)}" if value.strip() else value
    if isinstance(value, int):
        return value + rng.randrange(5)
    if isinstance(value, Decimal):
        return value + Decimal(rng.randrange(10**6)) / 100
    if isinstance(value, Money):
        return Money(value.amount + Decimal(rng.randrange(10**9)) / 100, value.currency)
    if isinstance(value, dt.datetime | dt.date):
        return value + dt.timedelta(days=rng.randrange(-200, 5))
    return value


def _record(record: Any, rng: Random) -> Any:
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if value is None or value == () or field.name == "id" or field.name.endswith("_id"):
            continue
        gone = field.default is None and rng.random() < _GONE and not attrs.has(type(value))
        other = None if gone else _varied(value, rng)
        try:
            record = changed(record, **{field.name: other})
        except MedsalesError:
            continue  # an end before its beginning, a unit that is none
    return record
