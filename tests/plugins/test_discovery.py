"""Plugins are found without being imported, and each problem is told with its distribution."""

import sys
from collections.abc import Callable

import pytest

from medsales_core.plugins import FoundPlugin, find_plugins
from medsales_core.plugins.manifest import fits

Install = Callable[..., None]


def found(name: str) -> FoundPlugin:
    return next(plugin for plugin in find_plugins("0.1.0") if plugin.name == name)


def test_listing_imports_no_plugin(install: Install) -> None:
    install("quiet")
    plugin = found("quiet")
    assert plugin.problem == ""
    assert plugin.manifest is not None
    assert plugin.manifest.provides["score"] == ("fake.score",)
    assert "fake_quiet" not in sys.modules


def test_the_builtin_plugin_comes_first_and_the_rest_by_name(install: Install) -> None:
    install("zeta")
    install("alpha")
    names = [plugin.name for plugin in find_plugins("0.1.0")]
    assert names[0] == "builtin"
    assert names[1:] == sorted(names[1:])


def test_a_plugin_without_a_manifest_is_named_with_its_distribution(install: Install) -> None:
    install("bare", manifest="", distribution="bare-dist", version="3.2")
    plugin = found("bare")
    assert plugin.distribution == "bare-dist 3.2"
    assert "medsales.toml" in plugin.problem
    assert "wheel" in plugin.problem


def test_a_manifest_from_the_future_is_refused_before_import(install: Install) -> None:
    install("future", manifest='schema = 99\nname = "future"\n')
    assert "schema 99" in found("future").problem
    assert "fake_future" not in sys.modules


def test_a_broken_manifest_names_every_defect_with_its_line(install: Install) -> None:
    install("wrong", manifest='schema = 1\nname = "wrong"\ntitel = { en = "x" }\nrequires-core = "about 1"\n')
    problem = found("wrong").problem
    assert "did you mean 'title'" in problem
    assert "medsales.toml:3:1" in problem
    assert "bad-version" in problem


def test_a_manifest_that_is_not_toml_is_a_problem_of_its_plugin_alone(install: Install) -> None:
    install("torn", manifest="schema = = 1")
    install("sound")
    assert "not TOML" in found("torn").problem
    assert found("sound").problem == ""


def test_a_name_that_differs_from_the_entry_point_is_told(install: Install) -> None:
    install("outer", manifest='schema = 1\nname = "inner"\ntitle = { en = "x", zh-Hans = "x" }\n')
    assert "'inner'" in found("outer").problem


def test_a_plugin_for_another_core_is_refused_before_import(install: Install) -> None:
    install("newer", requires=">=9")
    assert found("newer").problem == "it needs medsales-core >=9, this is 0.1.0"


def test_two_distributions_of_one_name_are_both_named(install: Install) -> None:
    install("twin", package="twin_a", distribution="twin-a")
    install("twin", package="twin_b", distribution="twin-b")
    problems = [plugin.problem for plugin in find_plugins("0.1.0") if plugin.name == "twin"]
    assert len(problems) == 2
    assert all("twin-a 1.0" in problem and "twin-b 1.0" in problem for problem in problems)


@pytest.mark.parametrize(
    ("version", "requirement", "expected"),
    [
        ("0.1.0", ">=0.1,<0.2", True),
        ("0.1", ">=0.1.0", True),
        ("0.2.0", ">=0.1,<0.2", False),
        ("0.10.0", ">=0.9", True),
        ("1.0", "!=1.0.0", False),
        ("1.2.3", "==1.2.3", True),
        ("2.0", "<=1.9", False),
        ("2.0", ">1.9", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, requirement: str, *, expected: bool) -> None:
    assert fits(version, requirement) is expected
