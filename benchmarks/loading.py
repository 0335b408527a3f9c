"""Reading, checking and compiling the reference and all standards, and importing the library.

Run: ``python benchmarks/loading.py``. Floors in the same run: the standard TOML reader alone, and
``import attrs`` in a fresh interpreter. The files that come with the library are read once a process, so the first
load in a fresh interpreter is told beside those that follow. CPU times, since the machine may be shared.
"""

import resource
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from decimal import Decimal

from medsales_core import load_playbook

ROUNDS = 15
FIRST = """
import time
from medsales_core.playbook.load import load_playbook
start = time.process_time()
load_playbook({name!r})
print((time.process_time() - start) * 1e3)
"""
AGAIN = FIRST.replace("start =", "load_playbook({name!r})\nstart =")


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


def fresh(statement: str) -> float:
    """CPU milliseconds of a fresh interpreter that runs *statement*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def row(name: str, values: list[float], floor: float = 0.0) -> float:
    median = statistics.median(values)
    ratio = f"{median / floor:8.2f}" if floor else f"{'1.00':>8}"
    print(f"{name:44}{median:10.2f}{min(values):10.2f}{ratio}")
    return median


def told(program: str) -> float:
    """What *program* prints in a fresh interpreter."""
    return float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout)


def loading(name: str, files: list[str]) -> None:
    """The rows of the playbook *name*, which consists of *files*."""
    read, first, again = [], [], []
    for _ in range(ROUNDS):
        read.append(cpu(lambda: [tomllib.loads(text, parse_float=Decimal) for text in files]))
        first.append(told(FIRST.format(name=name)))
        again.append(told(AGAIN.format(name=name)))
    lines = sum(text.count("\n") for text in files)
    floor = row(f"tomllib alone, {len(files)} files, {lines} lines", read)
    row(f"{name}, first in a process", first, floor)
    row(f"{name}, again", again, floor)
    print()


def main() -> None:
    print(f"{'milliseconds of CPU':44}{'median':>10}{'best':>10}{'x floor':>8}")
    for name in ("medsales:reference", "medsales:all"):
        loading(name, [document.text for document in load_playbook(name).layers.documents])
    bare, attrs, ours = [], [], []
    for _ in range(ROUNDS):
        bare.append(fresh("pass"))
        attrs.append(fresh("import attrs"))
        ours.append(fresh("import medsales_core"))
    row("a bare interpreter", bare)
    floor = row("import attrs", attrs)
    row("import medsales_core", ours, floor)


if __name__ == "__main__":
    main()
