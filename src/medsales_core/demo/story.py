"""What happens after the import: eight weeks of work on the made-up portfolio, told on one desk."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final

import attrs

from medsales_core.demo.book import STAGES, Book, Sheet
from medsales_core.demo.company import PEOPLE, own_company, rep_file, team_of
from medsales_core.demo.diary import Act, Keep, Script, play
from medsales_core.demo.dossier import File
from medsales_core.demo.house import house_files
from medsales_core.demo.keeper import Keeper
from medsales_core.demo.office import Office
from medsales_core.demo.products import PRODUCTS, SEGMENTS, product_file, segment_file
from medsales_core.demo.scene import Scene
from medsales_core.demo.takeover import old_file
from medsales_core.demo.worker import Worker
from medsales_core.desk import Desk
from medsales_core.engine.command import Actor, Describe, Open, Reopen
from medsales_core.money import Money

__all__ = ["WEEKS", "tell"]

#: How long the story lasts.
WEEKS: Final = 8

_WORKED: Final = 130
_REOPENED: Final = 5
_ORDERS: Final = 36
_DEVICES: Final = 30
_MENDED: Final = ("G-I2", "G-C1", "G-X2")
_MARKETING: Final = Actor("S-02", {"marketing"})
_HEADQUARTERS: Final = dt.timezone(dt.timedelta(hours=8))


def tell(
    desk: Desk, book: Book, *, rng: Random, as_of: dt.date, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Let the people of the made-up company work their deals until *as_of*.

    Evidence is recorded and moves are asked for through the desk, so that most are granted and many are
    refused, for the reasons that each team's habits give. What is refused is mended, waived, left or lost.

    Args:
        desk: A desk on the store that *book* was imported into.

        book: The deals and customers.

        rng: What is drawn from.

        as_of: The last day.

        progress: Called with the number of people's stories that have ended, and of all.

    Returns:
        How many events of each kind were kept, and under ``kept`` how many files of customers and others.
    """
    known = set(desk.subjects())
    sheets = [sheet for sheet in book.sheets if sheet.id in known]
    office = Office(desk.playbook, rng)
    until = dt.datetime.combine(as_of, dt.time(18), _HEADQUARTERS)
    with desk.store.transaction():
        old = {sheet.id: old_file(sheet, _scene(sheet), office) for sheet in sheets}
        takeover = [_files(book, office), _old_deals(sheets, old, book.exported_on)]
        counts = play(desk, takeover, until=until, progress=lambda _done, _all: None)
        cast = [
            *_cast(book, sheets, old, office, rng),
            _late_analyses(book.exported_on),
            _house(as_of, book.exported_on),
        ]
        return counts + play(desk, cast, until=until, progress=progress)


def _files(book: Book, office: Office) -> Script:
    """The files that the company keeps apart from deals, as they stand when the story begins."""
    day = book.exported_on + dt.timedelta(days=1)
    at = dt.datetime.combine(day, dt.time(7), _HEADQUARTERS)
    entities = [
        ("company", own_company(day)),
        *(("owner", rep_file(person, day)) for person in PEOPLE),
        *(("products", product_file(item)) for item in PRODUCTS),
        *(("segment", segment_file(market, day - dt.timedelta(days=90))) for market in SEGMENTS),
    ]
    for root, entity in entities:
        yield Keep(at=at, root=root, entity=entity, actor=_MARKETING)
    newest = {
        sheet.customer.id: sheet.stage for sheet in sorted(book.sheets, key=_progress_made, reverse=True)
    }
    met = {sheet.customer.id: sheet.steps[0].on for sheet in sorted(book.sheets, key=_begun, reverse=True)}
    for customer in book.customers:
        yield office.open_customer(
            customer, newest.get(customer.id, STAGES[0]), met.get(customer.id, day), at
        )


def _house(as_of: dt.date, exported_on: dt.date) -> Script:
    """Headquarters files what the company keeps besides deals, as it stands on the last day."""
    at = dt.datetime.combine(as_of, dt.time(9), _HEADQUARTERS)
    company = own_company(exported_on + dt.timedelta(days=1))
    for root, entities in house_files(company, as_of, _HEADQUARTERS).items():
        for entity in entities:
            yield Keep(at=at, root=root, entity=entity, actor=_MARKETING)


def _begun(sheet: Sheet) -> dt.date:
    return sheet.steps[0].on


def _progress_made(sheet: Sheet) -> tuple[bool, int]:
    return sheet.closed is not None, STAGES.index(sheet.stage)


