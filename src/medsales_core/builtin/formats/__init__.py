"""The formats that come with the library: plain text, Markdown, CSV."""

from medsales_core.builtin.formats.csv import CsvFormat
from medsales_core.builtin.formats.markdown import MarkdownFormat
from medsales_core.builtin.formats.text import TextFormat

__all__ = ["CsvFormat", "MarkdownFormat", "TextFormat"]
