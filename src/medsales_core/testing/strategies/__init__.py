"""Hypothesis strategies for everything that a playbook is asked about; they want the extra ``testing``."""

from medsales_core.testing.strategies.histories import histories, portfolios
from medsales_core.testing.strategies.playbooks import mutated, playbooks
from medsales_core.testing.strategies.subjects import entities, facts, facts_about, records, register
from medsales_core.testing.strategies.turned import satisfying, violating

__all__ = [
    "entities",
    "facts",
    "facts_about",
    "histories",
    "mutated",
    "playbooks",
    "portfolios",
    "records",
    "register",
    "satisfying",
    "violating",
]
