"""Imports: what a file says becomes events once, with where it comes from; all of it or nothing."""

import hashlib
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress
from medsales_core.errors import StoreError, ValueRefused
from medsales_core.importing import SourceUnusable, import_file, read_mapping
from medsales_core.ports.store import NewEvent
from medsales_core.testing.faults import Fault, FaultyStore, disk_full
from medsales_core.wire import event_from_data

Bench = Any  # the class of the fixture stands in conftest, which no test imports
HEADER = "Id,Name,Amount,Stage,Entered,Closed\n"
CONTACT, NEEDS, NEGOTIATION = "customer-development-contact", "needs-discovery", "negotiation-contract"


def folded(bench: Bench, deal: str) -> Progress:
    """The progress that the engine makes of a stored deal."""
    return Progress(deal).apply(
        Event(EventKind(one.kind), deal, one.version, one.occurred_at, one.actor, one.playbook, one.data)
        for one in bench.stream(f"deal/{deal}")
    )


# ---- one row a deal


def test_an_open_deal_is_opened_at_its_stage_and_described(bench: Bench) -> None:
    bench.deals('1,CT for Ward 5,"7450000.00 ",Needs,2024-01-02,\n')
    opened, described = bench.stream("deal/1")
    assert (opened.kind, described.kind) == ("opened", "described")
    assert opened.occurred_at is not None
    assert opened.occurred_at.isoformat() == "2024-01-02T00:00:00+08:00"
    assert {key: opened.data[key] for key in ("process", "to", "imported")} == {
        "process": "deal", "to": NEEDS, "imported": True,
    }  # fmt: skip
    assert described.data["fields"] == {"name": "CT for Ward 5", "amount": "7450000.00 CNY"}
    assert {one.playbook for one in (opened, described)} == {bench.playbook.hash}
    assert {one.actor for one in (opened, described)} == {"import"}


def test_what_is_described_can_be_read_back(bench: Bench) -> None:
    bench.deals("1,a,5,Needs,,\n")
    data = bench.stream("deal/1")[1].data
    assert str(event_from_data("deal", "described", data)["fields"]["amount"]) == "5 CNY"


def test_every_event_says_which_row_of_which_file_it_comes_from(bench: Bench) -> None:
    bench.deals("1,a,5,Needs,,\n2,b,5,Won,2024-01-02,2024-03-04\n")
    sha256 = hashlib.sha256((bench.folder / "deals.csv").read_bytes()).hexdigest()
    rows = [event.data["row"] for event in bench.stream("deal/2")]
    assert rows == [{"file": "deals.csv", "line": 3, "sha256": sha256, "mapping": "crm"}] * 3


def test_a_won_deal_is_won_out_of_the_declared_stage(bench: Bench) -> None:
    bench.deals("1,a,5,Won,2024-01-02,2024-03-04\n")
    assert bench.told("1") == [("opened", NEGOTIATION, "2024-01-02"), ("won", "", "2024-03-04")]
    assert (folded(bench, "1").status, folded(bench, "1").stage) == ("won", NEGOTIATION)


def test_a_deal_lost_nobody_says_where_was_at_least_at_the_start(bench: Bench) -> None:
    bench.deals("1,a,5,Lost,2024-01-02,2024-03-04\n")
    assert bench.told("1") == [
        ("opened", "market-analysis-targeting", "2024-01-02"),
        ("lost", "", "2024-03-04"),
    ]
    assert bench.stream("deal/1")[2].data["reason"] == "price"


def test_the_day_of_a_stage_passed_opens_the_deal_there(bench: Bench) -> None:
    mapping = bench.none.replace('"Entered"', f'{{ column = "Entered", stage = "{NEEDS}" }}')
    bench.deals("1,a,5,Won,2024-01-02,2024-03-04\n2,b,5,Contact,2024-01-02,\n3,c,5,Contact,,\n", mapping)
    assert bench.told("1") == [("opened", NEEDS, "2024-01-02"), ("won", "", "2024-03-04")]
    assert bench.told("2") == [("opened", NEEDS, "2024-01-02"), ("returned", CONTACT, "")]
    assert bench.told("3") == [("opened", CONTACT, "")]


