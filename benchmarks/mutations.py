"""Broken playbooks by the thousand: bytes, keys, types, nesting, huge numbers; never anything but diagnostics.

Run: ``python benchmarks/mutations.py [COUNT] [SEED]``. The gallery of defects and the example of a company's rules
are mutated; every outcome must be a playbook or located diagnostics, or a `ConfigError` where the text is no TOML.
What is neither is written beside the count, and the exit code is 1. The slowest check is told in CPU seconds.
"""

import copy
import datetime as dt
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import tomli_w

from medsales_core import check_playbook
from medsales_core.errors import ConfigError

ROOT: Final = Path(__file__).parents[1]
VALUES: Final[list[Any]] = [
    "", "x", "filled", "deal.name", "deal.quotes", "as_of", "\u202e", "\x00", "a" * 5000, "win", "offer", "(a+)+$", "國",
    {"path": "deal.name"}, {"threshold": "limit"}, [], {}, [[]], [{}], ["it", "it"], {"not": {"not": {}}}, 0, -1, True,
    10**30, Decimal("1e400"), Decimal("NaN"), 1.5, dt.date.min, dt.date.max, dt.datetime(2026, 1, 1),  # noqa: DTZ001
]  # fmt: skip
WORDS: Final = [
    "approved", "attested", "use", "scope", "requirement", "standard", "holds", "where", "each", "kind", "strange", '"',
]  # fmt: skip
PIECES: Final = [
    b"[",
    b"{",
    b'"',
    b"'",
    b"=",
    b"\n",
    b"[[",
    b"[stage.x]\n",
    b"\xff\xfe",
    b"9" * 400,
    b"[" * 600,
]


def deep(rng: Random, levels: int) -> dict[str, Any]:
    """Conditions within conditions."""
    data: dict[str, Any] = {"deal.name": "filled"}
    for _ in range(levels):
        data = {"all_of": [data]} if rng.random() < 0.5 else {rng.choice(["not", "when"]): data}
    return data


def spots(data: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        if isinstance(value, dict | list):
            yield from spots(value)


def mutated_data(rng: Random, data: dict[str, Any]) -> dict[str, Any]:
    every = list(spots(data))
    for _ in range(rng.randint(1, 3)):
        owner, key = rng.choice(every)
        if isinstance(owner, dict) and key not in owner:
            continue
        how = rng.random()
        if how < 0.05:
            owner[key] = deep(rng, rng.randint(5, 120))
        elif how < 0.6:
            owner[key] = copy.deepcopy(rng.choice(VALUES))
        elif isinstance(owner, dict):
            value = owner.pop(key)
            if how > 0.8:
                owner[rng.choice(WORDS)] = value
    return data


def mutated_bytes(rng: Random, raw: bytes) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        place, how = rng.randrange(len(data)), rng.random()
        if how < 0.4:
            data[place] = rng.randrange(256)
        elif how < 0.6:
            del data[place : place + rng.randint(1, 20)]
        elif how < 0.8:
            data[place:place] = rng.choice(PIECES)
        else:
            other = rng.randrange(len(data))
            data[place:place] = data[other : other + rng.randint(1, 60)]
    return bytes(data)


def mutation(rng: Random, sources: list[bytes]) -> bytes:
    raw = rng.choice(sources)
    if rng.random() < 0.5:
        return mutated_bytes(rng, raw)
    try:
        return tomli_w.dumps(mutated_data(rng, tomllib.loads(raw.decode()))).encode()
    except (IndexError, RecursionError, TypeError):  # a mutation that cannot be written down
        return mutated_bytes(rng, raw)


def outcome(path: Path) -> str:
    """What became of one playbook; the name of whatever was raised that should not have been."""
    try:
        playbook, found = check_playbook(path)
    except ConfigError:
        return "no TOML"
    except BaseException as problem:  # noqa: BLE001 - that is what is looked for
        return f"RAISED {type(problem).__name__}: {str(problem)[:80]}"
    placed = all(diagnostic.line >= 1 and diagnostic.message for diagnostic in found)
    if not placed or (playbook is None and not found):
        return "WITHOUT A PLACE"
    return "refused" if playbook is None else "used"


def main(count: int, seed: int) -> int:
    rng, outcomes, slowest = Random(seed), Counter[str](), 0.0
    sources = [path.read_bytes() for path in sorted((ROOT / "tests/data/playbooks").glob("*.toml"))]
    sources.append((ROOT / "examples/05_company_rules/imaging.toml").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutated.toml")
        for _ in range(count):
            path.write_bytes(mutation(rng, sources))
            start = time.process_time()
            outcomes[outcome(path)] += 1
            slowest = max(slowest, time.process_time() - start)
    for what, number in outcomes.most_common():
        print(f"{number:8} {what}")
    print(f"{count:8} in all; the slowest took {slowest:.2f} s")
    return int(any(what.isupper() or what.startswith("RAISED") for what in outcomes))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [100_000, 7][len(numbers) :])))
