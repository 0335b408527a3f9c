"""Which plugins the people who run a process allow in it: said in its environment, read at its edge alone."""

from collections.abc import Mapping
from typing import Final

from medsales_core.plugins.registry import Registry

__all__ = ["ALLOWED", "FORBIDDEN", "allowed_by"]

#: The plugins that may be used: ``all`` (the default), ``none``, or their names with commas between.
ALLOWED: Final = "MEDSALES_PLUGINS"
#: The plugins that may not be used, with commas between.
FORBIDDEN: Final = "MEDSALES_PLUGINS_DISABLE"


def allowed_by(environment: Mapping[str, str]) -> Registry:
    """A registry of what is installed, as far as *environment* allows it.

    Raises:
        UnknownName: It names a plugin that is not installed.
    """
    allowed = environment.get(ALLOWED, "all").strip()
    wanted = None if allowed in ("", "all") else [] if allowed == "none" else _names(allowed)
    return Registry.discover(wanted, disabled=_names(environment.get(FORBIDDEN, "")))


def _names(written: str) -> list[str]:
    return [name for part in written.split(",") if (name := part.strip())]
