"""The hooks of one plugin: imported, held against the specs, and asked. Only here does anything touch pluggy."""

from importlib import import_module
from pathlib import Path
from traceback import walk_tb
from types import ModuleType, SimpleNamespace
from typing import Any, Final, TypeVar

import attrs
import pluggy

from medsales_core.plugins import hookspecs
from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.kind import KINDS, Kind
from medsales_core.plugins.manifest import Manifest
from medsales_core.plugins.problem import Unusable
from medsales_core.text import near_or_known

__all__ = ["Hooks"]

_T = TypeVar("_T")
_PREFIX: Final = "medsales_"
_OURS: Final = Path(__file__).parents[1]


@attrs.frozen(eq=False)
class Hooks:
    """What the hooks module of a plugin implements.

    Args:
        manifest: What the plugin said beforehand.
    """

    manifest: Manifest
    _relay: Any

    @classmethod
    def load(cls, manifest: Manifest) -> "Hooks":
        """Import the hooks of a plugin.

        Raises:
            Unusable: They cannot be imported, or are not hooks of this library.
        """
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        try:
            # A bare object with nothing but the hooks: pluggy looks at every attribute of what it is given.
            manager.register(SimpleNamespace(**_hooks(_imported(manifest.hooks))), manifest.name)
        except pluggy.PluginValidationError as problem:
            raise Unusable("unknown-hook", " ".join(str(problem).split())) from problem
        return cls(manifest, manager.hook)

    def ask(self, kind: Kind[_T], context: PluginContext) -> tuple[_T, ...]:
        """What the hook of *kind* returns, which is what the manifest promised.

        Raises:
            Unusable: It failed, or returned something else.
        """
        try:
            answers = getattr(self._relay, kind.hook)(context=context)
            items = tuple(item for answer in answers for item in answer)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            raise Unusable("hook-failed", f"{kind.hook}() raised {_named(problem)}") from problem
        for item in items:
            if not isinstance(item, kind.of):
                raise Unusable(
                    "wrong-answer",
                    f"{kind.hook}() returned {item!r}, which is no {kind.of.__name__}",
                    hint=f"return a list of {kind.of.__module__}.{kind.of.__name__}",
                )
        self._compare(kind, items)
        return items

    def _compare(self, kind: Kind[_T], items: tuple[_T, ...]) -> None:
        names = [kind.id_of(item) for item in items]
        promised = self.manifest.provides[kind.name]
        if sorted(names) != sorted(promised):
            raise Unusable(
                "broken-promise",
                f"its manifest promises {kind.name} {sorted(promised)}, {kind.hook}() returned {sorted(names)}",
                hint=f"let 'provides' in medsales.toml name what {kind.hook}() returns",
            )


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        # Whatever it is, SystemExit too: the plugin is left out, and whoever asked lives on.
        raise Unusable("import-failed", f"importing {name} raised {_named(problem)}") from problem


def _named(problem: BaseException) -> str:
    """The exception with its text, and where in the plugin it was raised: the traceback itself is not told."""
    told = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    place = ""
    for frame, line in walk_tb(problem.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.suffix == ".py" and _OURS not in file.parents:
            place = f" at {file.parent.name}/{file.name}:{line}"
    return told + place


def _hooks(module: ModuleType) -> dict[str, Any]:
    """The functions of *module* that are named like hooks; each must be one."""
    found = {name: value for name, value in vars(module).items() if name.startswith(_PREFIX)}
    known = [kind.hook for kind in KINDS.values()]
    for name, value in found.items():
        if name not in known:
            told = f"{module.__name__}.{name} is no hook of this library"
            raise Unusable("unknown-hook", told, hint=near_or_known(name, known))
        if not hasattr(value, f"{hookspecs.PROJECT}_impl"):
            told = f"{module.__name__}.{name} is not marked as a hook"
            raise Unusable("unknown-hook", told, hint="write @hookimpl above it")
    return found
