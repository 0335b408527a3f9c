"""The export of the made-up CRM: five CSV files with the dirt that real ones have, and the mapping that reads them."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from random import Random
from typing import Final

from medsales_core.demo.book import STAGES, Book, Sheet, make_book
from medsales_core.demo.company import PEOPLE
from medsales_core.demo.products import PRODUCTS

__all__ = ["DEALS", "DIRT", "MAPPING", "make_export", "written_export"]

#: How many deals there are before the dirt is strewn in.
DEALS: Final = 400
#: How many rows of the file of deals are spoilt, each in another way.
DIRT: Final = 6
#: The name of the mapping file.
MAPPING: Final = "synthetic-mapping.toml"

_WORDS: Final = dict(
    zip(
        (*STAGES, "won", "lost"),
        (
            "1 Target 目标客户",
            "2 Contact 初步接洽",
            "3 Needs 需求分析",
            "4 Proposal 方案",
            "5 Demo 演示",
            "6 Contract 商务谈判",
            "Won 赢单",
            "Lost 丢单",
        ),
        strict=True,
    )
)
_MARK: Final = "SYNTHETIC"
_DEAL: Final = (
    "Data,Deal no,Name 名称,Account,Owner,Partner,Segment,Product,Quantity,Amount,Currency,Created,Expected close,"
    "Route,Stage 阶段,Loss reason"
).split(",")
_ACCOUNT: Final = "Data,Account,Name 名称,Type,Country,Region,Owner,Hospital grade,Beds,Cases a year".split(
    ","
)


def make_export(seed: int, exported_on: dt.date, *, deals: int = DEALS) -> Mapping[str, bytes]:
    """The files of an export, by name: the same seed and day give the same bytes.

    Args:
        seed: What the made-up data are drawn from.

        exported_on: The last day that the export knows of.

        deals: How many deals it holds.
    """
    rng = Random(seed)  # noqa: S311  made-up data, not a secret
    return written_export(rng, make_book(rng, exported_on, deals=deals))


def written_export(rng: Random, book: Book) -> Mapping[str, bytes]:
    """*book* as files, a few of its rows spoilt."""
    return {
        "synthetic-deals.csv": _csv(_DEAL, _spoilt(rng, [_deal_row(sheet) for sheet in book.sheets])),
        "synthetic-stage-history.csv": _csv(
            ("Data", "Deal no", "Stage 阶段", "Changed at"), _history(rng, book.sheets)
        ),
        "synthetic-accounts.csv": _csv(_ACCOUNT, _accounts(book)),
        "synthetic-reps.csv": _csv(("Data", "Person", "Name 姓名", "Team", "Role"), _reps()),
        "synthetic-products.csv": _csv(
            ("Data", "Product", "Name 名称", "Kind", "List price", "Demo"), _products()
        ),
        MAPPING: resources.files("medsales_core.demo").joinpath("mapping.toml").read_bytes(),
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file as a spreadsheet would save it: UTF-8 with its mark, CRLF."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _deal_row(sheet: Sheet) -> list[str]:
    created = sheet.steps[0].on
    last = sheet.closed.to if sheet.closed else sheet.stage
    return [
        _MARK,
        sheet.id,
        sheet.name,
        sheet.customer.id,
        sheet.owner,
        sheet.partner,
        sheet.customer.market.id,
        sheet.item.id,
        str(sheet.quantity),
        f"{sheet.amount:,.2f}",
        sheet.customer.currency,
        created.isoformat(),
        (created + dt.timedelta(days=270)).isoformat(),
        sheet.route,
        _WORDS[last],
        sheet.loss_reason,
    ]


def _spoilt(rng: Random, rows: list[list[str]]) -> list[list[str]]:
    """*rows* with the mistakes that every export has; the last is a row that stands there twice."""
    column = {name: place for place, name in enumerate(_DEAL)}
    spots = rng.sample(range(len(rows)), DIRT)
    mistakes = (
        ("Stage 阶段", "Parked 搁置"),
        ("Created", "26-03-14"),
        ("Amount", "about 1.2 M"),
        ("Currency", "RMB"),
        ("Expected close", "end of Q3"),
    )
    for spot, (name, cell) in zip(spots, mistakes, strict=False):
        rows[spot][column[name]] = cell
    return [*rows, list(rows[spots[-1]])]


def _history(rng: Random, sheets: Sequence[Sheet]) -> Iterator[Sequence[str]]:
    for sheet in sheets:
        for step in sheet.steps:
            when = dt.datetime.combine(step.on, dt.time(rng.randint(8, 18), rng.randrange(60)))
            yield _MARK, sheet.id, _WORDS[step.to], f"{when:%Y/%m/%d %H:%M}"
    yield _MARK, "D-9999", _WORDS[STAGES[0]], f"{sheets[0].steps[0].on:%Y/%m/%d} 09:00"


def _accounts(book: Book) -> Iterator[Sequence[str]]:
    for one in book.customers:
        sizes = (str(one.beds) if one.beds else "-", str(one.volume))
        yield (
            _MARK,
            one.id,
            one.name,
            one.type,
            one.country,
            one.region,
            one.owner,
            one.hospital_grade or "-",
            *sizes,
        )


def _reps() -> Iterator[Sequence[str]]:
    for person in PEOPLE:
        yield _MARK, person.id, person.name, person.team, person.role


def _products() -> Iterator[Sequence[str]]:
    for item in PRODUCTS:
        name = f"{item.label['zh-Hans']} / {item.label['en']}"
        yield _MARK, item.id, name, item.kind, str(item.price), "yes" if item.shown else "no"
