"""What this plugin provides to a playbook."""

from medsales_core.plugins import hookimpl
from medsales_core.ports.check import Check
from medsales_identifiers.checks import CreditCodeCheck, DeviceIdentifierCheck, RegistrationCheck, UdiCheck

__all__ = ["medsales_checks"]


@hookimpl
def medsales_checks() -> list[Check]:
    """The checks of this plugin."""
    return [DeviceIdentifierCheck(), RegistrationCheck(), UdiCheck(), CreditCodeCheck()]
