"""The hooks that a plugin may implement. Each is called while a registry is built; never on a deal's path.

What later runs are the typed objects that the hooks returned.
"""

from medsales_core.plugins.hookspecs.carrying import medsales_commands, medsales_importers, medsales_stores
from medsales_core.plugins.hookspecs.marker import PROJECT, hookimpl, hookspec
from medsales_core.plugins.hookspecs.playing import medsales_calendars, medsales_checks, medsales_observers
from medsales_core.plugins.hookspecs.showing import medsales_formats, medsales_reports, medsales_scores

__all__ = [
    "PROJECT",
    "hookimpl",
    "hookspec",
    "medsales_calendars",
    "medsales_checks",
    "medsales_commands",
    "medsales_formats",
    "medsales_importers",
    "medsales_observers",
    "medsales_reports",
    "medsales_scores",
    "medsales_stores",
]
