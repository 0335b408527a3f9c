"""Every example runs as it stands and says what it is there to show."""

import runpy
from pathlib import Path

import pytest

from medsales_core.importing import read_mapping
from medsales_core.playbook import reference_playbook

EXAMPLES = Path(__file__).parents[2] / "examples"

#: The lines that make each example worth reading.
KEY_LINES = {
    "01_move_one_deal.py": [
        "To decide on a move to solution-value, load: account, activities, deal",
        "First try: refused",
        "  [block] Patient needs are captured: Ask about what patients need and record the need, or that there is none",
        "Second try: accepted",
        "In the CRM's own table: D-7 is in solution-value, version 14",
        "  kept: 13 refused by u-li",
        "  kept: 14 moved by u-li",
    ],
    "02_read_the_refusal.py": [
        "accepted: False; 7 requirements judged, 3 block",
        "           path=deal.needs[0].desired_outcome wanted='filled' found=None",
        "  unknown  info   need-trusted-advisor (S3-4)",
        "           -> 追问每项重点需求的原因与期望目标并记录",
        '      "path": "deal.needs[0].desired_outcome",',
        "  need-clinical-application by u-wang: granted",
        "accepted: True; waived: need-questioning-listening, need-clinical-application, need-root-cause-and-goal",
    ],
    "03_company_layer/show_layer.py": [
        "  removed:  mkt-industry-trend-studied",
        "  added:    acme-budget-known: The customer's budget is known [Sales handbook 2026, 3.2]",
        "  changed:  neg-interest-balanced: warn -> block",
        "  adopted:  margin-floor: 0.30 -> 0.32 [Pricing policy 2026, section 4]",
        "  threshold.margin-floor.value: company.toml:18",
        "  by the reference: pass, does not stop it",
        "  by the company:   fail, stops the deal",
        "    role-not-allowed : only bid-manager may do this; the actor is sales-rep",
    ],
    "05_company_rules/tour.py": [
        "imaging.toml: 0 diagnostic(s)",
        "8 % off in Tianjin, where 3 % is: refused",
        "12 % off, granted by the director: all in order",
        "12 % off, granted by the owner: refused",
        "    超出总监权限的折扣须由价格委员会与财务中两人批准",
        "20 % off, granted by the committee and finance: all in order",
        "      → Agree on a deposit, or have finance waive it",
    ],
    "04_import_and_audit/import_and_audit.py": [
        "SYNTHETIC DATA: every hospital and amount here is made up",
        "first import: 60 rows, 58 deals, 12 rejected",
        (
            "  deals.csv:60 [bad-money] Amount: 'about two million' is no amount with the declared signs "
            "(decimal '.', thousands ',')"
        ),
        "  0 events kept, 232 known already",
        "  48 of 58 deals (83%) do not show this: The approach channel is recorded [S2-4]",
        "Won                                          ##  4",
    ],
}


@pytest.mark.parametrize("example", KEY_LINES)
def test_an_example_runs_and_says_what_it_is_there_to_show(
    example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(EXAMPLES / example), run_name="__main__")
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in KEY_LINES[example] if line not in printed] == []


def test_every_example_is_run_here() -> None:
    found = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.py")}
    # A repository of another company has tests of its own; `.ci/run` runs them beside the wheel alone.
    assert {name for name in found if not name.startswith("07_third_party/")} == set(KEY_LINES)


@pytest.mark.parametrize(
    "mapping", sorted((EXAMPLES / "mappings").glob("*.toml")), ids=lambda path: path.stem
)
def test_every_mapping_kept_here_can_be_read(mapping: Path) -> None:
    assert read_mapping(mapping, reference_playbook()).stages.rules
