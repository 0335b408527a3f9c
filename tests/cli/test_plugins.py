"""``medsales plugins`` as its users meet it: it lists without importing, and checks what it is asked to."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.cli.app import run

Run = Callable[..., tuple[int, str, str]]
Install = Callable[..., Path]
SOUND = '"""A fake."""'
LAYER = '[threshold.notice-days]\nlabel = { en = "days", zh-Hans = "天数" }\nunit = "day"\nvalue = 20\n'
COMMAND = """
from medsales_core.errors import ValueRefused
from medsales_core.plugins import hookimpl
from medsales_core.ports.command import CliCommand
from medsales_core.text import text

def run(arguments):
    if "refuse" in arguments:
        raise ValueRefused("not that one")
    if "crash" in arguments:
        1 / 0
    print("notices", *arguments)
    return 1

@hookimpl
def medsales_commands():
    return [CliCommand(name="notices", title=text("Notices", "公告"), run=run)]
"""


@pytest.fixture
def medsales(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command: its exit code and what it printed."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            run(arguments)
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return call


@pytest.mark.parametrize(
    "words", [["plugins"], ["plugins", "show", "guarded"], ["plugins", "order"], ["plugins", "--json"]]
)
def test_listing_showing_and_ordering_import_no_plugin(
    install: Install, site: Path, words: list[str]
) -> None:
    install("guarded")
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        f"from medsales_core.cli.app import run\n"
        f"try: run({words!r})\n"
        "except SystemExit as left: assert left.code == 0, left.code\n"
        "loaded = {'fake_guarded', 'medsales_sqlite', 'medsales_html', 'medsales_core.builtin'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert "fake-guarded 1.0" in ran.stdout


def test_the_list_tells_what_each_provides_and_what_is_wrong(medsales: Run, install: Install) -> None:
    install("good", hooks="", more='layers = ["l.toml"]\n', files={"l.toml": LAYER})
    install("bad", manifest="", distribution="bad-dist", version="0.7")
    code, out, _ = medsales("plugins")
    assert code == 0
    assert "layers: l.toml" in out
    assert "its package holds no manifest [no-manifest]: package 'fake_bad' holds no medsales.toml" in out
    _, out, _ = medsales("plugins", "--lang", "zh-Hans")
    assert "软件包中没有清单 [no-manifest]" in out


def test_the_list_tells_which_of_them_a_playbook_enables(
    medsales: Run, install: Install, write_playbook: Callable[..., Path]
) -> None:
    install("bidder", hooks="", more='layers = ["l.toml"]\n', files={"l.toml": LAYER})
    path = write_playbook('extends = "medsales:reference"\n[plugins.bidder]\n')
    _, out, _ = medsales("plugins", "--json", "--playbook", str(path))
    states = {plugin["name"]: plugin["state"] for plugin in json.loads(out)}
    assert states["bidder"] == "enabled"
    assert states["html"] == "installed"


def test_show_tells_settings_with_type_and_default(medsales: Run, install: Install) -> None:
    more = '[settings.days]\ntype = "integer"\ndefault = 30\nlabel = { en = "Days to pay", zh-Hans = "付款天数" }\n'
    install("bidder", more=f'after = ["sqlite"]\n{more}')
    _, out, _ = medsales("plugins", "show", "bidder")
    assert "days: a whole number, 30 by default. Days to pay" in out
    assert "after: sqlite" in out
    _, out, _ = medsales("plugins", "show", "fake-bidder", "--lang", "zh-Hans")
    assert "days: 整数, 默认30. 付款天数" in out


def test_show_and_check_need_a_name_and_propose_one(medsales: Run) -> None:
    assert medsales("plugins", "show")[0] == 2
    code, _, err = medsales("plugins", "check", "medsales-sqlit")
    assert code == 2
    assert "did you mean 'medsales-sqlite'?" in err


def test_order_prints_who_asked_for_it(medsales: Run, install: Install) -> None:
    install("a", more='after = ["z"]\n')
    install("z")
    _, out, _ = medsales("plugins", "order")
    lines = [line.split()[0] for line in out.splitlines() if not line.startswith(" ")]
    assert lines.index("z") < lines.index("a")
    assert "after: z" in out


@pytest.mark.parametrize("name", ["builtin", "medsales-sqlite", "medsales-html"])
def test_our_own_plugins_have_no_defect(medsales: Run, name: str) -> None:
    code, out, _ = medsales("plugins", "check", name)
    assert (code, "no defect found" in out) == (0, True)


def test_check_names_each_defect(medsales: Run, install: Install) -> None:
    layer = LAYER.replace('unit = "day"', 'unit = "day"\nunti = "day"')
    hooks = (
        "from medsales_core.plugins import hookimpl\n@hookimpl\ndef medsales_scores():\n    return [1 / 0]\n"
    )
    install("bad", init=SOUND, hooks=hooks, more='layers = ["l.toml"]\n', files={"l.toml": layer})
    code, out, _ = medsales("plugins", "check", "bad", "--json")
    assert code == 1
    (told,) = json.loads(out)
    assert [(d["code"], d["told"]) for d in told["defects"]] == [
        (
            "hook-failed",
            "medsales_scores() raised ZeroDivisionError: division by zero at fake_bad/hooks.py:4",
        ),
        ("unknown-key", "bad:l.toml:4:1: [threshold.notice-days] has no key 'unti'"),
    ]
    _, out, _ = medsales("plugins", "check", "bad")
    assert "bad (fake-bad 1.0): 2 defect(s)" in out
    assert "did you mean 'unit'?" in out


def test_check_tells_a_title_that_one_language_lacks(medsales: Run, install: Install) -> None:
    hooks = (
        "from medsales_core.plugins import hookimpl\nfrom medsales_core.builtin.ladder import StageLadder\n"
        "from medsales_core.text import LangText\n\nclass Fake(StageLadder):\n    id = 'bad.score'\n"
        "    title = LangText({'en': 'Fake'})\n\n@hookimpl\ndef medsales_scores():\n    return [Fake()]\n"
    )
    install("bad", init=SOUND, hooks=hooks)
    code, out, _ = medsales("plugins", "check", "bad")
    assert code == 1
    assert "score 'bad.score' has no title in zh-Hans" in out


def test_check_says_what_it_could_not_look_at(medsales: Run, install: Install) -> None:
    more = '[settings.days]\ntype = "integer"\nlabel = { en = "Days", zh-Hans = "天数" }\n'
    install("needy", init=SOUND, more=more)
    code, out, _ = medsales("plugins", "check", "needy")
    assert code == 0
    assert "its hooks were not called, since only a playbook gives days" in out


@pytest.mark.parametrize(("with_manifest", "code"), [(True, 0), (False, 1)])
def test_a_wheel_is_looked_into_before_it_is_installed(
    medsales: Run, tmp_path: Path, *, with_manifest: bool, code: int
) -> None:
    path = tmp_path / "acme-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("acme/__init__.py", "raise AssertionError")
        wheel.writestr("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        wheel.writestr("acme-1.0.dist-info/entry_points.txt", "[medsales.plugins]\nacme = acme\n")
        if with_manifest:
            manifest = (
                'schema = 1\nname = "acme"\ntitle = { en = "Acme", zh-Hans = "示例" }\nlayers = ["l.toml"]\n'
            )
            wheel.writestr("acme/medsales.toml", manifest)
            wheel.writestr("acme/l.toml", LAYER)
    left, out, _ = medsales("plugins", "check", str(path))
    assert left == code
    assert out.startswith("acme (acme 1.0): ")
    assert ("package 'acme' holds no medsales.toml" in out) is not with_manifest


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_a_file_that_is_no_wheel_is_told(medsales: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.whl"
    path.write_bytes(content)
    code, _, err = medsales("plugins", "check", str(path))
    assert code == 2
    assert "x.whl cannot be read as a wheel" in err


# ---- commands of plugins


def test_a_plugin_brings_a_command(medsales: Run, install: Install) -> None:
    install("bidder", init=SOUND, hooks=COMMAND, provides='{ command = ["notices"] }')
    assert medsales("notices", "--since", "May") == (1, "notices --since May\n", "")


def test_the_help_names_the_commands_of_plugins_and_imports_none(medsales: Run, install: Install) -> None:
    assert "Commands of plugins" not in medsales("--help")[1]
    install("bidder", init="raise AssertionError", hooks=COMMAND, provides='{ command = ["notices"] }')
    for words in (["--help"], []):
        code, out, _ = medsales(*words)
        assert code == 0
        assert out.endswith("Commands of plugins: notices (bidder)\n")


def test_what_a_command_refuses_and_how_it_fails_is_told(medsales: Run, install: Install) -> None:
    install("bidder", init=SOUND, hooks=COMMAND, provides='{ command = ["notices"] }')
    assert medsales("notices", "refuse")[::2] == (2, "error: not that one [value-refused]\n")
    code, _, err = medsales("notices", "crash")
    assert code == 2
    assert "command 'notices' of plugin 'bidder' failed: ZeroDivisionError" in err


def test_a_command_whose_plugin_is_broken_names_it(medsales: Run, install: Install) -> None:
    install("bidder", init="import nothing_such", hooks=COMMAND, provides='{ command = ["notices"] }')
    code, _, err = medsales("notices")
    assert code == 2
    assert "plugin 'bidder' (fake-bidder 1.0): importing fake_bidder.hooks raised ModuleNotFoundError" in err


def test_a_command_of_the_library_is_never_replaced(medsales: Run, install: Install) -> None:
    hooks = COMMAND.replace('name="notices"', 'name="plugins"')
    install("bidder", init="raise AssertionError", hooks=hooks, provides='{ command = ["plugins"] }')
    assert medsales("plugins", "order")[0] == 0


def test_deals_are_imported_by_the_importer_of_their_ending(medsales: Run, tmp_path: Path) -> None:
    deals = tmp_path / "deals.jsonl"
    deals.write_text('{"deal": {"id": "D-1"}, "stages": [{"stage": "needs-discovery"}]}\n')
    store = str(tmp_path / "deals.db")
    code, out, _ = medsales("import", str(deals), "--store", store)
    assert (code, "1 rows read, 1 deals taken" in out) == (0, True)
    assert medsales("import", str(deals), "--store", store, "--importer", "jsonl")[0] == 0
    code, _, err = medsales("import", str(deals), "--store", store, "--importer", "jsnl")
    assert "did you mean 'jsonl'?" in err
    code, _, err = medsales("import", str(tmp_path / "deals.xlsx"), "--store", store)
    assert code == 2
    assert "no importer reads deals.xlsx" in err
