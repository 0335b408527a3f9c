"""Reports of medsales_core as one self-contained web page."""

from medsales_html.page import HtmlFormat

__all__ = ["HtmlFormat"]
