"""Batteries included: a playbook and a store in one object."""

from medsales_core.desk.desk import Desk
from medsales_core.desk.view import stream_of

__all__ = ["Desk", "stream_of"]
