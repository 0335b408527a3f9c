"""The page keeps the rules that every report format is held to."""

from medsales_core.ports.report import ReportFormat
from medsales_core.testing.format_kit import FormatConformance
from medsales_core.testing.plugin_kit import PluginConformance
from medsales_html import HtmlFormat


class TestHtmlFormat(FormatConformance):
    markup = True

    def make_format(self) -> ReportFormat:
        return HtmlFormat()


class TestPlugin(PluginConformance):
    package = "medsales_html"
