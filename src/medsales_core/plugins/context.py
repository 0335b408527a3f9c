"""What a hook is told about the plugin it is called in."""

from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["PluginContext"]


@attrs.frozen(kw_only=True)
class PluginContext:
    """The one argument of every hook. Fields may be added to it with any release.

    Args:
        name: The plugin's name.

        settings: The values of its settings by key, each of the type that its manifest declares.
    """

    name: str
    settings: Mapping[str, Any]
