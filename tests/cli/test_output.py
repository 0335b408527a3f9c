"""What commands print, wherever it goes: terminals of any encoding, full disks, labels that steer a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from medsales_core.cli.output import say

CLINIC = Path(__file__).parents[2] / "examples" / "06_fuzz" / "clinic.toml"
STORIES = CLINIC.parent / "stories"
WALK = ("fuzz", str(CLINIC), "--engine", "walk", "--examples", "2")


def medsales(*arguments: str, out: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from medsales_core.cli import main; sys.argv = ['medsales', *sys.argv[1:]]; main()"
    with open(out or os.devnull, "wb") as sink:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            stdout=sink if out else subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            check=False,
        )


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii", "latin-1", "ascii:surrogateescape"])
def test_what_an_output_cannot_say_is_replaced(encoding: str) -> None:
    ran = medsales("replay", str(STORIES), "--lang", "zh-Hans", PYTHONIOENCODING=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"? " in ran.stdout


def test_json_loses_nothing_on_an_output_that_cannot_say_it() -> None:
    ran = medsales(*WALK, "--json", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "�" not in ran.stdout.decode("ascii")
    assert "promises" in json.loads(ran.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("arguments", [("replay", str(STORIES)), ("show", "reference"), ("--version",)])
def test_a_full_disk_is_a_message(arguments: tuple[str, ...]) -> None:
    ran = medsales(*arguments, out="/dev/full")
    assert ran.returncode == 2
    assert ran.stderr.decode() == "error: standard output: No space left on device\n"


def test_nothing_that_is_said_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("a \x1b[31mred\x1b[0m\x07 label,\x9b31m\tand\na line")
    assert (
        capsys.readouterr().out
        == "a \N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}[0m\N{REPLACEMENT CHARACTER} label,\N{REPLACEMENT CHARACTER}31m\tand\na line\n"
    )
