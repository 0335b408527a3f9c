"""Hypothesis strategies for everything that a playbook is asked about; they want the extra ``testing``."""

from medsales_core.testing.strategies.subjects import entities, facts, records, register
from medsales_core.testing.strategies.turned import satisfying, violating

__all__ = ["entities", "facts", "records", "register", "satisfying", "violating"]
