"""Plugins: found without being imported, enabled by name, loaded once, each failure its own."""

from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.discovery import FoundPlugin, find_plugins
from medsales_core.plugins.hookspecs import hookimpl
from medsales_core.plugins.manifest import Manifest
from medsales_core.plugins.problem import Problem
from medsales_core.plugins.registry import Registry

__all__ = ["FoundPlugin", "Manifest", "PluginContext", "Problem", "Registry", "find_plugins", "hookimpl"]
