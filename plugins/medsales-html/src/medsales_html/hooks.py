"""What this plugin gives to a playbook that enables it."""

from medsales_core.plugins import hookimpl
from medsales_core.ports.report import ReportFormat
from medsales_html.page import HtmlFormat

__all__ = ["medsales_formats"]


@hookimpl
def medsales_formats() -> list[ReportFormat]:
    """The format ``html``."""
    return [HtmlFormat()]
