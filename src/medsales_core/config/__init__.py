"""Configuration files of any kind: read with positions, refused with every defect named. Knows no domain."""

from medsales_core.config.diagnostic import Diagnostic, Diagnostics, Level
from medsales_core.config.document import Document, Source, read_toml
from medsales_core.config.table import Table

__all__ = ["Diagnostic", "Diagnostics", "Document", "Level", "Source", "Table", "read_toml"]
