"""From a lot, a serial number or a device identifier to everybody who received it: one question, one answer."""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model import MovementKind, StockMovement, StockStatus, StockUnit

__all__ = ["Consignee", "Trace", "trace"]


@attrs.frozen(kw_only=True)
class Consignee:
    """Somebody who received what was asked for.

    Args:
        id: The account.

        units: The units of stock that went there.

        received: How many pieces were shipped there.

        returned: How many came back from there.

        first_on: The day of the first shipment.
    """

    id: str
    units: tuple[str, ...]
    received: int
    returned: int
    first_on: dt.date


@attrs.frozen(kw_only=True)
class Trace:
    """Where everything of a lot, serial number or device identifier is.

    Args:
        consignees: Who received it, by account.

        held: The units that never left us.

        lost: The units that went somewhere unknown: a shipment or return that does not say to whom, when or how
            many, or none at all for a unit that was shipped. A recall would miss somebody.
    """

    consignees: tuple[Consignee, ...]
    held: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everybody who received it is known."""
        return not self.lost


def trace(units: Iterable[StockUnit], *, di: str = "", lot: str = "", serial: str = "") -> Trace:
    """Everybody who received the *units* of a device identifier, lot or serial number.

    Args:
        units: All units of stock, shipped ones among them.

        di: The device identifier; any if it is left out.

        lot: The lot; any if it is left out.

        serial: The serial number; any if it is left out.

    Raises:
        ValueRefused: Nothing is asked for.
    """
    if not (di or lot or serial):
        raise ValueRefused("a trace needs a device identifier, a lot or a serial number")
    wanted = {name: value for name, value in (("di", di), ("lot", lot), ("serial", serial)) if value}
    found = [unit for unit in units if all(getattr(unit, name) == value for name, value in wanted.items())]
    return Trace(
        consignees=tuple(_consignees(found)),
        held=tuple(unit.id for unit in found if not _handed(unit) and unit.status is not StockStatus.SHIPPED),
        lost=tuple(unit.id for unit in found if _has_gap(unit)),
    )


def _handed(unit: StockUnit) -> list[StockMovement]:
    """The shipments and returns of *unit*, and what may have been one."""
    kinds = (MovementKind.SHIPMENT, MovementKind.RETURN, None)
    return [moved for moved in unit.movements if moved.kind in kinds]


def _is_known(moved: StockMovement) -> bool:
    return None not in (moved.kind, moved.consignee_id, moved.moved_on, moved.quantity)


def _has_gap(unit: StockUnit) -> bool:
    """Whether it went somewhere that is not known."""
    handed = _handed(unit)
    went = any(moved.kind is MovementKind.SHIPMENT for moved in handed)
    return not all(map(_is_known, handed)) or (unit.status is StockStatus.SHIPPED and not went)


def _consignees(units: Iterable[StockUnit]) -> Iterator[Consignee]:
    by_account: dict[str, list[tuple[StockUnit, StockMovement]]] = {}
    for unit in units:
        for moved in filter(_is_known, _handed(unit)):
            by_account.setdefault(moved.consignee_id or "", []).append((unit, moved))
    for account, handed in sorted(by_account.items()):
        yield Consignee(
            id=account,
            units=tuple(dict.fromkeys(unit.id for unit, _ in handed)),
            received=_pieces(handed, MovementKind.SHIPMENT),
            returned=_pieces(handed, MovementKind.RETURN),
            first_on=min(moved.moved_on for _, moved in handed if moved.moved_on is not None),
        )


def _pieces(handed: Iterable[tuple[StockUnit, StockMovement]], kind: MovementKind) -> int:
    return sum(moved.quantity or 0 for _, moved in handed if moved.kind is kind)
