"""Every code that a diagnostic of a playbook can carry: what it is called, what it means, what mends it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from medsales_core.errors import UnknownName
from medsales_core.playbook.lint.codes_clauses import CLAUSES
from medsales_core.playbook.lint.codes_conditions import CONDITIONS
from medsales_core.playbook.lint.codes_form import FORM
from medsales_core.playbook.lint.codes_gates import GATES
from medsales_core.playbook.lint.codes_process import PROCESS
from medsales_core.playbook.lint.entry import Entry

__all__ = ["CODES", "Entry", "explained"]


def _by_code(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    return MappingProxyType({entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)})


#: Every entry by its code.
CODES: Final[Mapping[str, Entry]] = _by_code((*FORM, *CONDITIONS, *CLAUSES, *PROCESS, *GATES))


def explained(code: str) -> Entry:
    """The entry of *code*.

    Raises:
        UnknownName: No diagnostic carries it.
    """
    if code not in CODES:
        raise UnknownName.among("diagnostic", code, CODES)
    return CODES[code]
