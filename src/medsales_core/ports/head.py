"""The head of a ledger: what to keep elsewhere, so that nothing before it can be rewritten unseen."""

import re
from collections.abc import Mapping
from typing import Any, Final, Self

import attrs

from medsales_core.errors import ValueRefused

__all__ = ["Head"]

_HASH: Final = re.compile("[0-9a-f]{64}").fullmatch


@attrs.frozen(kw_only=True)
class Head:
    """How far a ledger goes, and the hash that tells all of it: what to keep where its writer cannot reach.

    Args:
        position: The position of its last event, 0 if there is none.

        hash: The hash of that event; `medsales_core.ports.chain.FIRST` if there is none.
    """

    position: int
    hash: str

    @classmethod
    def from_data(cls, data: object) -> Self:
        """The head that `as_dict` wrote; keys of others are let be.

        Raises:
            ValueRefused: It is none.
        """
        table = data if isinstance(data, Mapping) else {}
        position, found = table.get("position"), table.get("hash")
        if type(position) is not int or position < 0 or not _HASH(str(found)):
            raise ValueRefused(
                "this is no head of a ledger",
                hint='it has the form {"position": 12, "hash": "64 hexadecimal digits"}',
            )
        return cls(position=position, hash=str(found))

    def as_dict(self) -> dict[str, Any]:
        """The head as plain data."""
        return {"position": self.position, "hash": self.hash}
