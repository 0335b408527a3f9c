"""What this plugin provides to a playbook beside its stages."""

from medsales_core.plugins import hookimpl
from medsales_core.ports.check import Check
from medsales_evaluation.days_in_year import DaysInYear

__all__ = ["medsales_checks"]


@hookimpl
def medsales_checks() -> list[Check]:
    """The checks of this plugin."""
    return [DaysInYear()]
