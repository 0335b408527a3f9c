"""Playbooks with something broken in them at random: run alone for many of them.

``python tests/playbook/mutations.py 100000`` breaks the reference so often, from seed 0 on; each case is told
by its number, so that ``python tests/playbook/mutations.py 1 4711`` repeats one.
"""

import copy
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import tomli_w

from medsales_core import check_playbook
from medsales_core.config.diagnostic import Diagnostic
from medsales_core.errors import ConfigError

REFERENCE = resources.files("medsales_core").joinpath("reference", "process.toml").read_text("utf-8")
SLOWEST = 5.0


def nested(depth: int) -> Any:
    value: Any = "filled"
    for _ in range(depth):
        value = {"not": value}
    return value


def listed(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


JUNK: tuple[Any, ...] = (
    0, -1, 10**12, 10**40, -(10**40), 0.5, Decimal("1e999999"), Decimal("1e-999999"), Decimal("nan"), Decimal("-inf"),
    True, "", " ", "x", "x" * 5000, "filled", "as_of", "((((((", "(a+)+$", "deal..name", ".", "root.", "outer.outer.id",
    "root.root", [], [[]], [{}], ["a", 1], {}, {"": ""}, {"path": 1}, {"threshold": "margin-floor"}, {"path": "deal.id"},
    {"equals": {}}, {"each": []}, {"count": {"min": -1}}, {"value": "NaN"}, "1e400000000", "1E+30 CNY", "NaN CNY",
    tomllib.loads("d = 0001-01-01")["d"], tomllib.loads("d = 9999-12-31T23:59:59-14:00")["d"],
    tomllib.loads("d = 12:00:00")["d"], nested(30), nested(90), nested(150), listed(90), listed(150),
)  # fmt: skip


def _bytes(rng: random.Random) -> bytes:
    raw = bytearray(REFERENCE.encode())
    for _ in range(rng.randint(1, 4)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def _spans(rng: random.Random) -> bytes:
    lines = REFERENCE.splitlines()
    start = rng.randrange(len(lines))
    piece = lines[start : start + rng.randint(1, 12)]
    del lines[start : start + len(piece)]
    if rng.random() < 0.5:
        place = rng.randrange(len(lines))
        lines[place:place] = piece
    return "\n".join(lines).encode()


def _brackets(rng: random.Random) -> bytes:
    place = rng.choice([i for i, letter in enumerate(REFERENCE) if letter == "="])
    depth = rng.choice([50, 200, 5000])
    opening = rng.choice(["[", "{ a = ", "[{ a = "])
    more = rng.choice(["a." * depth + "b = 1\n", "9" * 5000 + "\n", "1e" + "9" * depth + "\n"])
    return (REFERENCE[: place + 1] + rng.choice([opening * depth, more]) + REFERENCE[place + 1 :]).encode()


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every key of every table and every item of every list, with what it lies in."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        owner = waiting.pop()
        for key, value in list(owner.items() if isinstance(owner, dict) else enumerate(owner)):
            found.append((owner, key))
            if isinstance(value, dict | list):
                waiting.append(value)
    return found


def _data(rng: random.Random) -> bytes:
    data = tomllib.loads(REFERENCE, parse_float=Decimal)
    for _ in range(rng.randint(1, 3)):
        places = _places(data)
        owner, key = rng.choice(places)
        other, there = rng.choice(places)
        kind = rng.randrange(5)
        if kind == 0 and isinstance(owner, dict):
            del owner[key]
        elif kind == 1 and isinstance(owner, dict):
            owner[rng.choice(["nmae", "", "a.b", "values", "equals", "each", str(key)[1:]])] = owner.pop(key)
        elif kind == 2 and not isinstance(other[there], dict | list):
            owner[key] = other[there]
        else:
            owner[key] = copy.deepcopy(rng.choice(JUNK))
    return tomli_w.dumps(data).encode()


MUTATIONS: tuple[Callable[[random.Random], bytes], ...] = (_bytes, _spans, _brackets, _data, _data, _data)


def mutated(seed: int) -> bytes:
    """The reference with something broken in it, the same for the same *seed*."""
    rng = random.Random(seed)
    return rng.choice(MUTATIONS)(rng)


def problem(raw: bytes, path: Path) -> str:
    """What goes wrong when *raw* is checked, empty if it is answered as it should be."""
    path.write_bytes(raw)
    start = time.process_time()
    try:
        playbook, found = check_playbook(path)
    except ConfigError as refused:
        return "" if str(path) in str(refused) else f"a refusal without a place: {refused}"
    spent = time.process_time() - start
    if spent > SLOWEST:
        return f"took {spent:.1f} s"
    if playbook is None and not any(d.level == "error" for d in found):
        return "refused without an error"
    return "" if all(map(_is_located, found)) else "a diagnostic without a place"


def _is_located(found: Diagnostic) -> bool:
    return bool(found.file and found.message and found.line > 0 and found.column > 0)


def main(count: int, start: int = 0) -> None:
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutated.toml")
        for seed in range(start, start + count):
            try:
                told = problem(mutated(seed), path)
            except Exception as raised:  # noqa: BLE001 - that is what is looked for
                told = f"{type(raised).__name__}: {str(raised)[:200]}"
            if told:
                broken += 1
                print(f"{seed}: {told}")
    print(f"{count} playbooks, {broken} answered wrongly")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
