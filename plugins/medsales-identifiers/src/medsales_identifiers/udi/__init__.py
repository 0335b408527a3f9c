"""Unique device identifiers of GS1, HIBCC, ICCBBA, MA and IFA: parsed, joined and written."""

from medsales_identifiers.udi.gs1 import write_gs1
from medsales_identifiers.udi.hibcc import join_hibcc, write_hibcc
from medsales_identifiers.udi.iccbba import write_iccbba
from medsales_identifiers.udi.ifa import write_ifa
from medsales_identifiers.udi.ma import write_ma
from medsales_identifiers.udi.parse import parse_device_identifier, parse_udi
from medsales_identifiers.udi.value import Element, Udi

__all__ = [
    "Element",
    "Udi",
    "join_hibcc",
    "parse_device_identifier",
    "parse_udi",
    "write_gs1",
    "write_hibcc",
    "write_iccbba",
    "write_ifa",
    "write_ma",
]