def test_a_deal_without_any_date_is_taken_and_counted(bench: Bench) -> None:
    result = bench.deals("1,a,5,Needs,,\n2,b,5,Needs,2024-01-02,\n")
    assert result.undated == 1
    assert [event.occurred_at for event in bench.stream("deal/1")] == [None, None]


def test_a_close_before_the_entry_is_left_to_the_audit(bench: Bench) -> None:
    assert bench.deals("1,a,5,Won,2024-05-02,2024-03-04\n").rejected_rows == 0


def test_an_empty_cell_says_nothing(bench: Bench) -> None:
    bench.deals("1,N/A, ,Needs,,\n")
    assert [event.kind for event in bench.stream("deal/1")] == ["opened"]


def test_products_budget_and_lists_are_filled(bench: Bench) -> None:
    mapping = bench.none.replace(
        'name = "Name"',
        'products = { column = "Name", split = ";", alias = { GTXPro = "GTX Pro" } }\n'
        '"lines.quantity" = { column = "N", split = ";" }\n"lines.discount" = { column = "D", percent = true }\n'
        '"budget.amount" = { column = "Amount", currency_column = "Cur", required = true }\n'
        'loss_reason = { column = "Why", default = "timing" }',
    )
    header = HEADER.replace("\n", ",N,D,Cur,Why\n")
    rows = "1,CT; GTX Pro,5,Needs,,,1;2,10%,EUR,\n2,,6,Needs,,,,,,nobody\n3,CT;MR,6,Needs,,,1,,USD,price\n4,GTXPro,,Needs,,,,,,\n"
    result = bench.run(mapping, {"deals.csv": header + rows})
    assert bench.fields("1") == {
        "lines": [
            {"id": "1", "product_id": "CT", "quantity": 1, "discount": "0.10"},
            {"id": "2", "product_id": "GTX Pro", "quantity": 2, "discount": "0.10"},
        ],
        "budget": {"amount": "5 EUR"},
        "amount": "5 CNY",
        "loss_reason": "timing",
    }
    assert [(one.line, one.code) for one in result.rejects] == [
        (3, "unknown-choice"), (4, "lists-differ"), (5, "missing-value"),
    ]  # fmt: skip


# ---- side files

ACCOUNTS = """
[join.accounts]
file = "accounts.csv"
as = "account"
key = "Key"
alias = { PUMC = "Peking Union" }
fields = { name = "Key", bed_count = "Beds", type = "Type" }
"""


def test_a_side_file_describes_subjects_of_its_own_and_its_aliases_hold_for_deals(bench: Bench) -> None:
    files = {
        "deals.csv": HEADER + "1,PUMC,5,Needs,,\n2,Nowhere,5,Needs,,\n",
        "accounts.csv": 'Key,Beds,Type\nPeking Union,"1,800",public-hospital\nPeking Union,3,public-hospital\n,1,\nX,many,\n',
    }
    mapping = bench.none.replace("[deal]", 'thousands = ","\n[deal]') + ACCOUNTS
    mapping = mapping.replace('name = "Name"', 'account_id = { column = "Name", join = "accounts" }', 1)
    result = bench.run(mapping, files)
    (described,) = bench.stream("account/Peking Union")
    assert described.data["fields"] == {"name": "Peking Union", "bed_count": 1800, "type": "public-hospital"}
    assert described.data["row"]["file"] == "accounts.csv"
    assert bench.fields("1")["account_id"] == "Peking Union"
    assert dict(result.notes) == {"not-in-join": 1}
    assert dict(result.rejected) == {"bad-number": 1, "duplicate-id": 1, "missing-id": 1}
    assert {file.role: file.rows for file in result.files} == {"source": 2, "join.accounts": 4}
    again = bench.run(mapping, files)
    assert (again.events, again.known) == (0, result.events)


# ---- histories


