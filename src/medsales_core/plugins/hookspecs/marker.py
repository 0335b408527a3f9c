"""The marks by which hooks and their implementations are known."""

from typing import Final

import pluggy

__all__ = ["PROJECT", "hookimpl", "hookspec"]

#: The name under which hooks are marked.
PROJECT: Final = "medsales"
hookspec = pluggy.HookspecMarker(PROJECT)
#: Marks a function of a plugin's hooks module as the implementation of the hook of its name.
hookimpl = pluggy.HookimplMarker(PROJECT)
