"""What installed and enabled plugins cost: listing them, building a playbook with them, deciding beside them.

Run: ``python benchmarks/plugins.py``. Everything is measured beside its floor in the same run, in turns: the same
command without fake distributions, the plugins' own imports, the same decision without plugins. CPU time, since
the machine may be shared.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 9
LISTED, ENABLED, INSTALLED = 200, 10, 50
LIST = "from medsales_core.cli import main; import sys; sys.argv = ['medsales', 'plugins']; main()"
# About as much as a plugin that brings twenty small classes of its own.
HOOKS = """
import attrs
from medsales_core.plugins import hookimpl
from medsales_core.ports.check import Check
from medsales_core.text import text

for number in range(20):
    attrs.make_class(f"Record{{number}}", [f"field{{n}}" for n in range(8)])

class Always(Check):
    id = "{name}.always"
    title = text("Always", "始终")

    def holds(self, facts, at, /):
        return True

@hookimpl
def medsales_checks():
    return [Always()]
"""


def install(site: Path, count: int) -> list[str]:
    """Write *count* fake distributions into *site*, each a plugin with a check and a layer; their names."""
    names = [f"fake{number}" for number in range(count)]
    for name in names:
        home, info = site / f"medsales_{name}", site / f"medsales_{name}-1.0.dist-info"
        home.mkdir(parents=True)
        info.mkdir()
        (home / "__init__.py").write_text("")
        (home / "hooks.py").write_text(HOOKS.format(name=name), "utf-8")
        (home / "medsales.toml").write_text(
            f'schema = 1\nname = "{name}"\ntitle = {{ en = "{name}", zh-Hans = "{name}" }}\n'
            f'hooks = "medsales_{name}.hooks"\nprovides = {{ check = ["{name}.always"] }}\nlayers = ["layer.toml"]\n',
            "utf-8",
        )
        (home / "layer.toml").write_text(
            f'[threshold.{name}]\nlabel = {{ en = "x", zh-Hans = "x" }}\nunit = "day"\nvalue = 1\n', "utf-8"
        )
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: medsales-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[medsales.plugins]\n{name} = medsales_{name}\n")
    return names


def fresh(site: Path, statement: str) -> float:
    """CPU milliseconds of a fresh interpreter that runs *statement* with *site* on its path."""
    paths = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    before = os.times()
    subprocess.run(
        [sys.executable, "-c", statement],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    after = os.times()
    return 1e3 * (after.children_user + after.children_system - before.children_user - before.children_system)


def told(statement: str, site: Path) -> list[float]:
    """The numbers that a fresh interpreter prints after *statement*."""
    paths = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        [sys.executable, "-c", statement],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    return [float(number) for number in ran.stdout.split()]


def row(name: str, value: float, unit: str, limit: str = "") -> None:
    print(f"{name:62}{value:10.2f} {unit:4}{limit}")


def listing(folder: Path) -> None:
    none, many = folder / "none", folder / "many"
    none.mkdir()
    install(many, LISTED)
    for site in (none, many):
        fresh(site, LIST)
    pairs = [(fresh(none, LIST), fresh(many, LIST)) for _ in range(ROUNDS)]
    bare, full = (min(times) for times in zip(*pairs, strict=True))
    row("`medsales plugins`, none", bare, "ms")
    row(f"`medsales plugins`, {LISTED} plugins", full, "ms", f"  must: <= {1.3 * bare + 10:.0f}")
    row("   each plugin", (full - bare) / LISTED * 1e3, "us")


def building(folder: Path) -> None:
    site = folder / "enabled"
    names = install(site, ENABLED)
    tables = "\n".join(f"[plugins.{name}]" for name in names)
    path = folder / "enabled.toml"
    path.write_text(f'extends = "medsales:reference"\n{tables}\n')
    bare = folder / "bare.toml"
    bare.write_text('extends = "medsales:reference"\n')
    # What every process pays that knows plugins at all is loaded before either is measured.
    begin = "import time, medsales_core as ms; from medsales_core.plugins import Registry; ms.reference_playbook()\n"
    build = (
        "start = time.process_time(); ms.load_playbook({!r}); print((time.process_time() - start) * 1e3)\n"
    )
    imports = (
        f"start = time.process_time()\nfor n in {names!r}: __import__(f'medsales_{{n}}.hooks')\n"
        "print((time.process_time() - start) * 1e3)\n"
    )
    told(begin + imports, site)
    floors, withs, withouts = [], [], []
    for _ in range(ROUNDS):
        floors += told(begin + "import attrs, medsales_core.ports.check\n" + imports, site)
        withs += told(begin + build.format(str(path)), site)
        withouts += told(begin + build.format(str(bare)), site)
    floor, full, without = (statistics.median(times) for times in (floors, withs, withouts))
    row(f"the imports of {ENABLED} plugins themselves", floor, "ms")
    row("the playbook without plugins", without, "ms")
    row(f"the playbook with {ENABLED} plugins", full, "ms", f"  must: <= {without + 1.5 * floor:.0f}")
    row("   what the plugins add, times their own imports", (full - without) / floor, "x")


def deciding(folder: Path) -> None:
    site = folder / "installed"
    install(site, INSTALLED)
    statement = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import benchmarks_decide as work; work.main()"
    )
    module = folder / "benchmarks_decide.py"
    module.write_text(DECIDE, "utf-8")
    statement = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(Path(__file__).parent)!r}]\n" + statement
    none = folder / "none"
    pairs = [(told(statement, none)[0], told(statement, site)[0]) for _ in range(ROUNDS)]
    bare, full = (min(times) for times in zip(*pairs, strict=True))
    row("a decision, no plugin installed", bare, "us")
    row(f"a decision, {INSTALLED} plugins installed and all looked at", full, "us", "  must: the same")


DECIDE = """
import time
from workload import AT, BAD, GOOD, STAGES, playbook
from medsales_core import Actor, Advance, Facts, Open, Progress
from medsales_core.plugins import Registry

def main():
    list(Registry.discover().checks)
    decide, actor = playbook().decide, Actor("u-1")
    good, bad = Facts(deal=GOOD), Facts(deal=BAD)
    here = Progress("D-1").apply(decide(Progress("D-1"), Open(), facts=good, actor=actor, at=AT).events)
    wish, best = Advance(to="s1"), 1e9
    for _ in range(15):
        start = time.perf_counter()
        for _ in range(1000):
            decide(here, wish, facts=bad, actor=actor, at=AT)
            decide(here, wish, facts=good, actor=actor, at=AT)
        best = min(best, time.perf_counter() - start)
    print(best / 2000 * 1e6)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for part in (listing, building, deciding):
            part(Path(scratch))
            print()


if __name__ == "__main__":
    main()
