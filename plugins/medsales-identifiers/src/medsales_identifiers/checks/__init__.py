"""The checks that a playbook calls: identifiers in the facts of a deal, an order or an asset are sound."""

from medsales_identifiers.checks.credit_code import CreditCodeCheck
from medsales_identifiers.checks.device_identifier import DeviceIdentifierCheck
from medsales_identifiers.checks.registration import RegistrationCheck
from medsales_identifiers.checks.udi import UdiCheck

__all__ = ["CreditCodeCheck", "DeviceIdentifierCheck", "RegistrationCheck", "UdiCheck"]
