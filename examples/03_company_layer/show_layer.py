"""A company's own process: a layer of TOML over the reference, checked, compared and run.

The layer is `company.toml` beside this file. No Python is needed for it: `medsales check company.toml` and
`medsales show company.toml` do the same from a terminal.

Run it: python examples/03_company_layer/show_layer.py
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import medsales_core as ms
from medsales_core.model import Approval, Deal, PurchaseRoute, Quote, QuoteStatus

LAYER = Path(__file__).with_name("company.toml")
NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def compare(company: ms.Playbook, reference: ms.Playbook) -> None:
    """What the layer made of the reference."""
    print(f"{reference.title}  ->  {company.title}  ({company.id} {company.version}, {company.hash[:12]})")
    for requirement in sorted(reference.requirements.keys() - company.requirements.keys()):
        print(f"  removed:  {requirement}")
    for requirement in sorted(company.requirements.keys() - reference.requirements.keys()):
        added = company.requirements[requirement]
        print(f"  added:    {requirement}: {added.label} [{added.source}]")
    for name, before in reference.requirements.items():
        after = company.requirements.get(name, before)
        if after.severity is not before.severity:
            print(f"  changed:  {name}: {before.severity} -> {after.severity}")
    floor = company.thresholds["margin-floor"]
    was = reference.thresholds["margin-floor"].on(NOW.date())
    print(f"  adopted:  {floor.id}: {was} -> {floor.on(NOW.date())} [{floor.source}]")
    print("  stages:  ", " > ".join(stage.id for stage in company.processes["deal"].stages))


def origins(company: ms.Playbook) -> None:
    """Every line knows the file it came from."""
    for path in [
        ("threshold", "margin-floor", "value"),
        ("threshold", "margin-floor", "unit"),
        ("stage", "negotiation-contract", "exit", "neg-interest-balanced", "severity"),
        ("stage", "negotiation-contract", "exit", "neg-interest-balanced", "require"),
    ]:
        file, line, _ = company.layers.place(path)
        print(f"  {'.'.join(path)}: {Path(file).name}:{line}")


def win(playbook: ms.Playbook, margin: str) -> str:
    """What becomes of the margin requirement for a deal that is to be signed with *margin*."""
    quote = Quote(id="Q-1", status=QuoteStatus.ACCEPTED, margin=Decimal(margin))
    facts = ms.Facts(deal=Deal(id="D-1", quotes=(quote,), approvals=()))
    here = ms.Progress("D-1", process="deal", stage="negotiation-contract", status=ms.Status.OPEN, version=1)
    decision = playbook.decide(here, ms.Win(), facts=facts, actor=ms.Actor("u-li"), at=NOW)
    found = next(f for f in decision.findings if f.requirement == "neg-interest-balanced")
    return f"{found.outcome}, {'stops the deal' if found.blocks else 'does not stop it'}"


def tender(playbook: ms.Playbook) -> None:
    """The new stage asks for its own conditions and its own role."""
    approval = Approval(id="A-1", requested_by="u-li", approver_id="u-wang", decision="approved")
    quote = Quote(id="Q-1", status=QuoteStatus.SENT, approvals=(approval,))
    deal = Deal(id="D-2", purchase_route=PurchaseRoute.OPEN_TENDER, quotes=(quote,))
    here = ms.Progress("D-2", process="deal", stage="acme-tender", status=ms.Status.OPEN, version=9)
    for role in ("sales-rep", "bid-manager"):
        decision = playbook.decide(
            here,
            ms.Advance(to="negotiation-contract"),
            facts=ms.Facts(deal=deal),
            actor=ms.Actor("u-li", roles={role}),
            at=NOW,
        )
        lacking = [finding for finding in decision.failures if finding.blocks]
        print(f"  from the tender on, as {role}:")
        for finding in lacking:
            print(f"    {finding.code} {finding.requirement}: {finding.message}")


def main() -> None:
    """Load, compare, ask both playbooks the same question."""
    company, reference = ms.load_playbook(LAYER), ms.reference_playbook()
    compare(company, reference)
    print("Where the lines come from:")
    origins(company)
    print("A margin of 31 %:")
    print("  by the reference:", win(reference, "0.31"))
    print("  by the company:  ", win(company, "0.31"))
    print("The new stage:")
    tender(company)


if __name__ == "__main__":
    main()
