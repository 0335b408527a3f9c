"""Reading, checking and compiling the reference playbook, and importing the library.

Run: ``python benchmarks/loading.py``. Floors in the same run: the standard TOML reader alone, and
``import attrs`` in a fresh interpreter. CPU times, since the machine may be shared.
"""

import os
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from importlib import resources

from medsales_core import reference_playbook

ROUNDS = 15


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


def fresh(statement: str) -> float:
    """CPU milliseconds of a fresh interpreter that runs *statement*."""
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent * 1e3


def row(name: str, values: list[float], floor: float = 0.0) -> float:
    median = statistics.median(values)
    ratio = f"{median / floor:8.2f}" if floor else f"{'1.00':>8}"
    print(f"{name:44}{median:10.2f}{min(values):10.2f}{ratio}")
    return median


def main() -> None:
    text = resources.files("medsales_core").joinpath("reference", "process.toml").read_text(encoding="utf-8")
    reference_playbook()
    read, whole = [], []
    for _ in range(ROUNDS):
        read.append(cpu(lambda: tomllib.loads(text)))
        whole.append(cpu(reference_playbook))
    print(f"{'milliseconds of CPU':44}{'median':>10}{'best':>10}{'x floor':>8}")
    floor = row(f"tomllib alone, {text.count(chr(10))} lines", read)
    row("read + check + compile the reference", whole, floor)
    bare, attrs, ours = [], [], []
    for _ in range(ROUNDS):
        bare.append(fresh("pass"))
        attrs.append(fresh("import attrs"))
        ours.append(fresh("import medsales_core"))
    print()
    row("a bare interpreter", bare)
    floor = row("import attrs", attrs)
    row("import medsales_core", ours, floor)


if __name__ == "__main__":
    main()
