"""Each hook is shown by a whole example, and each example is a plugin that works."""

import inspect
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medsales_core.plugins import PluginContext, Registry, hookspecs
from medsales_core.plugins.hooks import Hooks
from medsales_core.plugins.kind import KINDS, Kind

Install = Callable[..., Path]
SETTINGS = {"closed": ("2026-10-01",), "file": "wins.txt"}
SOUND = '"""A fake."""'


def example_of(hook: str) -> str:
    """The code of the example in the docstring of a hook."""
    written = inspect.getdoc(getattr(hookspecs, hook)) or ""
    return textwrap.dedent(written.partition("Example::")[2])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_example_of_a_hook_is_whole(kind: Kind[Any], install: Install) -> None:
    code = example_of(kind.hook)
    names: dict[str, Any] = {}
    exec(code, names)
    (item,) = (
        names[kind.hook](PluginContext(name="x", settings=SETTINGS))
        if "(context)" in code
        else names[kind.hook]()
    )
    plugin, name = kind.id_of(item).partition(".")[0], kind.id_of(item)
    provided = f'{{ {kind.name} = ["{name}"] }}'
    install(plugin, package="told", init=SOUND, hooks=code, provides=provided)
    (found,) = [
        p for p in Registry.discover().plugins if p.name == plugin and p.home and p.home.name == "told"
    ]
    assert found.manifest is not None
    context = PluginContext(name=plugin, settings=SETTINGS)
    (given,) = Hooks.load(found.manifest).ask(kind, context)
    assert isinstance(given, kind.of)


def test_a_hook_is_called_with_the_context_alone() -> None:
    for kind in KINDS.values():
        spec = inspect.signature(getattr(hookspecs, kind.hook))
        assert list(spec.parameters) == ["context"]
        assert kind.of.__name__ in str(spec.return_annotation)


def test_a_registry_has_a_typed_property_for_each_hook() -> None:
    properties = {
        inspect.signature(value.fget).return_annotation
        for value in vars(Registry).values()
        if isinstance(value, property) and value.fget is not None
    }
    for kind in KINDS.values():
        assert any(f"{kind.of.__name__}]" in str(annotation) for annotation in properties)


def test_nothing_of_a_module_is_touched_but_its_hooks(install: Install) -> None:
    hooks = """
from medsales_core.plugins import hookimpl
from medsales_core.builtin.ladder import StageLadder

class Trap:
    def __getattr__(self, name):
        raise AssertionError(f"{name} was looked at")

trap = Trap()

class Fake(StageLadder):
    id = "wary.score"

@hookimpl
def medsales_scores():
    return [Fake()]
"""
    install("wary", init=SOUND, hooks=hooks)
    registry = Registry.discover()
    assert "wary.score" in registry.scores
    assert registry.problems == ()


def test_a_hook_is_called_once_for_a_registry_whatever_is_asked(install: Install) -> None:
    hooks = """
from medsales_core.plugins import hookimpl
from medsales_core.builtin.ladder import StageLadder

calls = []

class Fake(StageLadder):
    id = "count.score"

@hookimpl
def medsales_scores(context):
    calls.append(context.name)
    return [Fake()]
"""
    install("count", init=SOUND, hooks=hooks)
    registry = Registry.discover()
    for _ in range(3):
        assert "count.score" in registry.scores
    assert sys.modules["fake_count.hooks"].calls == ["count"]