def _old_deals(sheets: list[Sheet], old: Mapping[str, File], exported_on: dt.date) -> Script:
    """The paper files of the deals are scanned in, each by its owner."""
    at = dt.datetime.combine(exported_on + dt.timedelta(days=1), dt.time(7, 30), _HEADQUARTERS)
    for sheet in sheets:
        if old[sheet.id]:
            actor = Actor(sheet.owner, {"sales-rep"})
            yield Act(at=at, subject=sheet.id, command=Describe(old[sheet.id]), actor=actor)


def _late_analyses(begun_on: dt.date) -> Script:
    """Marketing completes some of the market analyses in the fourth week."""
    day = begun_on + dt.timedelta(days=24)
    at = dt.datetime.combine(day, dt.time(9), _HEADQUARTERS)
    for market in SEGMENTS:
        if market.id in _MENDED:
            yield Keep(
                at=at, root="segment", entity=segment_file(market, day, complete=True), actor=_MARKETING
            )


def _cast(
    book: Book, sheets: list[Sheet], old: Mapping[str, File], office: Office, rng: Random
) -> Iterator[Script]:
    """The scripts of everybody who works in these weeks."""
    start = book.exported_on + dt.timedelta(days=1)
    live = [sheet for sheet in sheets if sheet.closed is None]
    for sheet in _chosen(rng, live, _WORKED):
        worker = _worker(sheet, sheet.stage, start, office, rng)
        worker.recorded = dict(old[sheet.id])
        yield worker.script()
    for number, sheet in enumerate({sheet.customer.market.id: sheet for sheet in live}.values(), start=1):
        yield _born(sheet, f"D-{5000 + number}", start, office, rng)
    lost = [sheet for sheet in sheets if sheet.closed is not None and sheet.closed.to == "lost"]
    for sheet in _chosen(rng, lost, _REOPENED):
        yield _reopened(sheet, start, office, rng)
    won = [sheet for sheet in sheets if sheet.closed is not None and sheet.closed.to == "won"]
    for sheet in _chosen(rng, won, _ORDERS):
        yield _keeper(sheet, start, office, rng).order()
    for sheet in _chosen(rng, [sheet for sheet in won if sheet.item.equipment], _DEVICES):
        yield _keeper(sheet, start, office, rng).care()


def _chosen(rng: Random, sheets: list[Sheet], number: int) -> list[Sheet]:
    return rng.sample(sheets, min(number, len(sheets)))


def _scene(sheet: Sheet) -> Scene:
    return Scene(
        deal=sheet.id,
        customer=sheet.customer,
        item=sheet.item,
        quantity=sheet.quantity,
        amount=Money(sheet.amount, sheet.customer.currency),
        owner=Actor(sheet.owner, {"sales-rep"}),
    )


def _worker(sheet: Sheet, stage: str, start: dt.date, office: Office, rng: Random) -> Worker:
    worker = Worker(scene=_scene(sheet), stage=stage, today=start, office=office, rng=rng)
    worker.rest(0, 20)
    return worker


def _keeper(sheet: Sheet, start: dt.date, office: Office, rng: Random) -> Keeper:
    assert sheet.closed is not None
    today = start + dt.timedelta(days=rng.randint(0, 25))
    return Keeper(scene=_scene(sheet), signed_on=sheet.closed.on, today=today, office=office, rng=rng)


def _born(sheet: Sheet, number: str, start: dt.date, office: Office, rng: Random) -> Script:
    """A deal that did not exist when the old system was left: a second one with a known customer."""
    worker = _worker(attrs.evolve(sheet, id=number), STAGES[0], start, office, rng)
    scene = worker.scene
    yield from worker.ask(Open())
    header = {
        "name": f"{sheet.name} II",
        "account_id": scene.customer.id,
        "owner_id": sheet.owner,
        "segment_id": scene.customer.market.id,
        "amount": scene.amount,
        "created_on": worker.today,
        "expected_close_on": worker.today + dt.timedelta(days=270),
    }
    yield from worker.ask(Describe(header))
    yield from worker.script()


def _reopened(sheet: Sheet, start: dt.date, office: Office, rng: Random) -> Script:
    """A lost deal comes back: the owner may not take it up again, the manager may."""
    early = STAGES.index(sheet.stage) < STAGES.index("needs-discovery")
    stage = "customer-development-contact" if early else "needs-discovery"
    worker = _worker(sheet, stage, start, office, rng)
    reason = worker.scene.say("the rival could not deliver", "竞品无法交付，客户重新询价")
    yield from worker.ask(Reopen(stage, reason))
    worker.rest(1, 4)
    yield from worker.ask(Reopen(stage, reason), team_of(sheet.owner).boss)
    yield from worker.script()