def test_a_history_in_any_order_becomes_moves_in_both_directions(bench: Bench) -> None:
    result = bench.history(
        "1,a,5,Won,,\n",
        "1,Won,2024-05-01\n1,Needs,2024-02-01\n1,Contact,2024-01-01\n1,Contact,2024-03-01\n1,Needs,2024-04-01\n",
    )
    assert bench.told("1") == [
        ("opened", CONTACT, "2024-01-01"),
        ("moved", NEEDS, "2024-02-01"),
        ("returned", CONTACT, "2024-03-01"),
        ("moved", NEEDS, "2024-04-01"),
        ("won", "", "2024-05-01"),
    ]
    assert [event.data.get("from") for event in bench.stream("deal/1")][2:] == [
        CONTACT,
        NEEDS,
        CONTACT,
        NEEDS,
    ]
    lines = [event.data["row"]["line"] for event in bench.stream("deal/1")]
    assert lines == [4, 2, 3, 5, 6, 2]
    assert dict(result.notes) == {}
    assert folded(bench, "1").version == 6


def test_a_closed_deal_that_goes_on_is_reopened(bench: Bench) -> None:
    bench.history("1,a,5,Needs,,\n", "1,Contact,2024-01-01\n1,Lost,2024-02-01\n1,Needs,2024-03-01\n")
    assert bench.told("1")[1:] == [("lost", "", "2024-02-01"), ("reopened", NEEDS, "2024-03-01")]
    assert folded(bench, "1").status == "open"


def test_equal_times_keep_the_order_of_the_file(bench: Bench) -> None:
    bench.history("1,a,5,Needs,,\n", "1,Contact,2024-01-01\n1,Needs,2024-01-01\n")
    bench.history("2,a,5,Contact,,\n", "2,Needs,2024-01-01\n2,Contact,2024-01-01\n")
    assert [stage for _, stage, _ in bench.told("1")] == [CONTACT, NEEDS]
    assert [stage for _, stage, _ in bench.told("2")] == [NEEDS, CONTACT]


def test_equal_times_follow_the_declared_column_by_size(bench: Bench) -> None:
    files = {
        "deals.csv": HEADER + "1,a,5,Needs,,\n",
        "history.csv": "Deal,Stage,At,No\n1,Needs,2024-01-01,10\n1,Contact,2024-01-01,9\n1,Contact,2024-01-01,11\n",
    }
    bench.run(bench.snapshot + 'order = "No"\n', files)
    assert [stage for _, stage, _ in bench.told("1")] == [CONTACT, NEEDS, CONTACT]


def test_a_history_that_begins_with_the_closing_opens_the_deal_where_it_was_closed(bench: Bench) -> None:
    bench.history("1,a,5,Won,2023-12-01,\n", "1,Won,2024-01-01\n")
    assert bench.told("1") == [("opened", NEGOTIATION, "2023-12-01"), ("won", "", "2024-01-01")]


def test_a_deal_without_history_is_taken_from_its_own_row(bench: Bench) -> None:
    bench.history("1,a,5,Needs,2024-01-02,\n", "")
    assert bench.told("1") == [("opened", NEEDS, "2024-01-02")]


def test_a_deal_without_history_or_stage_is_rejected(bench: Bench) -> None:
    result = bench.history("1,a,5,Needs,,\n", "", bench.snapshot.replace('column = "Stage"\n', ""))
    assert dict(result.rejected) == {"no-history": 1}


def test_rows_of_the_history_that_cannot_be_used_are_told_one_by_one(bench: Bench) -> None:
    result = bench.history(
        "1,a,5,Needs,,\n2,b,x,Needs,,\n",
        "1,Needs,2024-01-01\n7,Needs,2024-01-01\n2,Needs,2024-01-01\n1,Nedes,2024-01-02\n1,Needs,\n"
        ",Needs,2024-01-01\n1,Needs,01/02/2024\n1,Needs\n",
    )
    assert sorted((one.file, one.line, one.code) for one in result.rejects) == [
        ("deals.csv", 3, "bad-money"),
        ("history.csv", 3, "unknown-deal"),
        ("history.csv", 4, "deal-rejected"),
        ("history.csv", 5, "unknown-stage"),
        ("history.csv", 6, "missing-value"),
        ("history.csv", 7, "missing-id"),
        ("history.csv", 8, "bad-date"),
        ("history.csv", 9, "columns"),
    ]
    assert bench.told("1") == [("opened", NEEDS, "2024-01-01")]


