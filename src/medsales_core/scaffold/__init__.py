"""Writes new plugins, from templates that are files beside this one."""

from medsales_core.scaffold.new_plugin import PLUGIN_KINDS, new_plugin

__all__ = ["PLUGIN_KINDS", "new_plugin"]
