"""A lot is traced to everybody who received it, and what cannot be traced is said."""

import datetime as dt
from typing import Any

import pytest

from medsales_core.errors import ValueRefused
from medsales_core.model import StockMovement, StockUnit
from medsales_core.standards.tracing import Consignee, trace

JUNE = dt.date(2026, 6, 1)


def moved(
    kind: str | None, to: str | None, quantity: int | None = 1, on: dt.date | None = JUNE
) -> StockMovement:
    return StockMovement(id=f"{kind}-{to}-{on}", kind=kind, consignee_id=to, quantity=quantity, moved_on=on)


def unit(id: str, *movements: StockMovement, **said: Any) -> StockUnit:
    return StockUnit(
        **{"id": id, "di": "0694", "lot": "L1", "status": "shipped", "movements": movements, **said}
    )


UNITS = [
    unit("u1", moved("receipt", None), moved("shipment", "h1", 3), moved("return", "h1", 1)),
    unit("u2", moved("shipment", "h2", 5), moved("shipment", "h1", 2, JUNE - dt.timedelta(days=9))),
    unit("u3", status="available"),
    unit("u4", moved("shipment", "h3"), lot="L2"),
    unit("u5", moved("shipment", "h4"), di="0699"),
]


def test_everybody_who_received_a_lot_is_told_with_what_they_still_have() -> None:
    found = trace(UNITS, lot="L1", di="0694")
    assert found.consignees == (
        Consignee(id="h1", units=("u1", "u2"), received=5, returned=1, first_on=dt.date(2026, 5, 23)),
        Consignee(id="h2", units=("u2",), received=5, returned=0, first_on=JUNE),
    )
    assert found.held == ("u3",)
    assert found.is_whole


def test_one_key_is_enough() -> None:
    assert [c.id for c in trace(UNITS, lot="L2").consignees] == ["h3"]
    assert [c.id for c in trace(UNITS, di="0699").consignees] == ["h4"]
    assert trace(UNITS, serial="S9").consignees == ()
    with pytest.raises(ValueRefused, match="a device identifier, a lot or a serial number"):
        trace(UNITS)


@pytest.mark.parametrize(
    "gap",
    [
        moved("shipment", None), moved("shipment", "h9", on=None), moved("shipment", "h9", None), moved(None, "h9"),
        moved("transfer", "h9"),
    ],
)  # fmt: skip
def test_a_unit_that_went_nobody_knows_where_is_lost_and_the_known_are_still_told(gap: StockMovement) -> None:
    found = trace([*UNITS, unit("u9", gap)], lot="L1", di="0694")
    assert found.lost == ("u9",)
    assert not found.is_whole
    assert [c.id for c in found.consignees] == ["h1", "h2"]
    assert found.held == ("u3",)
