"""The gallery of broken plugins: each is named with its distribution and cause, and the others stay."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medsales_core.plugins import Problem, Registry, find_plugins

Install = Callable[..., Path]

SOUND = '"""A fake."""'
HOOKS = "from medsales_core.plugins import hookimpl\n"

#: Before import: what is installed, its problem, and what is told.
UNREAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no manifest": (
        {"manifest": ""},
        "no-manifest",
        (
            "package 'fake_bad' holds no medsales.toml (put medsales.toml into the package, and see that the wheel "
            'carries it; for setuptools: [tool.setuptools.package-data] fake_bad = ["*.toml"])'
        ),
    ),
    "a manifest from the future": (
        {"manifest": 'schema = 99\nname = "bad"\n[sorcery]\n'},
        "newer-manifest",
        "its manifest has schema 99, this library reads 1 (upgrade medsales-core)",
    ),
    "for another core": (
        {"requires": ">=9", "more": "sorcery = true\n"},
        "other-core",
        "it needs medsales-core >=9, this is 0.1.0 (install a version of the plugin for this library)",
    ),
    "not TOML": (
        {"manifest": "schema = = 1"},
        "bad-manifest",
        "{home}/medsales.toml:1:10: not TOML: Invalid value",
    ),
    "an unknown key": (
        {"more": "titel = 1\n"},
        "bad-manifest",
        "{home}/medsales.toml:8:1: error: the file has no key 'titel' (did you mean 'title'?) [unknown-key]",
    ),
    "no list of versions": (
        {"requires": "about 1"},
        "bad-manifest",
        "{home}/medsales.toml:5:1: error: 'about 1' is no list of versions (>=0.1,<0.3) [bad-version]",
    ),
    "a kind that there is not": (
        {"provides": '{ scores = ["bad.score"] }'},
        "bad-manifest",
        "{home}/medsales.toml:7:14: error: [provides] has no key 'scores' (did you mean 'score'?) [unknown-key]",
    ),
    "the name of another": (
        {"provides": '{ score = ["tender.odds"] }'},
        "bad-manifest",
        (
            "{home}/medsales.toml:7:1: error: score 'tender.odds' does not begin with the plugin's name (bad.odds) "
            "[foreign-id]"
        ),
    ),
    "a promise without hooks": (
        {"hooks": "", "more": 'provides = { score = ["bad.score"] }\n'},
        "bad-manifest",
        (
            "{home}/medsales.toml:6:1: error: nothing provides it: there is no 'hooks' "
            "(hooks = the module of its hooks) [missing-hooks]"
        ),
    ),
    "a promise made twice": (
        {"provides": '{ score = ["bad.score", "bad.score"] }'},
        "bad-manifest",
        "{home}/medsales.toml:7:1: error: score 'bad.score' is named twice [promised-twice]",
    ),
    "a layer outside": (
        {"more": 'layers = ["../../secrets.toml"]\n'},
        "bad-manifest",
        (
            "{home}/medsales.toml:8:1: error: '../../secrets.toml' is no TOML file of the package "
            "(a path below medsales.toml, with slashes) [bad-layer]"
        ),
    ),
    "a layer left out of the wheel": (
        {"more": 'layers = ["tender.toml"]\n'},
        "missing-layer",
        (
            "its manifest names layer 'tender.toml', and there is no such file beside it "
            "(see that the wheel carries it)"
        ),
    ),
    "a setting called like a word of ours": (
        {"more": '[settings.layers]\ntype = "flag"\ndefault = true\nlabel = { en = "x", zh-Hans = "x" }\n'},
        "bad-manifest",
        (
            "{home}/medsales.toml:8:11: error: 'layers' is what a playbook says of any plugin (another name) "
            "[reserved-name]"
        ),
    ),
    "a default of another type": (
        {"more": '[settings.days]\ntype = "integer"\ndefault = "3"\nlabel = { en = "x", zh-Hans = "x" }\n'},
        "bad-manifest",
        "{home}/medsales.toml:10:1: error: 'default' takes a whole number, not '3' [wrong-type]",
    ),
    "another name": (
        {"manifest": 'schema = 1\nname = "good"\ntitle = { en = "x", zh-Hans = "x" }\n'},
        "name-differs",
        "its manifest calls it 'good', its entry point 'bad' (give both the same name)",
    ),
    "an entry point to an object": (
        {"entry": "fake_bad:plugin"},
        "bad-entry-point",
        "its entry point is 'fake_bad:plugin' (it names the package that holds medsales.toml, and nothing in it)",
    ),
    "an entry point to nothing": (
        {"entry": "gone"},
        "bad-entry-point",
        "there is no package 'gone' (reinstall the distribution)",
    ),
    "a circle with itself": (
        {"more": 'after = ["bad"]\n'},
        "order-circle",
        "it stands in a circle: bad before bad (take one 'before' or 'after' out of a manifest)",
    ),
}
#: At import: its package, its hooks, its problem, and what is told.
UNLOADED: dict[str, tuple[str, str, str, str]] = {
    "a module that is missing": (
        "import no_such_module_anywhere",
        "",
        "import-failed",
        (
            "importing fake_bad.hooks raised ModuleNotFoundError: No module named 'no_such_module_anywhere' "
            "at fake_bad/__init__.py:1"
        ),
    ),
    "it leaves": (
        "raise SystemExit(3)",
        "",
        "import-failed",
        "importing fake_bad.hooks raised SystemExit: 3 at fake_bad/__init__.py:1",
    ),
    "it raises what nobody catches": (
        "class Odd(BaseException): ...\nraise Odd",
        "",
        "import-failed",
        "importing fake_bad.hooks raised Odd at fake_bad/__init__.py:2",
    ),
    "a misspelt hook": (
        SOUND,
        HOOKS + "@hookimpl\ndef medsales_scoers():\n    return []\n",
        "unknown-hook",
        "fake_bad.hooks.medsales_scoers is no hook of this library (did you mean 'medsales_scores'?)",
    ),
    "a hook without its mark": (
        SOUND,
        "def medsales_scores():\n    return []\n",
        "unknown-hook",
        "fake_bad.hooks.medsales_scores is not marked as a hook (write @hookimpl above it)",
    ),
    "a hook that asks for more": (
        SOUND,
        HOOKS + "@hookimpl\ndef medsales_scores(context, deal):\n    return []\n",
        "unknown-hook",
        (
            "Plugin 'bad' for hook 'medsales_scores' hookimpl definition: medsales_scores(context, deal) Argument(s) "
            "{{'deal'}} are declared in the hookimpl but can not be found in the hookspec"
        ),
    ),
    "a hook that fails": (
        SOUND,
        HOOKS + "@hookimpl\ndef medsales_scores():\n    return [1 / 0]\n",
        "hook-failed",
        "medsales_scores() raised ZeroDivisionError: division by zero at fake_bad/hooks.py:4",
    ),
    "a hook that leaves": (
        SOUND,
        HOOKS + "import sys\n@hookimpl\ndef medsales_scores():\n    yield sys.exit('bye')\n",
        "hook-failed",
        "medsales_scores() raised SystemExit: bye at fake_bad/hooks.py:5",
    ),
    "no list": (
        SOUND,
        HOOKS + "@hookimpl\ndef medsales_scores():\n    return 3\n",
        "hook-failed",
        "medsales_scores() raised TypeError: 'int' object is not iterable",
    ),
    "a thing of another kind": (
        SOUND,
        HOOKS + "@hookimpl\ndef medsales_scores():\n    return ['bad.score']\n",
        "wrong-answer",
        (
            "medsales_scores() returned 'bad.score', which is no ScoringMethod "
            "(return a list of medsales_core.ports.score.ScoringMethod)"
        ),
    ),
    "another thing than it promised": (
        SOUND,
        HOOKS
        + "from medsales_core.builtin.ladder import StageLadder\n@hookimpl\ndef medsales_scores():\n"
        + "    return [StageLadder()]\n",
        "broken-promise",
        (
            "its manifest promises score ['bad.score'], medsales_scores() returned ['ladder'] "
            "(let 'provides' in medsales.toml name what medsales_scores() returns)"
        ),
    ),
    "nothing": (
        SOUND,
        HOOKS,
        "broken-promise",
        (
            "its manifest promises score ['bad.score'], medsales_scores() returned [] "
            "(let 'provides' in medsales.toml name what medsales_scores() returns)"
        ),
    ),
}


def told(problem: Problem | None, home: Path) -> str:
    assert problem is not None
    assert str(problem).startswith("plugin 'bad' (bad-dist 0.7): ")
    return str(problem).removeprefix("plugin 'bad' (bad-dist 0.7): ").replace(home.as_posix(), "{home}")


@pytest.mark.parametrize("defect", UNREAD)
def test_a_defect_before_import_is_told_and_imports_nothing(install: Install, defect: str) -> None:
    options, code, expected = UNREAD[defect]
    home = install("bad", distribution="bad-dist", version="0.7", **options)
    install("sound")
    found = {plugin.name: plugin for plugin in find_plugins("0.1.0")}
    assert told(found["bad"].problem, home) == f"{expected} [{code}]"
    assert found["sound"].problem is None
    assert "fake_bad" not in sys.modules


@pytest.mark.parametrize("defect", UNLOADED)
def test_a_defect_at_import_is_told_and_the_others_stay(install: Install, defect: str) -> None:
    init, hooks, code, expected = UNLOADED[defect]
    home = install("bad", distribution="bad-dist", version="0.7", init=init, hooks=hooks or None)
    install("sound", init=SOUND)
    registry = Registry.discover()
    assert {"ladder", "sound.score"} <= set(registry.scores)
    assert "bad.score" not in registry.scores
    (problem,) = registry.problems
    assert told(problem, home) == f"{expected.format()} [{code}]"


def test_nothing_stops_whoever_interrupts_from_the_keyboard(install: Install) -> None:
    install("slow", init="raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        _ = Registry.discover().scores


def test_two_distributions_of_one_name_are_both_named_and_neither_is_used(install: Install) -> None:
    install("twin", package="twin_a", distribution="twin-a", init=SOUND)
    install("twin", package="twin_b", distribution="twin-b", init=SOUND)
    problems = [plugin.problem for plugin in find_plugins("0.1.0") if plugin.name == "twin"]
    assert [str(problem) for problem in problems] == [
        f"plugin 'twin' ({who}): 'twin' is provided by twin-a 1.0 and twin-b 1.0 (uninstall one of them) [name-clash]"
        for who in ("twin-a 1.0", "twin-b 1.0")
    ]
    assert "twin.score" not in Registry.discover().scores


def test_the_name_of_the_library_is_taken(install: Install) -> None:
    install("builtin", package="usurper")
    ours, theirs = [plugin for plugin in find_plugins("0.1.0") if plugin.name == "builtin"]
    assert ours.problem is None
    assert theirs.problem is not None
    assert theirs.problem.code == "name-taken"


def test_every_plugin_of_a_circle_is_named_and_those_behind_it_stay(install: Install) -> None:
    install("a", more='after = ["c"]\n')
    install("b", more='after = ["a"]\n')
    install("c", more='after = ["b"]\n')
    install("d", more='after = ["c"]\n')
    found = {plugin.name: plugin for plugin in find_plugins("0.1.0")}
    for name in "abc":
        problem = found[name].problem
        assert problem is not None
        assert problem.cause == "it stands in a circle: a before b before c before a"
    assert found["d"].problem is None


def test_a_finder_that_another_distribution_broke_is_told(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "fake_bad":
                raise RuntimeError("no")

    install("bad", distribution="bad-dist", version="0.7")
    monkeypatch.setattr(sys, "meta_path", [Broken, *sys.meta_path])
    found = {plugin.name: plugin for plugin in find_plugins("0.1.0")}
    assert found["bad"].problem is not None
    assert found["bad"].problem.cause == "looking for package 'fake_bad' failed: RuntimeError('no')"


def test_a_module_is_no_package(install: Install, site: Path) -> None:
    (site / "flat.py").write_text("raise AssertionError")
    install("bad", entry="flat")
    found = {plugin.name: plugin for plugin in find_plugins("0.1.0")}
    assert found["bad"].problem is not None
    assert found["bad"].problem.code == "no-manifest"
