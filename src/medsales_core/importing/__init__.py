"""Real exports in: a mapping says how files are read, and rows become events with their provenance."""

from medsales_core.importing.mapping import Mapping
from medsales_core.importing.reading import read_mapping
from medsales_core.importing.rejects import Reject, SourceUnusable
from medsales_core.importing.result import FileRead, ImportResult
from medsales_core.importing.rows import import_rows
from medsales_core.importing.run import import_file

__all__ = [
    "FileRead",
    "ImportResult",
    "Mapping",
    "Reject",
    "SourceUnusable",
    "import_file",
    "import_rows",
    "read_mapping",
]
