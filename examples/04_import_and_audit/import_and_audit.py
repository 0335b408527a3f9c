"""Import an export, and learn what it hides.

Imported history is never blocked: what happened, happened. It is audited instead. Rows that cannot be read are
set aside with file, line and reason, and everything else is taken: in one transaction, so that a run that fails
leaves the store as it was, and a second run adds nothing.

The export is SYNTHETIC: sixty deals drawn here by a fixed rule, with some mistakes put in on purpose.

Run it: python examples/04_import_and_audit/import_and_audit.py
"""

import csv
import datetime as dt
import shutil
import tempfile
from pathlib import Path

import medsales_core as ms
from medsales_core.builtin.reports import top_findings
from medsales_core.importing import import_file, read_mapping
from medsales_core.plugins import Registry

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 6, 30, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
STAGES = ["Lead", "Needs", "Proposal", "Trial", "Contract"]


def write_csv(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """One file of the export, as a spreadsheet writes it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def make_export(folder: Path) -> None:
    """SYNTHETIC: sixty deals; every seventh jumps to the contract, every tenth is lost, the last two are broken."""
    deals, changes = [], []
    for number in range(60):
        deal, created = f"D-{number:03}", dt.date(2026, 1, 5) + dt.timedelta(days=number)
        reached = number % len(STAGES) + 1
        way = ["Lead", "Contract"] if number % 7 == 6 else STAGES[:reached]
        if number % 10 == 9:
            way = [*way, "Lost"]
        elif way[-1] == "Contract" and number % 2:
            way = [*way, "Won"]
        days = [created + dt.timedelta(days=11 * step) for step in range(len(way))]
        changes += [[deal, stage, day.isoformat()] for stage, day in zip(way, days, strict=True)]
        closed = days[-1].isoformat() if way[-1] in ("Won", "Lost") else "-"
        amount = f"¥{(number + 3) * 41_000:,}.00"
        deals.append([deal, f"Hospital {number}", "u-li", amount, created.isoformat(), way[-1], closed])
    deals[-2][3] = "about two million"
    deals[-1][4] = "31.02.2026"
    write_csv(
        folder / "deals.csv", ["No", "Hospital", "Owner", "Amount", "Created", "Stage", "Closed"], deals
    )
    write_csv(folder / "stages.csv", ["No", "To", "On"], changes)


def take_in(desk: ms.Desk, folder: Path) -> None:
    """Import twice: the second run finds everything there already."""
    mapping = read_mapping(folder / "crm.toml", desk.playbook)
    for attempt in ("first", "second"):
        rejects = folder / "rejected.csv"
        result = import_file(mapping, store=desk.store, playbook=desk.playbook, at=NOW, rejects=rejects)
        print(
            f"{attempt} import: {result.rows} rows, {result.subjects} deals, {result.rejected_rows} rejected"
        )
        print(f"  {result.events} events kept, {result.known} known already")
    for reject in result.rejects[:3]:
        print(f"  {reject.file}:{reject.line} [{reject.code}] {reject.reason}")
    print(f"  ... and {len(result.rejects) - 3} more, all of them in {rejects.name}")


def main() -> None:
    """Make an export, import it, audit it, report on it."""
    with tempfile.TemporaryDirectory(prefix="medsales-example-") as name:
        folder = Path(name)
        make_export(folder)
        shutil.copy(HERE / "crm.toml", folder)
        print("SYNTHETIC DATA: every hospital and amount here is made up")

        plugins = Registry.discover()
        with ms.Desk.open(str(folder / "deals.db"), registry=plugins) as desk:
            take_in(desk, folder)
            portfolio = desk.portfolio(at=NOW, source="deals.csv", synthetic=True)
            print(f"audited: {len(portfolio.cases)} deals; what a manager should look at first:")
            for finding in top_findings(portfolio, 3):
                print(f"  {finding.sentence}")
            report = plugins.reports["funnel"].build(portfolio)
            print()
            print(plugins.formats["text"].render(report, "en"))


if __name__ == "__main__":
    main()
