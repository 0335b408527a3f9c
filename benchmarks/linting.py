"""Reading, linting and compiling generated playbooks of 10 to 1,000 stages with 10 requirements each.

Run: ``python benchmarks/linting.py``. The floor is the standard TOML reader on the same text. A second table
breaks a name in every stage, so that every one of them is reported with a did-you-mean and its place. Linear
growth shows as a constant time per requirement. CPU times, since the machine may be shared.
"""

import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from medsales_core import check_playbook

SIZES = (10, 30, 100, 300, 1000)
REQUIREMENTS = 10
CONDITIONS = (
    '{ "deal.name" = "filled" }',
    '{ "deal.amount" = { above = 0 } }',
    '{ "deal.needs" = { where = { priority = { equals = 1 } }, each = { root_cause = "filled" } } }',
    '{ any_of = [{ "deal.budget.amount" = { above = 0 } }, { "deal.purchase_route" = { equals = "vbp" } }] }',
    '{ "deal.quotes" = { some = { status = { equals = "accepted" }, total = "filled" } } }',
    '{ unless = { "deal.partner_id" = "empty" }, "deal.competitors" = { count = { min = 1 } } }',
    '{ "deal.forecast_category" = { one_of = ["commit", "best-case"] } }',
    '{ "deal.created_on" = { not_after = "as_of" } }',
    '{ "deal.approvals" = { some = { decision = { equals = "approved" }, valid_on = "as_of" } } }',
    '{ "deal.probability" = { at_least = 0.1, at_most = 0.9 } }',
)


def generated(stages: int, *, broken: bool = False) -> str:
    """A process of *stages* stages; if *broken*, each has a field and a transition with a misspelt name."""
    lines = [
        'schema = 1\nid = "generated"\nversion = "1"\nlanguages = ["en"]\ntitle = { en = "Generated" }',
        '[process.deal]\nmoves = "deal"\nlabel = { en = "Deal" }\nstart = "stage-0"',
    ]
    for number in range(stages):
        name = f"stage-{number}"
        lines.append(f'[stage.{name}]\nprocess = "deal"\nposition = {number}\nlabel = {{ en = "Stage" }}')
        for index in range(REQUIREMENTS):
            condition = CONDITIONS[index].replace("deal.name", "deal.nmae") if broken else CONDITIONS[index]
            lines.append(
                f"[stage.{name}.exit.req-{number}-{index}]\n"
                f'label = {{ en = "Requirement" }}\nsource = "G-1"\nrequire = {condition}'
            )
        target = f"stge-{number + 1}" if broken else f"stage-{number + 1}"
        way = f'to = "{target}"\nkind = "forward"' if number + 1 < stages else 'kind = "win"'
        lines.append(f'[transition.from-{number}]\nfrom = "{name}"\n{way}')
        lines.append(f'[transition.lose-{number}]\nfrom = "{name}"\nkind = "lose"')
    return "\n".join(lines)


def cpu(work: Callable[[], object], rounds: int) -> float:
    """The best of *rounds*, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1e3


def table(title: str, sizes: tuple[int, ...], *, broken: bool) -> None:
    print(title)
    print(f"{'stages':>8}{'requirements':>14}{'tomllib ms':>12}{'check ms':>12}{'us each':>10}{'found':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for stages in sizes:
            path = Path(folder, f"{stages}.toml")
            text = generated(stages, broken=broken)
            path.write_text(text, "utf-8")
            rounds = 5 if stages < 300 else 2
            floor = cpu(lambda text=text: tomllib.loads(text), rounds)  # type: ignore[misc]
            spent = cpu(lambda path=path: check_playbook(path), rounds)  # type: ignore[misc]
            _, found = check_playbook(path)
            count = stages * REQUIREMENTS
            print(f"{stages:8}{count:14}{floor:12.1f}{spent:12.1f}{spent * 1e3 / count:10.1f}{len(found):8}")
    print()


def main(sizes: tuple[int, ...]) -> None:
    table("Without a defect: read, lint, compile", sizes, broken=False)
    table("With defects in every stage: read, lint, tell", sizes, broken=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
