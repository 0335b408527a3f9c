"""Two hundred lines of a company's own rules: checked, drawn, and explained to a seller in both languages.

The layer is `imaging.toml` beside this file; the company and the deal are made up.

Run it: python examples/05_company_rules/tour.py
"""

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

import medsales_core as ms
from medsales_core.model import Account, Approval, Deal, Delegation, PaymentTerm, Quote
from medsales_core.model.company import Company
from medsales_core.playbook.drawing import as_svg
from medsales_core.playbook.proving import unproved

LAYER = Path(__file__).with_name("imaging.toml")
NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
OURS = ("ni-discount-of-director", "ni-discount-of-committee", "ni-deposit")


def checked() -> ms.Playbook:
    """The playbook; every defect that the linter finds is printed."""
    playbook, found = ms.check_playbook(LAYER, as_of=NOW.date())
    print(f"{LAYER.name}: {len(found)} diagnostic(s)")
    for diagnostic in found:
        print(f"  {diagnostic}")
    assert playbook is not None
    print(f"{playbook.title}: {len(playbook.stages)} stages, {len(playbook.requirements)} requirements")
    return playbook


def drawn(playbook: ms.Playbook) -> None:
    """The process as a picture for each language."""
    with tempfile.TemporaryDirectory() as folder:
        for language in playbook.languages:
            picture = Path(folder, f"process.{language}.svg")
            picture.write_text(as_svg(playbook, language), encoding="utf-8")
            print(f"  drawn in {language}: {picture.stat().st_size:,} bytes")


def quote(discount: str, *approvals: Approval, deposit: str = "0.30") -> Quote:
    """An accepted quote at a discount, with what was approved of it."""
    return Quote(
        id="Q-1",
        version=2,
        status="accepted",
        discount=Decimal(discount),
        payment_terms=(PaymentTerm(id="T-1", trigger="deposit", ratio=Decimal(deposit)),),
        approvals=approvals,
    )


def approval(role: str, by: str, up_to: str, *, version: int = 2, in_place_of: str | None = None) -> Approval:
    """What somebody granted on 20 August 2026."""
    return Approval(
        id=f"A-{by}",
        subject="discount",
        requested_by="u-li",
        approver_id=by,
        approver_role=role,
        on_behalf_of=in_place_of,
        version=version,
        decision="approved",
        decided_on=dt.date(2026, 8, 20),
        up_to=Decimal(up_to),
    )


def asked(playbook: ms.Playbook, told: str, offered: Quote, region: str = "CN-BJ") -> None:
    """What becomes of our own requirements when the deal is to be won on that quote."""
    facts = ms.Facts(
        deal=Deal(id="D-1", name="CT for the county hospital", owner_id="u-li", quotes=(offered,)),
        account=Account(id="H-1", name="County hospital", country="CN", region=region),
        company=Company(
            id="northern-imaging",
            delegations=(
                Delegation(
                    id="S-1", principal_id="u-zhao", delegate_id="u-sun", role="regional-director",
                    valid_from=dt.date(2026, 8, 1), valid_to=dt.date(2026, 8, 31),
                ),
            ),
        ),
    )  # fmt: skip
    here = ms.Progress("D-1", process="deal", stage="negotiation-contract", status=ms.Status.OPEN, version=1)
    decision = playbook.decide(here, ms.Win(), facts=facts, actor=ms.Actor("u-li"), at=NOW)
    lacking = [f for f in decision.failures if f.requirement in OURS]
    print(f"{told}: {'all in order' if not lacking else 'refused'}")
    for finding in lacking:
        for language in playbook.languages:
            print(f"    {finding.message.pick(language)}")
            print(f"      → {finding.remedy.pick(language)}")


def main() -> None:
    """Check, draw, and ask the same question of ever better quotes."""
    playbook = checked()
    drawn(playbook)
    director = approval("regional-director", "u-zhao", "0.12")
    asked(playbook, "8 % off in Beijing, which is free", quote("0.08"))
    asked(playbook, "8 % off in Tianjin, where 3 % is", quote("0.08"), region="CN-TJ")
    asked(playbook, "12 % off, granted by the director", quote("0.12", director))
    stale = approval("regional-director", "u-zhao", "0.12", version=1)
    asked(playbook, "12 % off, granted for an earlier version", quote("0.12", stale))
    asked(
        playbook,
        "12 % off, granted by the owner",
        quote("0.12", approval("regional-director", "u-li", "0.12")),
    )
    stand_in = approval("regional-director", "u-sun", "0.12", in_place_of="u-zhao")
    asked(playbook, "12 % off, granted by who stood in for the director", quote("0.12", stand_in))
    both = (approval("pricing-committee", "u-qian", "0.20"), approval("finance", "u-wu", "0.20"))
    asked(playbook, "20 % off, granted by the committee and finance", quote("0.20", *both))
    asked(playbook, "20 % off, granted by the director alone", quote("0.20", director))
    asked(playbook, "no discount, a tenth at the signing", quote("0", deposit="0.10"))
    for promise in playbook.promises.values():
        ways = {move.transition.id for move in unproved(playbook, promise)}
        print(f"promise {promise.id}: {'proved by its gates' if not ways else f'not proved on {ways}'}")


if __name__ == "__main__":
    main()
