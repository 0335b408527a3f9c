"""Round trips: deals written in any dialect come back as the same deals, from whatever order and in one piece."""

import csv
import datetime as dt
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.importing import import_file, read_mapping
from medsales_core.playbook import Playbook

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
STAGES = {"Contact": "customer-development-contact", "Needs / 需求": "needs-discovery", "Won": "", "Lost": ""}


class Deal(NamedTuple):
    """A deal as a test makes it up."""

    id: str
    name: str
    amount: Decimal | None
    stage: str
    entered: dt.date | None
    closed: dt.date | None


@attrs.frozen
class Dialect:
    """A way to write files."""

    encoding: str
    mark: bytes
    delimiter: str
    quote: str
    end: str
    quoting: int
    date: str
    decimal: str
    thousands: str
    sign: str
    order: tuple[int, ...]


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0", codec="gb18030"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip())
DAYS = st.none() | st.dates(dt.date(1999, 1, 1), dt.date(2031, 1, 1))
DEALS = st.lists(
    st.builds(
        Deal,
        id=TEXT,
        name=TEXT,
        amount=st.none() | st.decimals(-(10**9), 10**9, places=2),
        stage=st.sampled_from(list(STAGES)),
        entered=DAYS,
        closed=DAYS,
    ),
    max_size=8,
    unique_by=lambda deal: deal.id,
)
ENCODINGS = st.sampled_from(
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b""), ("utf-16", b"")]
)
NUMBERS = st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "")])
COLUMNS = ("id", "name", "amount", "stage", "entered", "closed", "note")


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    encoding, mark = draw(ENCODINGS)
    decimal, thousands = draw(NUMBERS)
    return Dialect(
        encoding=encoding,
        mark=mark,
        delimiter=draw(st.sampled_from([",", ";", "\t", "|"])),
        quote=draw(st.sampled_from(['"', "'"])),
        end=draw(st.sampled_from(["\n", "\r\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        date=draw(
            st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y年%m月%d日", "%d-%b-%Y"])
        ),
        decimal=decimal,
        thousands=thousands,
        sign=draw(st.sampled_from(["", "$", "¥"])),
        order=tuple(draw(st.permutations(range(len(COLUMNS))))),
    )


def written(deals: list[Deal], dialect: Dialect) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        lineterminator=dialect.end,
        quoting=dialect.quoting,  # type: ignore[arg-type]  # one of the constants
    )
    for row in (COLUMNS, *(cells(deal, dialect) for deal in deals)):
        writer.writerow([row[place] for place in dialect.order])
    return dialect.mark + out.getvalue().encode(dialect.encoding)


def cells(deal: Deal, dialect: Dialect) -> tuple[str, ...]:
    marks = {",": dialect.thousands or None, ".": dialect.decimal}
    amount = "" if deal.amount is None else f"{deal.amount:,.2f}".translate(str.maketrans(marks))
    entered, closed = (day.strftime(dialect.date) if day else "" for day in (deal.entered, deal.closed))
    return deal.id, deal.name, amount and f"{dialect.sign}{amount} ", deal.stage, entered, closed, "x"


def mapping(dialect: Dialect) -> str:
    return f"""
schema = 1
id = "trip"
[source]
shape = "none"
file = "deals.csv"
encoding = "{dialect.encoding}"
delimiter = {dialect.delimiter!r}
quote = {toml(dialect.quote)}
[values]
time_zone = "Asia/Shanghai"
date_formats = ["{dialect.date}"]
currency = "CNY"
decimal = "{dialect.decimal}"
thousands = "{dialect.thousands}"
currency_signs = ["$", "¥"]
[deal]
id = "id"
name = "name"
amount = "amount"
[stage]
column = "stage"
entered = "entered"
closed = "closed"
[stage.map]
Contact = {{ stage = "customer-development-contact" }}
"Needs / 需求" = {{ stage = "needs-discovery" }}
Won = {{ stage = "negotiation-contract", outcome = "won" }}
Lost = {{ stage = "negotiation-contract", outcome = "lost" }}
""".replace("'\\t'", '"\\t"')


def toml(sign: str) -> str:
    return f'"{sign}"' if sign != '"' else '"\\""'


def told(store: MemoryStore, deal: str) -> Deal:
    """The deal as the store tells it."""
    events = list(store.read(f"deal/{deal}"))
    fields: dict[str, Any] = next(
        (dict(event.data["fields"]) for event in events if event.kind == "described"), {}
    )
    last = events[-1]
    stage = {"customer-development-contact": "Contact", "needs-discovery": "Needs / 需求"}.get(
        events[0].data["to"], last.kind.title()
    )
    amount = fields.get("amount")
    return Deal(
        deal,
        fields["name"],
        Decimal(amount.removesuffix(" CNY")) if amount else None,
        stage,
        events[0].occurred_at.date() if events[0].occurred_at else None,
        last.occurred_at.date() if last.kind in ("won", "lost") and last.occurred_at else None,
    )


def expected(deal: Deal) -> Deal:
    """An open deal has no day of closing, whatever its row says."""
    return deal if deal.stage in ("Won", "Lost") else deal._replace(closed=None)


@settings(max_examples=40, deadline=None)
@given(DEALS, dialects())
def test_deals_written_in_any_dialect_come_back_and_only_once(
    playbook: Playbook, deals: list[Deal], dialect: Dialect
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "m.toml").write_text(mapping(dialect), encoding="utf-8")
        (folder / "deals.csv").write_bytes(written(deals, dialect))
        read, store = read_mapping(folder / "m.toml", playbook), MemoryStore()
        result = import_file(read, store=store, playbook=playbook, at=NOW)
        assert [reject.as_dict() for reject in result.rejects] == []
        assert [told(store, deal.id) for deal in deals] == [expected(deal) for deal in deals]
        assert import_file(read, store=store, playbook=playbook, at=NOW).events == 0


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_an_import_fail_otherwise_than_row_by_row(playbook: Playbook, raw: bytes) -> None:
    plain = Dialect(
        "utf-8", b"", ",", '"', "\n", csv.QUOTE_ALL, "%Y-%m-%d", ".", ",", "", (0, 1, 2, 3, 4, 5, 6)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "m.toml").write_text(mapping(plain), encoding="utf-8")
        (folder / "deals.csv").write_bytes(written([], plain) + raw)
        result = import_file(
            read_mapping(folder / "m.toml", playbook), store=MemoryStore(), playbook=playbook, at=NOW
        )
    assert result.rows == result.subjects + result.rejected_rows