def test_what_a_history_says_of_the_present_is_held_against_the_deal(bench: Bench) -> None:
    result = bench.history(
        "1,a,5,Won,,\n", "1,Contact,2024-01-01\n1,Contact,2024-02-01\n1,Needs,2024-03-01\n"
    )
    assert dict(result.notes) == {"stage-disagrees": 1, "stage-unchanged": 1}
    assert folded(bench, "1").stage == NEEDS


# ---- again, and newer


@pytest.mark.parametrize(
    ("deals", "changes"),
    [
        ("1,a,5,Won,2024-01-02,2024-03-04\n2,b,,Contact,,\n3,c,7,Lost,,\n", None),
        (
            "1,a,5,Needs,,\n",
            "1,Contact,2024-01-01\n1,Lost,2024-02-01\n1,Needs,2024-03-01\n1,Contact,2024-03-01\n",
        ),
    ],
)
def test_the_same_files_again_append_nothing(bench: Bench, deals: str, changes: str | None) -> None:
    def run() -> Any:
        return bench.deals(deals) if changes is None else bench.history(deals, changes)

    first, before = run(), list(bench.store.scan())
    again = run()
    assert (again.events, again.known) == (0, first.events)
    assert first.events > 0
    assert list(bench.store.scan()) == before


def test_the_same_files_make_the_same_events_in_another_store(bench: Bench) -> None:
    rows = "1,a,5,Won,2024-01-02,2024-03-04\n2,b,,Contact,,\n"
    bench.deals(rows)
    before = list(bench.store.scan())
    bench.store = MemoryStore()
    bench.deals(rows)
    assert list(bench.store.scan()) == before


def test_a_newer_export_appends_what_is_new_and_nothing_else(bench: Bench) -> None:
    bench.deals("1,a,5,Contact,2024-01-02,\n2,b,5,Needs,2024-01-02,\n")
    result = bench.deals("2,b,5,Needs,2024-01-02,\n1,a,9,Needs,2024-02-03,\n3,c,5,Needs,,\n")
    assert bench.told("1") == [("opened", CONTACT, "2024-01-02"), ("moved", NEEDS, "2024-02-03")]
    assert bench.stream("deal/1")[-1].data["fields"] == {"amount": "9 CNY"}
    assert len(bench.stream("deal/2")) == 2
    assert (result.events, result.known) == (4, 4)
    bench.deals("1,,9,Won,2024-02-03,2024-04-05\n")
    assert bench.told("1")[-1] == ("won", "", "2024-04-05")
    assert bench.fields("1") == {"name": None, "amount": "9 CNY"}
    assert bench.deals("1,,9,Won,2024-02-03,2024-04-05\n").events == 0


def test_a_deal_may_go_back_and_forth_between_exports_without_dates(bench: Bench) -> None:
    for stage in ("Contact", "Needs", "Contact", "Needs", "Needs"):
        bench.deals(f"1,a,5,{stage},,\n")
    assert [kind for kind, _, _ in bench.told("1")] == ["opened", "moved", "returned", "moved"]


def test_a_longer_history_is_continued(bench: Bench) -> None:
    first = "1,Contact,2024-01-01\n"
    bench.history("1,a,5,Contact,,\n", first)
    result = bench.history("1,a,5,Won,,\n", "1,Won,2024-03-01\n1,Needs,2024-02-01\n" + first)
    assert [kind for kind, _, _ in bench.told("1")] == ["opened", "moved", "won"]
    assert (result.events, result.known) == (2, 2)
    assert bench.history("1,a,5,Won,,\n", "1,Won,2024-03-01\n1,Needs,2024-02-01\n" + first).events == 0


