"""The hooks that a plugin may implement. Each is called once, while a registry is built; never on a deal's path.

What later runs are the typed objects that the hooks returned.
"""

from collections.abc import Iterable
from typing import Final

import pluggy

from medsales_core.ports.check import Check
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import StoreProvider

__all__ = ["HOOKS", "PROJECT", "hookimpl", "hookspec"]

#: The name under which hooks are marked.
PROJECT: Final = "medsales"
hookspec = pluggy.HookspecMarker(PROJECT)
#: Marks a function of a plugin's hooks module as the implementation of the hook of its name.
hookimpl = pluggy.HookimplMarker(PROJECT)

#: The hook of each kind of thing that a manifest may say a plugin provides.
HOOKS: Final = {
    "check": "medsales_checks",
    "score": "medsales_scores",
    "store": "medsales_stores",
    "report": "medsales_reports",
    "format": "medsales_formats",
}


@hookspec
def medsales_checks() -> Iterable[Check]:
    """Provide checks that requirements may call by id.

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
        def medsales_checks():
            return [BondPaid()]
    """
    return ()


@hookspec
def medsales_scores() -> Iterable[ScoringMethod]:
    """Provide scoring methods.

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
        def medsales_scores():
            return [WinProbability()]
    """
    return ()


@hookspec
def medsales_stores() -> Iterable[StoreProvider]:
    """Provide stores, each for a URL scheme and for file suffixes.

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
        def medsales_stores():
            return [StoreProvider(scheme="sqlite", suffixes=(".db",), title=TITLE, open=SqliteStore.open)]
    """
    return ()


@hookspec
def medsales_reports() -> Iterable[ReportBuilder]:
    """Provide report builders, which turn a portfolio into tables and figures.

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
        def medsales_reports():
            return [WinLossReport()]
    """
    return ()


@hookspec
def medsales_formats() -> Iterable[ReportFormat]:
    """Provide report formats, which render any report.

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
        def medsales_formats():
            return [HtmlFormat()]
    """
    return ()
