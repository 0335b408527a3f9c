"""A registry loads what is asked for, when it is asked for, and one plugin's failure stays its own."""

import sys
from collections.abc import Callable

import pytest

from medsales_core.errors import PluginError, UnknownName
from medsales_core.plugins import Registry

Install = Callable[..., None]

SCORES = """
from medsales_core.plugins import hookimpl
from medsales_core.builtin.ladder import StageLadder

class Fake(StageLadder):
    id = "{id}"

@hookimpl
def medsales_scores():
    return [Fake()]
"""

SOUND = '"""A fake."""\n'


def test_a_plugin_is_imported_only_for_the_kind_it_provides(install: Install) -> None:
    install("fake", init=SOUND)
    registry = Registry.discover()
    assert "html" in registry.formats
    assert "fake_fake" not in sys.modules
    assert "fake.score" in registry.scores
    assert "fake_fake" in sys.modules


def test_a_disabled_plugin_is_never_imported(install: Install) -> None:
    install("off", init="raise AssertionError('imported')")
    registry = Registry.discover(["html"])
    assert "fake.score" not in registry.scores
    assert "ladder" in registry.scores, "what comes with the library stays"
    assert "fake_off" not in sys.modules


def test_two_registries_know_nothing_of_each_other(install: Install) -> None:
    install("one", init=SOUND)
    without, with_ = Registry.discover([]), Registry.discover(["one"])
    assert "fake.score" in with_.scores
    assert "fake.score" not in without.scores


@pytest.mark.parametrize(
    ("init", "told"),
    [
        ("import no_such_module_anywhere", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_plugin_that_fails_at_import_is_named_and_the_others_stay(
    install: Install, init: str, told: str
) -> None:
    install("bad", init=init, distribution="bad-dist", version="0.7")
    registry = Registry.discover()
    assert "ladder" in registry.scores
    (problem,) = [problem for problem in registry.problems if problem.plugin == "bad"]
    assert told in problem.cause
    assert "bad-dist 0.7" in str(problem)


def test_a_promise_that_the_hook_does_not_keep_is_told(install: Install) -> None:
    install("liar", init=SOUND, hooks=SCORES.format(id="something.else"))
    registry = Registry.discover()
    assert "something.else" not in registry.scores
    (problem,) = registry.problems
    assert "promises score ['fake.score']" in problem.cause
    assert "['something.else']" in problem.cause


def test_a_misspelt_hook_is_told(install: Install) -> None:
    hooks = SCORES.format(id="fake.score").replace("def medsales_scores", "def medsales_scoers")
    install("typo", init=SOUND, hooks=hooks)
    registry = Registry.discover()
    assert "fake.score" not in registry.scores
    assert "medsales_scoers" in registry.problems[0].cause


def test_an_id_provided_twice_names_both_distributions(install: Install) -> None:
    install("first", init=SOUND)
    install("second", init=SOUND)
    with pytest.raises(PluginError, match=r"fake-first 1\.0 and fake-second 1\.0"):
        _ = Registry.discover().scores


def test_enabling_what_is_not_installed_proposes_what_is() -> None:
    with pytest.raises(UnknownName, match="did you mean 'sqlite'"):
        Registry.discover(["sqlit"])


def test_a_place_no_store_answers_to_tells_which_do() -> None:
    with pytest.raises(PluginError, match=r"\.db"):
        Registry.discover().open_store("deals.xlsx")


def test_what_manifests_promise_is_what_our_own_plugins_provide() -> None:
    registry = Registry.discover()
    for kind in ("checks", "scores", "stores", "reports", "formats"):
        assert isinstance(getattr(registry, kind), dict)
    assert registry.problems == ()