def test_a_row_that_comes_too_late_is_told_and_not_written_into_the_past(bench: Bench) -> None:
    known = "1,Contact,2024-01-01\n1,Needs,2024-03-01\n"
    bench.history("1,a,5,Needs,,\n", known)
    result = bench.history("1,a,5,Needs,,\n", known + "1,Lost,2024-02-01\n")
    assert dict(result.rejected) == {"late-row": 1}
    assert result.events == 0
    assert folded(bench, "1").stage == NEEDS


def test_an_import_leaves_what_others_did_and_says_only_what_changed_in_its_files(bench: Bench) -> None:
    bench.deals("1,a,5,Contact,,\n")
    by_hand = NewEvent(
        event_id="by-hand",
        kind="moved",
        actor="u-1",
        data={"from": CONTACT, "to": NEGOTIATION, "transition": "t"},
    )
    bench.store.append("deal/1", [by_hand], expected_version=2, recorded_at=bench.now)
    assert bench.deals("1,a,5,Contact,,\n").events == 0
    bench.deals("1,a,5,Needs,,\n")
    assert bench.told("1")[-1][:2] == ("returned", NEEDS)
    assert bench.stream("deal/1")[-1].data["from"] == NEGOTIATION


# ---- all or nothing


ROWS = "".join(f"{number},a,5,Needs,,\n" for number in range(20))


def migrated(bench: Bench, deal: str, before: str, after: str) -> None:
    """Somebody brings the deal under a playbook in which its stage is called otherwise."""
    data = {"from": before, "to": after, "from_process": "deal", "process": "deal", "from_playbook": "old"}
    event = NewEvent(
        event_id=f"m-{deal}", kind="migrated", occurred_at=bench.now, actor="admin", playbook="new", data=data
    )
    bench.store.append(f"deal/{deal}", [event], expected_version=None, recorded_at=bench.now)


@pytest.mark.parametrize("entered", ["2024-01-02", ""])
def test_a_stage_that_got_another_name_is_no_move_when_the_mapping_follows(
    bench: Bench, none_mapping: str, entered: str
) -> None:
    row = f"1,a,5,Needs,{entered},\n"
    bench.deals(row)
    migrated(bench, "1", NEEDS, CONTACT)
    follows = none_mapping.replace(f'Needs = {{ stage = "{NEEDS}" }}', f'Needs = {{ stage = "{CONTACT}" }}')
    again = bench.deals(row, follows)
    assert (again.events, again.notes) == (0, {})
    assert folded(bench, "1").stage == CONTACT
    bench.deals("1,a,5,Won,2024-01-02,2024-03-04\n", follows)
    assert [event.kind for event in bench.stream("deal/1")][-1] == "won"
    assert folded(bench, "1").status == "won"


def test_what_is_closed_stays_closed_for_an_import_when_it_is_migrated(bench: Bench) -> None:
    bench.deals("1,a,5,Won,2024-01-02,2024-03-04\n")
    migrated(bench, "1", NEGOTIATION, NEEDS)
    assert bench.deals("1,a,6,Won,2024-01-02,2024-03-04\n").events == 1, "what it is worth, and nothing else"
    assert folded(bench, "1").status == "won"


def test_a_history_is_continued_under_the_new_name_of_its_stage(bench: Bench, snapshot_mapping: str) -> None:
    changes = "1,Contact,2024-01-01\n1,Needs,2024-02-01\n"
    bench.history("1,a,5,Needs,,\n", changes)
    migrated(bench, "1", NEEDS, "solution-value")
    follows = snapshot_mapping.replace(f'stage = "{NEEDS}"', 'stage = "solution-value"')
    again = bench.history("1,a,5,Needs,,\n", changes, follows)
    assert (again.events, again.notes) == (0, {})
    bench.history("1,a,5,Contact,,\n", f"{changes}1,Contact,2024-03-01\n", follows)
    assert bench.told("1")[-1] == ("returned", CONTACT, "2024-03-01")


