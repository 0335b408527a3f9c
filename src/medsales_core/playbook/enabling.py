"""What ``[plugins.NAME]`` in a playbook does: enables a plugin, puts its layers below, gives it its settings."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from medsales_core.config import Diagnostics, Document, Table
from medsales_core.errors import PluginError, UnknownName
from medsales_core.playbook.layers import Layers
from medsales_core.playbook.packs import Packs
from medsales_core.playbook.stand_in import StandIn
from medsales_core.rules.calendar import Calendar, WeekdayCalendar
from medsales_core.rules.check import NamedCheck
from medsales_core.text import closest

if TYPE_CHECKING:
    from medsales_core.plugins.discovery import FoundPlugin
    from medsales_core.plugins.registry import Registry, Settings

__all__ = ["WEEKDAYS", "Enabling", "plain_settings"]

#: The calendar of a playbook that names none.
WEEKDAYS: Final = "weekdays"


@attrs.define
class Enabling:
    """The plugins of one playbook while it is read.

    Args:
        found: Where what is wrong is reported.

        registry: The plugins that may be used; None for what is installed, looked for only if one is enabled.

        settings: The values of the settings of each enabled plugin, as soon as they are read.
    """

    found: Diagnostics
    registry: "Registry | None" = None
    settings: "dict[str, Settings]" = attrs.field(factory=dict, init=False)
    _plugins: "dict[str, FoundPlugin]" = attrs.field(factory=dict, init=False)
    _unset: set[str] = attrs.field(factory=set, init=False)

    def with_packs(self, documents: list[Document]) -> list[Document]:
        """*documents*, base first, with the layers of each enabled plugin below the file that enables it."""
        said = _said(documents)
        names = [name for name, word in said.items() if word.enabled]
        if not names:
            return documents
        if self.registry is None:
            from medsales_core.plugins.registry import Registry  # noqa: PLC0415  see load.py

            self.registry = Registry.discover()
        for name in names:
            self._find(name, documents[said[name].first])
        places = [plugin.name for plugin in self.registry.plugins if plugin.name in self._plugins]
        self._plugins = {name: self._plugins[name] for name in places}
        packs, with_them = Packs(self.found), list[Document]()
        for number, document in enumerate(documents):
            for name, plugin in self._plugins.items():
                if said[name].first == number and said[name].layers:
                    with_them += packs.read(plugin, documents[:number])
            with_them.append(document)
        return with_them

    def _find(self, name: str, document: Document) -> None:
        assert self.registry is not None
        place = ("plugins", name)
        try:
            self._plugins[name] = self.registry.usable(name)
        except UnknownName as problem:
            self.found.error(document, place, "unknown-plugin", problem.message, hint=problem.hint)
        except PluginError as problem:
            self.found.error(document, place, "unusable-plugin", problem.message, hint=problem.hint)

    def settled(self, layers: Layers) -> dict[str, Any]:
        """The data of *layers* with every setting of every enabled plugin written out, and with no other plugin.

        Whether a file says what is the default anyway, or who brought which table, makes no difference to what
        the playbook means.
        """
        data = {
            key: value
            for key, value in layers.data.items()
            if key != "plugins" and (key, value) != ("calendar", WEEKDAYS)
        }
        root = Table(layers, (), layers.data, self.found)
        tables = dict(root.tables("plugins")) if "plugins" in layers.data else {}
        for name, plugin in self._plugins.items():
            if name in tables:
                before = self.found.errors
                self.settings[name] = MappingProxyType(_settings(plugin, tables[name]))
                if self.found.errors > before:
                    self._unset.add(name)
        if self.settings:
            data["plugins"] = {name: plain_settings(values) for name, values in self.settings.items()}
        return data

    def deciding(self, layers: Layers) -> tuple[Mapping[str, NamedCheck], Calendar]:
        """The checks of the enabled plugins, and the calendar that the playbook counts its work days by.

        A plugin that cannot be loaded is reported where it is enabled.
        """
        named = layers.data.get("calendar", WEEKDAYS)
        checks: Mapping[str, NamedCheck] = {}
        calendars: Mapping[str, Calendar] = {WEEKDAYS: WeekdayCalendar()}
        if self.registry is not None and self.settings:
            sound = {name: values for name, values in self.settings.items() if name not in self._unset}
            plugins = self.registry.for_playbook(sound)
            checks = {**self._stand_ins(), **plugins.checks}
            calendars = plugins.calendars if named != WEEKDAYS else calendars
            for problem in plugins.problems:
                if problem.plugin in self.settings:
                    place = ("plugins", problem.plugin)
                    self.found.error(layers, place, "unusable-plugin", str(problem))
        if isinstance(named, str) and named not in calendars:
            self.found.error(
                layers,
                ("calendar",),
                "undefined-calendar",
                f"no enabled plugin provides calendar {named!r}",
                hint=_meant(named, calendars),
            )
        return checks, calendars.get(str(named), calendars[WEEKDAYS])

    def _stand_ins(self) -> dict[str, NamedCheck]:
        """Checks in place of those that a plugin promises: if it cannot be loaded, that is told once, not by each call."""
        manifests = [plugin.manifest for plugin in self._plugins.values() if plugin.manifest is not None]
        return {name: StandIn(name) for manifest in manifests for name in manifest.provides["check"]}


def _meant(named: str, calendars: Mapping[str, Calendar]) -> str:
    near = closest(named, calendars)
    plugin = named.partition(".")[0]
    return f"did you mean {near!r}?" if near else f"enable the plugin that provides it: [plugins.{plugin}]"


@attrs.frozen
class _Word:
    """What the files say of one plugin: the lowest that names it, whether it and its layers are wanted."""

    first: int
    enabled: bool
    layers: bool


def _said(documents: list[Document]) -> dict[str, _Word]:
    """The word of the topmost file counts; a table of the wrong type is reported when it is read."""
    said: dict[str, _Word] = {}
    for number, document in enumerate(documents):
        tables = document.data.get("plugins")
        for name, table in tables.items() if isinstance(tables, dict) else ():
            if isinstance(table, dict):
                before = said.get(name, _Word(number, enabled=True, layers=True))
                said[name] = _Word(
                    before.first,
                    enabled=table.get("enabled", before.enabled) is not False,
                    layers=table.get("layers", before.layers) is not False,
                )
    return said


def _settings(plugin: "FoundPlugin", table: Table) -> dict[str, Any]:
    assert plugin.manifest is not None
    table.flag("enabled", default=True)
    table.flag("layers", default=True)
    settings = {key: setting.read(table) for key, setting in plugin.manifest.settings.items()}
    table.finish()
    return settings


def plain_settings(values: "Settings") -> dict[str, Any]:
    """The values of settings as TOML has them."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
