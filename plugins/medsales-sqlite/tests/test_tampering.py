"""Whoever may write to the file may drop its triggers and change it: what of that `verify` tells, row by row."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from medsales_core.errors import StoreError
from medsales_core.ports.chain import FIRST, link_of
from medsales_core.ports.flaw import FlawKind
from medsales_core.ports.head import Head
from medsales_core.ports.proof import Proof, verify
from medsales_core.testing.store_samples import LATER, NOW, event, events
from medsales_sqlite import SqliteStore
from medsales_sqlite.rows import CONTENT

STREAMS = ("s", "t", "u")
COUNT = 30
DEARER = """CAST('{"amount":9000}' AS BLOB)"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of thirty events, in three streams by turns."""
    with SqliteStore.open(tmp_path / "x.db") as store, store.transaction():
        for number in range(COUNT):
            given = event(f"e{number}", data={"amount": number}, on_behalf_of="boss" if number % 2 else None)
            store.append(STREAMS[number % 3], [given], expected_version=None, recorded_at=NOW)
    return tmp_path / "x.db"


@pytest.fixture
def kept(path: Path) -> Head:
    """The head as it was before anybody touched the file, kept elsewhere."""
    return head_of(path)


def head_of(path: Path) -> Head:
    with SqliteStore.open(path) as store:
        return store.head()


