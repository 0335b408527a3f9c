"""Reading 50,000 made-up UDIs on one core, biip (if installed) beside it: run ``python bench_udi.py [NUMBER]``.

biip reads GS1 alone, and only what scanners send; so the two are compared on that, in turns, and what else we read
is timed by itself. Ratios carry over, seconds do not.
"""

# ruff: noqa: INP001, T201  a script that prints numbers

import importlib.util
import random
import statistics
import sys
import time
from collections.abc import Callable

from medsales_identifiers import gtin_from, parse_udi, write_gs1, write_hibcc, write_iccbba, write_ma

ROUNDS = 5
SIGNS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"

Reader = Callable[[str], object]


def gs1(rng: random.Random, *, bracketed: bool) -> str:
    elements = {
        "01": gtin_from(f"{rng.randrange(10**13):013d}"),
        "11": f"{rng.randrange(20, 27):02d}{rng.randrange(1, 13):02d}15",
        "17": f"{rng.randrange(27, 35):02d}{rng.randrange(1, 13):02d}00",
        "10": "".join(rng.choices(SIGNS, k=8)),
        "21": "".join(rng.choices(SIGNS, k=12)),
    }
    return write_gs1(elements, bracketed=bracketed)


def hibcc(rng: random.Random) -> str:
    return write_hibcc(
        f"A{rng.randrange(1000):03d}{rng.randrange(10**8)}1", f"$$3280630{rng.randrange(10**6)}"
    )


def iccbba(rng: random.Random) -> str:
    return write_iccbba({"=/": f"A9999XYZ{rng.randrange(10**8):08d}", "=,": f"{rng.randrange(10**6):06d}"})


def ma(rng: random.Random) -> str:
    di = f"MA.156.M0.{rng.randrange(10**6):06d}.{rng.randrange(10**8):08d}"
    return write_ma(di, {"S": f"{rng.randrange(10**8)}", "M": "260115", "L": "A1"})


def texts(number: int) -> dict[str, list[str]]:
    """The texts of each kind; the same in each run."""
    rng = random.Random(7)  # noqa: S311 - made-up texts
    return {
        "GS1, as scanned": [gs1(rng, bracketed=False) for _ in range(number)],
        "GS1, in brackets": [gs1(rng, bracketed=True) for _ in range(number)],
        "HIBCC, combined": [hibcc(rng) for _ in range(number)],
        "ICCBBA": [iccbba(rng) for _ in range(number)],
        "MA": [ma(rng) for _ in range(number)],
    }


def peers() -> dict[str, Reader]:
    if importlib.util.find_spec("biip") is None:
        return {}
    from biip import parse  # noqa: PLC0415 - a peer, which need not be there
    from biip.gs1_messages import GS1Message  # noqa: PLC0415

    return {"biip.parse": parse, "biip GS1Message.parse": GS1Message.parse}


def agree(lines: list[str]) -> None:
    """Hold our reading of what scanners send against biip's."""
    from biip.gs1_messages import GS1Message  # noqa: PLC0415

    for line in lines:
        ours, theirs = parse_udi(line), GS1Message.parse(line).element_strings
        named = {found.ai.ai: found.date or found.value for found in theirs}
        assert (ours.di, ours.lot, ours.serial) == (named["01"], named["10"], named["21"]), line
        assert (ours.made_on, ours.expires_on) == (named["11"], named["17"]), line


def seconds(read: Reader, lines: list[str]) -> float:
    start = time.process_time()
    for line in lines:
        read(line)
    return time.process_time() - start


def main(number: int) -> None:
    lines = texts(number)
    scanned = lines["GS1, as scanned"]
    assert all(parse_udi(line).valid for each in lines.values() for line in each)
    if importlib.util.find_spec("biip"):
        agree(scanned)
    readers: dict[str, Reader] = {"ours": parse_udi, **peers()}
    print(f"{number} UDIs of GS1 as scanned: GTIN, two dates, lot, serial; CPU s, median of {ROUNDS}")
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            spent[name].append(seconds(read, scanned))
    ours = statistics.median(spent["ours"])
    for name, times in spent.items():
        print(f"  {name:24}{statistics.median(times):8.2f}{statistics.median(times) / ours:8.1f} x ours")
    print("ours, by agency:")
    for name, each in lines.items():
        print(f"  {name:24}{statistics.median(seconds(parse_udi, each) for _ in range(ROUNDS)):8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
