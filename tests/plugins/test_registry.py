"""A registry loads what is asked for, when it is asked for, and one plugin's failure stays its own."""

import sys
from collections.abc import Callable

import pytest

from medsales_core.errors import PluginError, UnknownName
from medsales_core.plugins import Registry
from medsales_core.plugins.environment import allowed_by

Install = Callable[..., None]

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
    assert "off.score" not in registry.scores
    assert "ladder" in registry.scores, "what comes with the library stays"
    assert "fake_off" not in sys.modules


def test_two_registries_know_nothing_of_each_other(install: Install) -> None:
    install("one", init=SOUND)
    without, with_ = Registry.discover([]), Registry.discover(["one"])
    assert "one.score" in with_.scores
    assert "one.score" not in without.scores


STORES = """
from medsales_core.plugins import hookimpl
from medsales_core.ports.store import StoreProvider
from medsales_core.text import text

@hookimpl
def medsales_stores():
    return [StoreProvider(scheme="{scheme}", title=text("Cloud", "云"), open=print)]
"""


def test_of_two_that_provide_the_same_none_is_used_and_both_are_named(install: Install) -> None:
    for name in ("first", "second"):
        install(name, init=SOUND, hooks=STORES.format(scheme="cloud"), provides='{ store = ["cloud"] }')
    registry = Registry.discover()
    assert "cloud" not in registry.stores
    assert "sqlite" in registry.stores
    told = "store 'cloud' is provided by fake-first 1.0 and fake-second 1.0"
    assert [(p.code, p.plugin, p.cause) for p in registry.problems] == [
        ("id-clash", "first", told),
        ("id-clash", "second", told),
    ]


def test_what_the_library_provides_no_plugin_takes_over(install: Install) -> None:
    install("usurper", init=SOUND, hooks=STORES.format(scheme="memory"), provides='{ store = ["memory"] }')
    registry = Registry.discover()
    assert registry.stores["memory"].open is not print
    assert [(p.code, p.plugin) for p in registry.problems] == [("id-clash", "usurper")]


def test_what_the_environment_says_wins(install: Install) -> None:
    install("one", init=SOUND)
    install("two", init=SOUND)
    fakes = {"one.score", "two.score"}
    for environment, expected in (
        ({}, fakes),
        ({"MEDSALES_PLUGINS": "all"}, fakes),
        ({"MEDSALES_PLUGINS": "none"}, set()),
        ({"MEDSALES_PLUGINS": "one, html"}, {"one.score"}),
        ({"MEDSALES_PLUGINS_DISABLE": "one"}, {"two.score"}),
        ({"MEDSALES_PLUGINS": "one,two", "MEDSALES_PLUGINS_DISABLE": "one"}, {"two.score"}),
    ):
        assert fakes & set(allowed_by(environment).scores) == expected
    with pytest.raises(UnknownName, match="did you mean 'one'"):
        allowed_by({"MEDSALES_PLUGINS_DISABLE": "onne"})


def test_a_plugin_whose_settings_nobody_gives_is_left_out(install: Install) -> None:
    label = '{ en = "Weight", zh-Hans = "权重" }'
    more = f'[settings.weight]\ntype = "integer"\nlabel = {label}\n'
    install("heavy", init=SOUND, more=more)
    registry = Registry.discover()
    assert "heavy.score" not in registry.scores
    assert str(registry.problems[0]) == (
        "plugin 'heavy' (fake-heavy 1.0): it needs the settings weight, and no playbook at hand gives them "
        "([plugins.heavy] in the playbook) [needs-settings]"
    )
    assert "heavy.score" in registry.for_playbook({"heavy": {"weight": 2}}).scores


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
