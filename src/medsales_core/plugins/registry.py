"""The plugins of one playbook or desk: enabled, loaded when a kind is first asked for, each failure its own."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

import attrs

from medsales_core import __version__
from medsales_core.errors import PluginError, UnknownName
from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.discovery import FoundPlugin, find_plugins
from medsales_core.plugins.guarding import GuardedScore
from medsales_core.plugins.hooks import Hooks
from medsales_core.plugins.kind import (
    CALENDAR,
    CHECK,
    COMMAND,
    FORMAT,
    IMPORTER,
    OBSERVER,
    REPORT,
    SCORE,
    STORE,
    Kind,
)
from medsales_core.plugins.manifest import BUILTIN, Manifest
from medsales_core.plugins.problem import Problem, Unusable
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.check import Check
from medsales_core.ports.command import CliCommand
from medsales_core.ports.importer import Importer
from medsales_core.ports.observer import Observer
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import Store, StoreProvider

__all__ = ["Registry", "Settings"]

_T = TypeVar("_T")
#: The values of a plugin's settings by key.
Settings = Mapping[str, Any]


@attrs.define(eq=False)
class Registry:
    """What the enabled plugins provide. Two registries in one process know nothing of each other.

    Args:
        plugins: The plugins found, in their order.

        enabled: The names that may be used; None for all that are sound.

        chosen: The settings of those that a playbook enables, by name; None where no playbook is at hand. What
            decides or takes note without being asked for by name comes from those alone.
    """

    plugins: tuple[FoundPlugin, ...]
    enabled: frozenset[str] | None = None
    chosen: Mapping[str, Settings] | None = None
    _hooks: dict[str, Hooks] = attrs.field(factory=dict, init=False)
    _provided: dict[str, dict[str, Any]] = attrs.field(factory=dict, init=False)
    _problems: dict[str, Problem] = attrs.field(factory=dict, init=False)
    _clashes: list[Problem] = attrs.field(factory=list, init=False)

    @classmethod
    def discover(cls, enabled: Iterable[str] | None = None, *, disabled: Iterable[str] = ()) -> "Registry":
        """A registry of what is installed.

        Args:
            enabled: The plugins that may be used; all by default.

            disabled: Those of them that may not.

        Raises:
            UnknownName: A plugin of one of the lists is not installed.
        """
        plugins = find_plugins(__version__)
        names = {plugin.name for plugin in plugins}
        wanted, unwanted = names if enabled is None else {*enabled}, {*disabled}
        for name in sorted(wanted | unwanted):
            if name not in names:
                raise UnknownName.among("plugin", name, names)
        return cls(plugins, frozenset(wanted - unwanted | {BUILTIN}))

    def for_playbook(self, chosen: Mapping[str, Settings]) -> "Registry":
        """The same plugins as a playbook has them that enables some and gives them their settings.

        Raises:
            PluginError: One of them cannot be used here.
        """
        for name in chosen:
            self.usable(name)
        return Registry(self.plugins, self.enabled, MappingProxyType(dict(chosen)))

    # ---- what there is

    def usable(self, name: str) -> FoundPlugin:
        """The plugin called *name*.

        Raises:
            UnknownName: It is not installed.

            PluginError: It cannot be used, or may not.
        """
        plugin = next((plugin for plugin in self.plugins if plugin.name == name), None)
        if plugin is None:
            raise UnknownName.among("plugin", name, (plugin.name for plugin in self.plugins))
        if plugin.problem is not None:
            raise PluginError(str(plugin.problem))
        if not self.is_enabled(plugin):
            raise PluginError(
                f"plugin {name!r} ({plugin.distribution}) is disabled",
                hint="MEDSALES_PLUGINS and MEDSALES_PLUGINS_DISABLE say which plugins may be used",
            )
        return plugin

    def is_enabled(self, plugin: FoundPlugin) -> bool:
        return self.enabled is None or plugin.name in self.enabled

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """What the plugins that may be used say of themselves, those of the library left out."""
        sound = (p for p in self.plugins if p.problem is None and self.is_enabled(p) and p.name != BUILTIN)
        return tuple(plugin.manifest for plugin in sound if plugin.manifest is not None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with enabled plugins, as far as they were looked at."""
        found = [p.problem for p in self.plugins if p.problem is not None and self.is_enabled(p)]
        return (*found, *self._problems.values(), *self._clashes)

    # ---- what they provide

    @property
    def checks(self) -> Mapping[str, Check]:
        """Checks by id; a playbook's are those of the plugins that it enables."""
        return self._of(CHECK)

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        """Calendars by id; a playbook's are those of the plugins that it enables, and the library's."""
        return self._of(CALENDAR)

    @property
    def observers(self) -> Mapping[str, Observer]:
        """Observers by id, in the order in which they are told."""
        return self._of(OBSERVER)

    @property
    def scores(self) -> Mapping[str, ScoringMethod]:
        """Scoring methods by id; one of a plugin that fails says so instead of a value."""
        return self._of(SCORE)

    @property
    def reports(self) -> Mapping[str, ReportBuilder]:
        return self._of(REPORT)

    @property
    def formats(self) -> Mapping[str, ReportFormat]:
        return self._of(FORMAT)

    @property
    def importers(self) -> Mapping[str, Importer]:
        return self._of(IMPORTER)

    @property
    def stores(self) -> Mapping[str, StoreProvider]:
        return self._of(STORE)

    @property
    def commands(self) -> Mapping[str, CliCommand]:
        """Commands by the word after ``medsales``."""
        return self._of(COMMAND)

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

    def _of(self, kind: Kind[_T]) -> Mapping[str, _T]:
        """Everything of one *kind* by id; only plugins whose manifest says that they provide it are imported."""
        if kind.name not in self._provided:
            self._provided[kind.name] = self._collect(kind)
        return self._provided[kind.name]

    def _collect(self, kind: Kind[_T]) -> dict[str, _T]:
        found: dict[str, list[tuple[FoundPlugin, _T]]] = {}
        for plugin in self.plugins:
            for item in self._ask(plugin, kind) if self._offers(plugin, kind) else ():
                found.setdefault(kind.id_of(item), []).append((plugin, item))
        for name, given in found.items():
            if len(given) > 1:
                self._tell_clash(kind, name, [plugin for plugin, _ in given])
        return {
            name: given[0][1]
            for name, given in found.items()
            if len(given) == 1 or given[0][0].name == BUILTIN
        }

    def _tell_clash(self, kind: Kind[Any], name: str, plugins: list[FoundPlugin]) -> None:
        """Of several that provide the same, none is used but the library's own: taking one would be a guess."""
        cause = f"{kind.name} {name!r} is provided by {' and '.join(p.distribution for p in plugins)}"
        hint = "disable one of them: MEDSALES_PLUGINS_DISABLE"
        for plugin in plugins:
            if plugin.name != BUILTIN:
                clash = Unusable("id-clash", cause, hint=hint).of(plugin.name, plugin.distribution)
                self._clashes.append(clash)

    def _offers(self, plugin: FoundPlugin, kind: Kind[Any]) -> bool:
        if plugin.problem or plugin.manifest is None or plugin.name in self._problems:
            return False
        is_left_out = (
            kind.is_chosen and self.chosen is not None and plugin.name not in {BUILTIN, *self.chosen}
        )
        return self.is_enabled(plugin) and not is_left_out and bool(plugin.manifest.provides[kind.name])

    def _ask(self, plugin: FoundPlugin, kind: Kind[_T]) -> tuple[_T, ...]:
        """What *plugin*'s hook for *kind* returns; whatever goes wrong in it is its problem, not ours."""
        assert plugin.manifest is not None
        try:
            if plugin.name not in self._hooks:
                self._hooks[plugin.name] = Hooks.load(plugin.manifest)
            context = PluginContext(name=plugin.name, settings=self._settings(plugin))
            items = self._hooks[plugin.name].ask(kind, context)
        except Unusable as problem:
            self._problems[plugin.name] = problem.of(plugin.name, plugin.distribution)
            return ()
        return items if plugin.name == BUILTIN else tuple(_guarded(item, plugin) for item in items)

    def _settings(self, plugin: FoundPlugin) -> Settings:
        """What a playbook says, else the defaults."""
        assert plugin.manifest is not None
        if self.chosen is not None and plugin.name in self.chosen:
            return self.chosen[plugin.name]
        lacking = [name for name, setting in plugin.manifest.settings.items() if setting.default is None]
        if lacking:
            raise Unusable(
                "needs-settings",
                f"it needs the settings {', '.join(lacking)}, and no playbook at hand gives them",
                hint=f"[plugins.{plugin.name}] in the playbook",
            )
        return MappingProxyType({name: s.default for name, s in plugin.manifest.settings.items()})


def _guarded(item: _T, plugin: FoundPlugin) -> _T:
    """*item* itself; a score with a guard around it, since many are asked for at once."""
    if isinstance(item, ScoringMethod):
        return cast(_T, GuardedScore(item, f"plugin {plugin.name!r} ({plugin.distribution})"))
    return item
