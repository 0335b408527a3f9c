"""The plugins of one playbook or desk: enabled, loaded when a kind is first asked for, each failure its own."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import attrs
import pluggy

from medsales_core import __version__
from medsales_core.errors import PluginError, UnknownName
from medsales_core.plugins import hookspecs
from medsales_core.plugins.discovery import BUILTIN, FoundPlugin, find_plugins
from medsales_core.ports.check import Check
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import Store, StoreProvider

__all__ = ["Problem", "Registry"]


@attrs.frozen
class Problem:
    """Why an enabled plugin is not there: its name, its distribution and the cause."""

    plugin: str
    distribution: str
    cause: str

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} ({self.distribution}): {self.cause}"


@attrs.define(eq=False)
class Registry:
    """What the enabled plugins provide. Two registries in one process know nothing of each other.

    Args:
        plugins: The plugins found.

        enabled: The names to use; None for all that are sound.
    """

    plugins: tuple[FoundPlugin, ...]
    enabled: frozenset[str] | None = None
    _loaded: dict[str, Any] = attrs.field(factory=dict, init=False)
    _problems: dict[str, Problem] = attrs.field(factory=dict, init=False)

    @classmethod
    def discover(cls, enabled: Iterable[str] | None = None) -> "Registry":
        """A registry of what is installed.

        Raises:
            UnknownName: A plugin that should be enabled is not installed.
        """
        plugins = find_plugins(__version__)
        names = {plugin.name for plugin in plugins}
        for name in enabled or ():
            if name not in names:
                raise UnknownName.among("plugin", name, names)
        return cls(plugins, None if enabled is None else frozenset(enabled) | {BUILTIN})

    def is_enabled(self, plugin: FoundPlugin) -> bool:
        return self.enabled is None or plugin.name in self.enabled

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with enabled plugins, as far as they were looked at."""
        found = [
            Problem(plugin.name, plugin.distribution, plugin.problem)
            for plugin in self.plugins
            if plugin.problem and self.is_enabled(plugin)
        ]
        return (*found, *self._problems.values())

    @property
    def checks(self) -> Mapping[str, Check]:
        return self._provided("check")

    @property
    def scores(self) -> Mapping[str, ScoringMethod]:
        return self._provided("score")

    @property
    def reports(self) -> Mapping[str, ReportBuilder]:
        return self._provided("report")

    @property
    def formats(self) -> Mapping[str, ReportFormat]:
        return self._provided("format")

    @property
    def stores(self) -> Mapping[str, StoreProvider]:
        return self._provided("store")

    def open_store(self, place: str, *, create: bool = True) -> Store:
        """Open the store at *place*: a URL such as ``sqlite:deals.db``, or a file whose suffix tells.

        With *create* it is made where there is none.

        Raises:
            PluginError: No enabled plugin provides such a store.

            StoreError: The store cannot be opened.
        """
        scheme, colon, rest = place.partition(":")
        providers = self.stores
        if colon and scheme in providers:
            return providers[scheme].open(rest, create=create)
        for provider in providers.values():
            if place.endswith(provider.suffixes):
                return provider.open(place, create=create)
        endings = [suffix for provider in providers.values() for suffix in provider.suffixes]
        raise PluginError(
            f"no enabled plugin provides a store for {place!r}",
            hint=f"schemes: {', '.join(providers)}; file endings: {', '.join(endings)}",
        )

    def _provided(self, kind: str) -> Mapping[str, Any]:
        """Everything of one *kind* by id; only plugins whose manifest says that they provide it are imported."""
        if kind in self._loaded:
            provided: Mapping[str, Any] = self._loaded[kind]
            return provided
        found: dict[str, Any] = {}
        homes: dict[str, FoundPlugin] = {}
        for plugin in self.plugins:
            if not self._offers(plugin, kind):
                continue
            for item in self._ask(plugin, kind):
                name = name_of(kind, item)
                if name in homes:
                    raise PluginError(
                        f"{kind} {name!r} is provided by {homes[name].distribution} and {plugin.distribution}",
                        hint="enable one of the two",
                    )
                found[name], homes[name] = item, plugin
        self._loaded[kind] = found
        return found

    def _offers(self, plugin: FoundPlugin, kind: str) -> bool:
        sound = self.is_enabled(plugin) and not plugin.problem and plugin.name not in self._problems
        return sound and plugin.manifest is not None and bool(plugin.manifest.provides[kind])

    def _ask(self, plugin: FoundPlugin, kind: str) -> list[Any]:
        """What *plugin*'s hook for *kind* returns; whatever goes wrong in it is its problem, not ours."""
        try:
            return _answers(plugin, kind)
        except (Exception, SystemExit) as problem:  # noqa: BLE001 - a plugin may fail in any way; it alone is left out
            cause = f"{type(problem).__name__}: {problem}"
            self._problems[plugin.name] = Problem(plugin.name, plugin.distribution, cause)
            return []


def _answers(plugin: FoundPlugin, kind: str) -> list[Any]:
    """Import the hooks of *plugin*, ask the one for *kind*, and hold the answer against the manifest."""
    assert plugin.manifest is not None
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(import_module(plugin.manifest.hooks), plugin.name)
    manager.check_pending()
    answers = getattr(manager.hook, hookspecs.HOOKS[kind])()
    items = [item for answer in answers for item in answer]
    names = {name_of(kind, item) for item in items}
    promised = set(plugin.manifest.provides[kind])
    if names != promised:
        raise PluginError(
            f"its manifest promises {kind} {sorted(promised)}, its hook returns {sorted(names)}"
        )
    return items


def name_of(kind: str, item: Any) -> str:
    """What a provided thing is asked for by: a store by its scheme, everything else by its id."""
    name: str = item.scheme if kind == "store" else item.id
    return name
