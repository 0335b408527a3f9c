"""Which evidence is written down in which stage of a deal."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from medsales_core.demo.book import STAGES
from medsales_core.demo.dossier import File, contact_file, market_file, needs_file, solution_file
from medsales_core.demo.offer import demo_file, negotiation_file
from medsales_core.demo.scene import Scene

__all__ = ["FILES"]

#: The writer of each stage's evidence: the deal, the day, and what is forgotten.
FILES: Final[Mapping[str, Callable[[Scene, dt.date, frozenset[str]], File]]] = dict(
    zip(
        STAGES,
        (market_file, contact_file, needs_file, solution_file, demo_file, negotiation_file),
        strict=True,
    )
)
