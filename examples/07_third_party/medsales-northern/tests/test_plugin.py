"""The plugin is what its manifest says, and stands on what is public."""

from medsales_core.testing.plugin_kit import PluginConformance


class TestPlugin(PluginConformance):
    package = "medsales_northern"
