"""The pack keeps every rule of plugins and of stage packs: each gate opens and shuts, a deal travels through."""

from medsales_core.testing.plugin_kit import PluginConformance
from medsales_core.testing.stage_pack_kit import StagePackConformance


class TestPlugin(PluginConformance):
    package = "medsales_hospital_access"


class TestPack(StagePackConformance):
    package = "medsales_hospital_access"
