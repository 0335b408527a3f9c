"""The hooks that a plugin may implement. Each is called once, while a registry is built; never on a deal's path.

What later runs are the typed objects that the hooks returned.
"""

from collections.abc import Iterable
from typing import Final

import pluggy

from medsales_core.plugins.context import PluginContext
from medsales_core.ports.check import Check
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import StoreProvider

__all__ = ["PROJECT", "hookimpl", "hookspec"]

#: The name under which hooks are marked.
PROJECT: Final = "medsales"
hookspec = pluggy.HookspecMarker(PROJECT)
#: Marks a function of a plugin's hooks module as the implementation of the hook of its name.
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def medsales_checks(context: PluginContext) -> Iterable[Check]:
    """Provide checks that requirements may call by id.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Checks, whose ids start with the plugin's name and a dot.

    Called:
        Once per registry, when its checks are first asked for: before a playbook is loaded.

    Order:
        Does not matter: an id provided twice is an error that names both plugins.

    Errors:
        An exception leaves the plugin out, and every playbook that calls one of its checks is refused.

    Example::

        @hookimpl
        def medsales_checks(context: PluginContext):
            return [BondPaid()]
    """
    return ()


@hookspec
def medsales_scores(context: PluginContext) -> Iterable[ScoringMethod]:
    """Provide scoring methods.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Methods, by unique ids.

    Called:
        Once per registry, when a score is asked for.

    Order:
        Does not matter: an id provided twice is an error that names both plugins.

    Errors:
        An exception leaves the plugin out and is listed by ``medsales plugins``.

    Example::

        @hookimpl
        def medsales_scores(context: PluginContext):
            return [WinProbability()]
    """
    return ()


@hookspec
def medsales_stores(context: PluginContext) -> Iterable[StoreProvider]:
    """Provide stores, each for a URL scheme and for file suffixes.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Providers, by unique schemes.

    Called:
        Once per registry, when a desk is opened on a path or URL.

    Order:
        Does not matter: a scheme provided twice is an error that names both plugins.

    Errors:
        An exception leaves the plugin out and is listed by ``medsales plugins``.

    Example::

        @hookimpl
        def medsales_stores(context: PluginContext):
            return [StoreProvider(scheme="sqlite", suffixes=(".db",), title=TITLE, open=SqliteStore.open)]
    """
    return ()


@hookspec
def medsales_reports(context: PluginContext) -> Iterable[ReportBuilder]:
    """Provide report builders, which turn a portfolio into tables and figures.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Builders, by unique ids.

    Called:
        Once per registry, when a report is asked for.

    Order:
        Does not matter: an id provided twice is an error that names both plugins.

    Errors:
        An exception leaves the plugin out and is listed by ``medsales plugins``.

    Example::

        @hookimpl
        def medsales_reports(context: PluginContext):
            return [WinLossReport()]
    """
    return ()


@hookspec
def medsales_formats(context: PluginContext) -> Iterable[ReportFormat]:
    """Provide report formats, which render any report.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Formats, by unique ids.

    Called:
        Once per registry, when a report is rendered.

    Order:
        Does not matter: an id provided twice is an error that names both plugins.

    Errors:
        An exception leaves the plugin out and is listed by ``medsales plugins``.

    Example::

        @hookimpl
        def medsales_formats(context: PluginContext):
            return [HtmlFormat()]
    """
    return ()
