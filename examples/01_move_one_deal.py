"""Move one deal, and keep everything in your own tables.

The library decides; it reads and writes nothing. A host builds `Facts` from its own rows, asks, and keeps the
new state in the transaction that it has open anyway. Here the host is thirty lines of sqlite3; a Django or
SQLAlchemy model does the same.

Run it: python examples/01_move_one_deal.py
"""

import datetime as dt
import json
import sqlite3
from contextlib import closing

import medsales_core as ms
from medsales_core.model import Activity, ActivityKind, Deal, EvidenceRef, Need, NeedDimension

NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LI = ms.Actor("u-li", roles={"sales-rep"})


def make_crm() -> sqlite3.Connection:
    """The host's own database: it was there before this library was."""
    crm = sqlite3.connect(":memory:", isolation_level=None)
    crm.row_factory = sqlite3.Row
    crm.executescript("""
        CREATE TABLE opportunity (id TEXT PRIMARY KEY, owner TEXT, stage TEXT, status TEXT, version INT);
        CREATE TABLE need (id TEXT, opportunity TEXT, dimension TEXT, priority INT, cause TEXT, goal TEXT);
        CREATE TABLE visit (id TEXT, opportunity TEXT, day TEXT, form TEXT);
        CREATE TABLE audit_log (opportunity TEXT, version INT, kind TEXT, actor TEXT, data TEXT);
        INSERT INTO opportunity VALUES ('D-7', 'u-li', 'needs-discovery', 'open', 12);
        INSERT INTO visit VALUES ('V-3', 'D-7', '2026-06-12', 'form-881');
        INSERT INTO need VALUES ('N-1', 'D-7', 'clinical-application', 1, 'repeat scans', 'one scan a patient');
        INSERT INTO need VALUES ('N-2', 'D-7', 'department-development', 2, NULL, NULL);
        INSERT INTO need VALUES ('N-3', 'D-7', 'cost-benefit', 2, NULL, NULL);
    """)
    return crm


def facts_of(crm: sqlite3.Connection, deal: str) -> ms.Facts:
    """What the host knows, as values the requirements can be asked of. Roots left out stay unknown."""
    row = crm.execute("SELECT * FROM opportunity WHERE id = ?", [deal]).fetchone()
    needs = [
        Need(
            id=need["id"],
            dimension=NeedDimension(need["dimension"]),
            priority=need["priority"],
            root_cause=need["cause"],
            desired_outcome=need["goal"],
        )
        for need in crm.execute("SELECT * FROM need WHERE opportunity = ?", [deal])
    ]
    visits = [
        Activity(
            id=visit["id"],
            kind=ActivityKind.NEEDS_INTERVIEW,
            done_on=dt.date.fromisoformat(visit["day"]),
            questionnaire=EvidenceRef(id=visit["form"]),
        )
        for visit in crm.execute("SELECT * FROM visit WHERE opportunity = ?", [deal])
    ]
    return ms.Facts(deal=Deal(id=deal, owner_id=row["owner"], needs=needs), activities=visits)


def progress_of(crm: sqlite3.Connection, deal: str) -> ms.Progress:
    """Where the deal stands, from one row."""
    row = crm.execute("SELECT * FROM opportunity WHERE id = ?", [deal]).fetchone()
    status = ms.Status(row["status"])
    return ms.Progress(deal, process="deal", stage=row["stage"], status=status, version=row["version"])


def move(crm: sqlite3.Connection, playbook: ms.Playbook, deal: str, to: str) -> ms.Decision:
    """The one gate on every way that a stage is written: decide, then keep the answer, together."""
    crm.execute("BEGIN IMMEDIATE")
    before = progress_of(crm, deal)
    decision = playbook.decide(before, ms.Advance(to=to), facts=facts_of(crm, deal), actor=LI, at=NOW)
    after = before.apply(decision.events)
    crm.execute(
        "UPDATE opportunity SET stage = ?, status = ?, version = ? WHERE id = ?",
        [after.stage, after.status, after.version, deal],
    )
    crm.executemany(
        "INSERT INTO audit_log VALUES (?, ?, ?, ?, ?)",
        [(e.subject, e.version, e.kind, e.actor, json.dumps(dict(e.data))) for e in decision.events],
    )
    crm.execute("COMMIT")
    return decision


def main() -> None:
    """Try, learn what is missing, record it, try again."""
    playbook = ms.reference_playbook()
    roots = {path.split(".")[0] for path in playbook.reads(to="solution-value")}
    print("To decide on a move to solution-value, load:", ", ".join(sorted(roots)))

    with closing(make_crm()) as crm:
        decision = move(crm, playbook, "D-7", "solution-value")
        print("First try:", "accepted" if decision.accepted else "refused")
        for finding in decision.failures:
            print(f"  [{finding.severity}] {finding.message}: {finding.remedy}")

        crm.execute("INSERT INTO need VALUES ('N-4', 'D-7', 'patient', 2, NULL, NULL)")
        decision = move(crm, playbook, "D-7", "solution-value")
        print("Second try:", "accepted" if decision.accepted else "refused")

        row = crm.execute("SELECT * FROM opportunity").fetchone()
        print(f"In the CRM's own table: {row['id']} is in {row['stage']}, version {row['version']}")
        for entry in crm.execute("SELECT * FROM audit_log"):
            print(f"  kept: {entry['version']} {entry['kind']} by {entry['actor']}")


if __name__ == "__main__":
    main()
