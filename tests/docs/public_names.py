"""Prints every public name with what can be passed to it or read of it: the snapshot that tests compare with.

Run: ``python tests/docs/public_names.py > tests/data/public_names.txt``.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import attrs

import medsales_core.ports
import medsales_core.testing
from medsales_core.cli.app import app
from medsales_core.plugins import Manifest, hookspecs
from medsales_core.plugins.kind import KINDS

PACKAGES = (medsales_core.ports, medsales_core.testing)
MODULES = (
    "medsales_core", "medsales_core.errors", "medsales_core.importing", "medsales_core.model", "medsales_core.money",
    "medsales_core.plugins", "medsales_core.text",
    *(f"{p.__name__}.{m.name}" for p in PACKAGES for m in pkgutil.iter_modules(p.__path__)),
)  # fmt: skip


def public_names() -> Iterator[str]:
    """One line for each name, parameter, field and method; of hooks, manifest keys and commands too."""
    for module in MODULES:
        loaded = importlib.import_module(module)
        for name in loaded.__all__:
            yield f"{module}.{name}"
            yield from (f"{module}.{name}.{part}" for part in _parts(getattr(loaded, name)))
    for kind in KINDS.values():
        arguments = inspect.signature(getattr(hookspecs, kind.hook)).parameters
        yield f"hook {kind.hook}({', '.join(arguments)}) of kind {kind.name}"
    yield from (f"manifest key {field.name.replace('_', '-')}" for field in attrs.fields(Manifest))
    yield from (f"command {name}" for name in app if not name.startswith("-"))


def _parts(value: Any) -> Iterator[str]:
    if inspect.isfunction(value):
        yield from inspect.signature(value).parameters
    elif inspect.isclass(value) and value.__module__.startswith("medsales_core"):
        fields = [field.name for field in attrs.fields(value)] if attrs.has(value) else []
        yield from (name for name in fields if not name.startswith("_"))
        own = {
            name
            for base in value.__mro__
            if base.__module__.startswith("medsales_core")
            for name in vars(base)
        }
        yield from sorted(name for name in own if not name.startswith("_") and name not in fields)


if __name__ == "__main__":
    print("\n".join(sorted(public_names())))
