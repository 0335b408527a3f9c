"""From TOML to a playbook: read with positions, layered, linted, hashed, compiled, shown."""

from medsales_core.playbook.load import load_playbook, reference_playbook
from medsales_core.playbook.playbook import Playbook

__all__ = ["Playbook", "load_playbook", "reference_playbook"]
