"""Reports that a careless format falls over: hostile names, empty tables, every kind of cell."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from medsales_core.money import Money
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportTable
from medsales_core.testing.awkward import HOSTILE, TEXTS
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.strategies.values import STORABLE
from medsales_core.text import text

__all__ = ["PLAIN", "drawn_reports", "named_report", "sample_reports"]

#: Names that harm nothing, as many as `HOSTILE` has.
PLAIN: Final = tuple(f"Hospital {number}" for number in range(len(HOSTILE)))

_COLUMNS: Final = (
    Column(id="name", label=text("Customer", "客户")),
    Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
    Column(id="amount", label=text("Amount", "金额"), kind="money", illustrative=True),
    Column(id="share", label=text("Share", "占比"), kind="ratio"),
    Column(id="days", label=text("Days", "天数"), kind="days"),
    Column(id="on", label=text("Due on", "到期日"), kind="date"),
)


def named_report(names: tuple[str, ...], *, synthetic: bool = False, illustrative: bool = True) -> Report:
    """A report in which every name stands in a table and in a figure."""
    columns = tuple(attrs.evolve(c, illustrative=illustrative and c.id == "amount") for c in _COLUMNS)
    rows = tuple(_row(number, name) for number, name in enumerate(names))
    return _report(
        (ReportTable(id="names", title=text("Customers", "客户一览"), columns=columns, rows=rows),),
        figures=(Figure(kind="bars", title=text("By customer", "按客户"), bars=_bars(names)),),
        notes=(text("One deal was left out.", "未计入一条商机。"),),
        synthetic=synthetic,
        source="deals.csv",
    )


def drawn_reports() -> st.SearchStrategy[Report]:
    """Reports with names drawn at random, the awkward ones among them."""
    name = st.sampled_from((*TEXTS, *HOSTILE)) | st.text(STORABLE, max_size=12)
    return st.builds(named_report, st.lists(name, max_size=5).map(tuple), synthetic=st.booleans())


def sample_reports() -> Iterator[Report]:
    """Reports of every shape."""
    yield _report(())
    yield _report((ReportTable(id="empty", title=text("Empty", "空表"), columns=_COLUMNS, rows=()),))
    yield _report((ReportTable(id="bare", title=text("Bare", "无列表"), columns=(), rows=()),))
    yield named_report(PLAIN)
    yield named_report(PLAIN, synthetic=True)
    yield named_report(HOSTILE, synthetic=True)
    yield from (_all_over(name) for name in HOSTILE)


def _row(number: int, name: str) -> tuple[Cell, ...]:
    on = dt.date(2026, 1, 1) + dt.timedelta(days=number)
    money = Money(Decimal(f"{number}.25"), "USD" if number % 2 else "CNY")
    return (name, -number, money, Decimal("0.125"), number, on if number else None)


def _bars(names: tuple[str, ...]) -> tuple[Bar, ...]:
    return tuple(
        Bar(label=text(name, name), value=Decimal(number), note=text(name, name))
        for number, name in enumerate(names)
    )


def _all_over(name: str) -> Report:
    """A report that is called *name* wherever it can be called anything."""
    said = text(name, name)
    column = Column(id="name", label=said)
    table = ReportTable(
        id="t", title=said, columns=(column, column), rows=((name, said),), totals=(name, None)
    )
    figure = Figure(kind="funnel", title=said, bars=_bars((name,)))
    return _report((table,), title=said, figures=(figure,), notes=(said,), subject=said, source=name)


def _report(tables: tuple[ReportTable, ...], **more: Any) -> Report:
    return Report(**{"id": "sample", "title": text("Sample", "样例"), "at": MOMENT, "tables": tables, **more})