def test_a_store_that_fails_half_way_is_left_as_it_was_and_the_run_can_be_repeated(bench: Bench) -> None:
    bench.store = FaultyStore(MemoryStore(), [*[None] * 10, Fault(error=disk_full())])
    (bench.folder / "r.csv").write_text("of an earlier run", encoding="utf-8")
    with pytest.raises(StoreError, match="disk is full"):
        bench.deals(ROWS + "x,a,x,Needs,,\n", rejects=bench.folder / "r.csv")
    assert not list(bench.store.scan())
    assert (bench.folder / "r.csv").read_text(encoding="utf-8") == "of an earlier run"
    assert not list(bench.folder.glob("*.part"))
    assert bench.deals(ROWS).subjects == 20


def test_an_encoding_that_breaks_off_half_way_leaves_the_store_as_it_was(bench: Bench) -> None:
    mapping = bench.none.replace('"deals.csv"', '"deals.csv"\nencoding = "utf-16-le"')
    broken = (HEADER + ROWS * 1).encode("utf-16-le") + b"\x00\xd8\x41\x00" + ROWS.encode("utf-16-le")
    with pytest.raises(SourceUnusable, match="utf-16-le"):
        bench.run(mapping, {"deals.csv": broken})
    assert not list(bench.store.scan())


def test_a_killed_run_leaves_the_store_as_it_was(bench: Bench) -> None:
    def kill(_: int) -> None:
        raise KeyboardInterrupt

    rows = "".join(f"{number},a,5,Needs,,\n" for number in range(600))
    with pytest.raises(KeyboardInterrupt):
        bench.deals(rows, progress=kill)
    assert not list(bench.store.scan())
    assert bench.deals(rows).subjects == 600


def test_a_killed_run_leaves_a_file_of_sqlite_as_it_was(bench: Bench) -> None:
    sqlite = pytest.importorskip("medsales_sqlite.store", reason="the SQLite plugin is not installed")

    def kill(_: int) -> None:
        raise KeyboardInterrupt

    rows = "".join(f"{number},a,5,Won,2024-01-02,2024-03-04\n" for number in range(600))
    with sqlite.SqliteStore.open(bench.folder / "deals.db") as store:
        bench.store = store
        bench.deals("x,b,5,Needs,2024-01-02,\n")
        before = list(store.scan())
        with pytest.raises(KeyboardInterrupt):
            bench.deals(rows, progress=kill)
    with sqlite.SqliteStore.open(bench.folder / "deals.db") as store:
        bench.store = store
        assert list(store.scan()) == before
        assert bench.deals(rows).events == 1800
        assert bench.deals(rows).events == 0


def test_a_file_that_changes_while_it_is_read_undoes_the_run(bench: Bench) -> None:
    rows = "".join(f"{number},a,5,Needs,,\n" for number in range(600))

    def grow(_: int) -> None:
        with (bench.folder / "deals.csv").open("a", encoding="utf-8") as file:
            file.write("new,a,5,Needs,,\n")

    with pytest.raises(SourceUnusable, match="changed while it was read"):
        bench.deals(rows, progress=grow)
    assert not list(bench.store.scan())


def test_progress_counts_the_rows(bench: Bench) -> None:
    seen: list[int] = []
    bench.deals("".join(f"{number},a,5,Needs,,\n" for number in range(1200)), progress=seen.append)
    assert seen == [500, 1000, 1200]


def test_the_files_may_stand_in_another_folder(bench: Bench) -> None:
    (bench.folder / "export").mkdir()
    (bench.folder / "export" / "deals.csv").write_text(HEADER + "1,a,5,Needs,,\n", encoding="utf-8")
    assert bench.run(bench.none, {}, base=bench.folder / "export").subjects == 1


def test_a_naive_time_and_a_foreign_playbook_are_refused(bench: Bench) -> None:
    bench.write("mapping.toml", bench.none)
    mapping = read_mapping(bench.folder / "mapping.toml", bench.playbook)
    with pytest.raises(ValueRefused, match="zone"):
        import_file(mapping, store=bench.store, playbook=bench.playbook, at=bench.now.replace(tzinfo=None))

    class Other:
        hash = "another"

    with pytest.raises(ValueRefused, match="another playbook"):
        import_file(mapping, store=bench.store, playbook=Other(), at=bench.now)  # type: ignore[arg-type]  # only its hash is read
