"""Identifiers of the medical-device trade: read into typed parts, with every mistake named and placed.

Reading needs no playbook, does no I/O and never raises. The checks that a playbook calls are in `checks`.
"""

from medsales_identifiers.credit_code import CreditCode, credit_code_from, parse_credit_code
from medsales_identifiers.gtin import Gtin, gtin_from, parse_gtin
from medsales_identifiers.identifier import Identifier, Problem
from medsales_identifiers.nmpa import NmpaKind, NmpaNumber, parse_nmpa
from medsales_identifiers.premarket import PremarketKind, PremarketNumber, parse_premarket
from medsales_identifiers.srn import ActorRole, Srn, parse_srn
from medsales_identifiers.udi import (
    Element,
    Udi,
    join_hibcc,
    parse_device_identifier,
    parse_udi,
    write_gs1,
    write_hibcc,
    write_iccbba,
    write_ifa,
    write_ma,
)

__all__ = [
    "ActorRole",
    "CreditCode",
    "Element",
    "Gtin",
    "Identifier",
    "NmpaKind",
    "NmpaNumber",
    "PremarketKind",
    "PremarketNumber",
    "Problem",
    "Srn",
    "Udi",
    "credit_code_from",
    "gtin_from",
    "join_hibcc",
    "parse_credit_code",
    "parse_device_identifier",
    "parse_gtin",
    "parse_nmpa",
    "parse_premarket",
    "parse_srn",
    "parse_udi",
    "write_gs1",
    "write_hibcc",
    "write_iccbba",
    "write_ifa",
    "write_ma",
]