def attack(path: Path, *statements: str) -> None:
    """Change the file as somebody would who may write to it: the triggers are dropped first, and made again."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, made in triggers:
        connection.execute(made)
    connection.execute("COMMIT")
    connection.close()


def proof_of(path: Path, head: Head | None = None) -> Proof:
    with SqliteStore.open(path, create=False) as store:
        return verify(store, head)


def rehash(path: Path) -> None:
    """Make the whole chain anew, as an insider does who has the library at hand."""
    connection = sqlite3.connect(path, isolation_level=None)
    rows = connection.execute(
        f"SELECT e.position, s.name, e.version, {CONTENT} FROM medsales_event AS e"
        " JOIN medsales_stream AS s ON s.id = e.stream ORDER BY e.position"
    ).fetchall()
    connection.close()
    last, statements = FIRST, []
    for row in rows:
        last = link_of(last, *row)
        statements.append(f"UPDATE medsales_event SET hash = x'{last}' WHERE position = {row[0]}")
    head = f"UPDATE medsales_ledger SET head = {len(rows)}, head_hash = x'{last}'"
    versions = "UPDATE medsales_stream SET version = (SELECT count(*) FROM medsales_event WHERE stream = medsales_stream.id)"
    attack(path, *statements, head, versions)


# ---- the attacks


def an_edited_payload(path: Path) -> None:
    attack(path, f"UPDATE medsales_event SET data = {DEARER} WHERE position = 12")


def an_edited_time(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET occurred_at = '2026-03-01T09:30:00+00:00' WHERE position = 12")


def an_edited_offset(path: Path) -> None:
    """The same moment, told in another zone: another day, for those who count days."""
    attack(path, "UPDATE medsales_event SET recorded_at = '2026-03-31T17:30:00+08:00' WHERE position = 12")


def an_edited_actor(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET actor = 'u-2' WHERE position = 12")


def a_person_in_whose_name_left_out(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET on_behalf_of = NULL WHERE position = 12")


def a_person_in_whose_name_made_empty(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET on_behalf_of = '' WHERE position = 13")


def an_edited_playbook(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET playbook = 'sha256:1' WHERE position = 12")


def an_event_in_another_stream(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET stream = 2, version = 11 WHERE position = 12")


def a_renamed_stream(path: Path) -> None:
    attack(path, "UPDATE medsales_stream SET name = 'v' WHERE name = 't'")


def an_edited_hash(path: Path) -> None:
    attack(path, f"UPDATE medsales_event SET hash = x'{FIRST}' WHERE position = 12")


def an_edit_with_a_hash_that_fits(path: Path) -> None:
    """The event is changed and its own link made anew; those after it are left."""
    connection = sqlite3.connect(path)
    (before,) = connection.execute("SELECT hash FROM medsales_event WHERE position = 11").fetchone()
    row = connection.execute(
        f"SELECT e.position, s.name, e.version, {CONTENT} FROM medsales_event AS e"
        " JOIN medsales_stream AS s ON s.id = e.stream WHERE e.position = 12"
    ).fetchone()
    connection.close()
    link = link_of(before.hex(), *row[:-1], b'{"amount":9000}')
    attack(path, f"UPDATE medsales_event SET data = {DEARER}, hash = x'{link}' WHERE position = 12")


def a_dropped_row(path: Path) -> None:
    attack(path, "DELETE FROM medsales_event WHERE position = 12")


def a_dropped_row_closed_up(path: Path) -> None:
    """The numbers are made to leave no gap."""
    attack(
        path,
        "DELETE FROM medsales_event WHERE position = 12",
        "UPDATE medsales_event SET version = version - 1 WHERE position > 12 AND stream = 3",
        *(f"UPDATE medsales_event SET position = {n - 1} WHERE position = {n}" for n in range(13, COUNT + 1)),
        "UPDATE medsales_ledger SET head = head - 1",
        "UPDATE medsales_stream SET version = version - 1 WHERE id = 3",
    )


def an_inserted_row(path: Path) -> None:
    """Everything after it is moved up by one, so that there is room."""
    attack(
        path,
        *(
            f"UPDATE medsales_event SET position = {n + 1}, version = version + (stream = 3) WHERE position = {n}"
            for n in range(COUNT, 11, -1)
        ),
        "INSERT INTO medsales_event SELECT ledger, 12, stream, 4, 'forged', kind, schema, occurred_at, recorded_at,"
        " actor, on_behalf_of, playbook, data, hash FROM medsales_event WHERE position = 9",
        "UPDATE medsales_ledger SET head = head + 1",
        "UPDATE medsales_stream SET version = version + 1 WHERE id = 3",
    )


def a_row_beside_the_ledger(path: Path) -> None:
    """A position below the first: the ledger does not show it, the history of the stream would."""
    attack(
        path,
        "INSERT INTO medsales_event SELECT ledger, -1, stream, 11, 'forged', kind, schema, occurred_at, recorded_at,"
        " actor, on_behalf_of, playbook, data, hash FROM medsales_event WHERE position = 12",
        "UPDATE medsales_stream SET version = 11 WHERE id = 3",
    )


def swapped_rows(path: Path) -> None:
    attack(
        path,
        "UPDATE medsales_event SET position = 1000, version = 1000 WHERE position = 12",
        "UPDATE medsales_event SET position = 12, version = 4 WHERE position = 21",
        "UPDATE medsales_event SET position = 21, version = 7 WHERE position = 1000",
    )


def a_dropped_stream(path: Path) -> None:
    attack(
        path,
        "DELETE FROM medsales_event WHERE stream = 2",
        "DELETE FROM medsales_stream WHERE id = 2",
    )


def data_that_is_no_json(path: Path) -> None:
    attack(path, "UPDATE medsales_event SET data = x'ff' WHERE position = 12")


def data_without_end(path: Path) -> None:
    attack(path, f"UPDATE medsales_event SET data = CAST('{'[' * 20_000}' AS BLOB) WHERE position = 12")


def data_that_no_store_takes(path: Path) -> None:
    lone = '{"amount":"\\ud800"}'
    attack(path, f"UPDATE medsales_event SET data = CAST('{lone}' AS BLOB) WHERE position = 12")


def a_head_that_was_set_back(path: Path) -> None:
    attack(path, f"UPDATE medsales_ledger SET head_hash = x'{FIRST}'")


def dropped_last_events(path: Path) -> None:
    """With everything that tells of them."""
    connection = sqlite3.connect(path)
    (last,) = connection.execute("SELECT hash FROM medsales_event WHERE position = 24").fetchone()
    connection.close()
    attack(
        path,
        "DELETE FROM medsales_event WHERE position > 24",
        "UPDATE medsales_stream SET version = 8",
        f"UPDATE medsales_ledger SET head = 24, head_hash = x'{last.hex()}'",
    )


def an_edit_and_everything_rehashed(path: Path) -> None:
    an_edited_payload(path)
    rehash(path)


def a_dropped_row_and_everything_rehashed(path: Path) -> None:
    a_dropped_row_closed_up(path)
    rehash(path)


#: What was done, what is found, and at which positions.
FOUND = [
    (an_edited_payload, {FlawKind.LINK: [12]}),
    (an_edited_time, {FlawKind.LINK: [12]}),
    (an_edited_offset, {FlawKind.LINK: [12]}),
    (an_edited_actor, {FlawKind.LINK: [12]}),
    (a_person_in_whose_name_left_out, {FlawKind.LINK: [12]}),
    (a_person_in_whose_name_made_empty, {FlawKind.LINK: [13]}),
    (an_edited_playbook, {FlawKind.LINK: [12]}),
    (an_event_in_another_stream, {FlawKind.LINK: [12], FlawKind.VERSION: [12, 14, 15]}),
    (a_renamed_stream, {FlawKind.LINK: list(range(2, COUNT, 3))}),
    (an_edited_hash, {FlawKind.LINK: [12, 13]}),
    (an_edit_with_a_hash_that_fits, {FlawKind.LINK: [13]}),
    (a_dropped_row, {FlawKind.POSITION: [13], FlawKind.LINK: [13], FlawKind.VERSION: [15]}),
    (a_dropped_row_closed_up, {FlawKind.LINK: list(range(12, COUNT))}),
    (an_inserted_row, {FlawKind.LINK: list(range(12, COUNT + 2))}),
    (a_row_beside_the_ledger, {FlawKind.UNSEEN: [-1]}),
    (swapped_rows, {FlawKind.LINK: [12, 13, 21, 22]}),
    (
        a_dropped_stream,
        {FlawKind.POSITION: list(range(3, COUNT + 1, 3)), FlawKind.LINK: list(range(3, COUNT + 1, 3))},
    ),
    (data_that_is_no_json, {FlawKind.UNREADABLE: [12], FlawKind.VERSION: [15]}),
    (data_without_end, {FlawKind.UNREADABLE: [12], FlawKind.VERSION: [15]}),
    (data_that_no_store_takes, {FlawKind.LINK: [12]}),
    (a_head_that_was_set_back, {FlawKind.OWN_HEAD: [COUNT]}),
]
#: What only a head tells that was kept elsewhere, and how many events are left.
BY_HEAD = [
    (dropped_last_events, 24),
    (an_edit_and_everything_rehashed, COUNT),
    (a_dropped_row_and_everything_rehashed, COUNT - 1),
]


def found(proof: Proof) -> dict[FlawKind, list[int]]:
    told: dict[FlawKind, list[int]] = {}
    for flaw in proof.flaws:
        told.setdefault(flaw.kind, []).append(flaw.position)
    return told


def test_a_file_that_nobody_touched_is_whole(path: Path, kept: Head) -> None:
    for head in (None, kept, Head(position=0, hash=FIRST)):
        proof = proof_of(path, head)
        assert (proof.is_whole, proof.flaws, proof.more, proof.events) == (True, (), 0, COUNT)
        assert (proof.head, proof.follows_from) == (kept, 1)


def test_dropping_the_triggers_alone_changes_nothing(path: Path, kept: Head) -> None:
    attack(path)
    assert proof_of(path, kept).is_whole


@pytest.mark.parametrize(("spoil", "wanted"), FOUND, ids=lambda part: getattr(part, "__name__", ""))
def test_the_chain_alone_tells_of(
    spoil: Callable[[Path], None], wanted: dict[FlawKind, list[int]], path: Path
) -> None:
    spoil(path)
    proof = proof_of(path)
    assert not proof.is_whole
    assert found(proof) == wanted


@pytest.mark.parametrize(("spoil", "left"), BY_HEAD, ids=lambda part: getattr(part, "__name__", ""))
def test_only_a_head_kept_elsewhere_tells_of(
    spoil: Callable[[Path], None], left: int, path: Path, kept: Head
) -> None:
    spoil(path)
    without = proof_of(path)
    assert (without.is_whole, without.events) == (True, left)
    (flaw,) = proof_of(path, kept).flaws
    assert flaw.kind is FlawKind.HEAD
    assert kept.hash in flaw.expected


def test_a_head_of_long_ago_tells_what_it_knew_of(path: Path) -> None:
    """Events after it may have been rewritten; those before it were not."""
    with SqliteStore.open(path) as store:
        (*_, twelfth) = [one for one in store.scan() if one.position <= 12]
    long_ago = Head(position=12, hash=twelfth.hash)
    dropped_last_events(path)
    assert proof_of(path, long_ago).is_whole
    an_edited_payload(path)
    rehash(path)
    assert [flaw.kind for flaw in proof_of(path, long_ago).flaws] == [FlawKind.HEAD]


def test_a_flaw_says_where_it_is_and_what_was_expected(path: Path) -> None:
    with SqliteStore.open(path) as store:
        (was,) = [one.hash for one in store.scan() if one.position == 12]
    an_edited_payload(path)
    proof = proof_of(path)
    (flaw,) = proof.flaws
    assert (flaw.position, flaw.stream, flaw.version, flaw.found) == (12, "u", 4, was)
    assert flaw.expected not in ("", was)
    assert proof.follows_from == 13


def test_what_follows_on_after_the_last_flaw_is_told(path: Path) -> None:
    a_dropped_row(path)
    assert proof_of(path).follows_from == 14
    attack(path, "UPDATE medsales_event SET actor = 'x' WHERE position = 30")
    assert proof_of(path).follows_from == COUNT + 1


def test_a_dropped_tail_whose_head_was_left_is_refused_at_the_door(path: Path) -> None:
    attack(path, "DELETE FROM medsales_event WHERE position > 24")
    with pytest.raises(StoreError, match="last event"):
        proof_of(path)


def test_a_chain_goes_on_after_a_break_and_tells_of_it_for_ever(path: Path) -> None:
    an_edited_payload(path)
    with SqliteStore.open(path) as store:
        store.append("s", events("later"), expected_version=None, recorded_at=LATER)
    assert found(proof_of(path)) == {FlawKind.LINK: [12]}


def test_flaws_beyond_those_asked_for_are_counted(path: Path) -> None:
    a_renamed_stream(path)
    with SqliteStore.open(path) as store:
        proof = verify(store, most=4)
    assert (len(proof.flaws), proof.more) == (4, 6)
    assert found(attrs.evolve(proof, flaws=proof.flaws[:1])) == {FlawKind.LINK: [2]}
