"""Hooks that count for a playbook which enables the plugin: they decide, or take note unasked."""

from collections.abc import Iterable

from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.hookspecs.marker import hookspec
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.check import Check
from medsales_core.ports.observer import Observer

__all__ = ["medsales_calendars", "medsales_checks", "medsales_observers"]


@hookspec
def medsales_checks(context: PluginContext) -> Iterable[Check]:
    """Provide checks that requirements may call by id.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Checks, whose ids begin with the plugin's name and a dot.

    Called:
        Once for each playbook that enables the plugin, while it is loaded. It is not called for other
        playbooks.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, refuses the playbook, with file and
        line of its ``[plugins.NAME]``.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.check import Check
        from medsales_core.text import text


        class BondPaid(Check):
            \"""The deal names a promise to pay the bond, and it was kept.\"""

            id = "tender.bond-paid"
            title = text("The bid bond is paid", "投标保证金已缴")
            reads = ("deal.commitments",)

            def holds(self, facts, at, /):
                if not facts.deal:
                    return None
                return any("bond" in (made.promise or "") and made.kept_on for made in facts.deal.commitments)


        @hookimpl
        def medsales_checks():
            return [BondPaid()]
    """
    return ()


@hookspec
def medsales_calendars(context: PluginContext) -> Iterable[Calendar]:
    """Provide calendars that a playbook may count its work days by.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Calendars, whose ids begin with the plugin's name.

    Called:
        Once for each playbook that enables the plugin and names a calendar, while it is loaded.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, refuses the playbook, with file and
        line of its ``[plugins.NAME]``.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.calendar import Calendar
        from medsales_core.text import text


        class Factory(Calendar):
            \"""Monday to Saturday, without the days that the playbook names as closed.\"""

            id = "acme.factory"
            title = text("Factory days", "工厂工作日")

            def __init__(self, closed):
                self._closed = frozenset(closed)

            def is_workday(self, day):
                return day.weekday() < 6 and day.isoformat() not in self._closed


        @hookimpl
        def medsales_calendars(context):
            return [Factory(context.settings["closed"])]
    """
    return ()


@hookspec
def medsales_observers(context: PluginContext) -> Iterable[Observer]:
    """Provide observers that are told of events after they are kept.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Observers, whose ids begin with the plugin's name.

    Called:
        Once for each desk on a playbook that enables the plugin, when the desk is opened.

    Order:
        Observers are told in the order of their plugins, and those of one plugin in the order in which its
        hook returns them.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin's observers out;
        that is logged. What an observer itself raises later is logged with its id; the event is kept.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.observer import Observer
        from medsales_core.text import text


        class WonList(Observer):
            \"""Adds each deal that is won to a file.\"""

            id = "acme.won-list"
            title = text("List of wins", "赢单清单")

            def __init__(self, path):
                self._path = path

            def recorded(self, events):
                with open(self._path, "a", encoding="utf-8") as file:
                    file.writelines(f"{event.stream}\\n" for event in events if event.kind == "won")


        @hookimpl
        def medsales_observers(context):
            return [WonList(context.settings["file"])]
    """
    return ()
