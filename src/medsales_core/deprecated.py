"""Everything that is to go, with the version it goes in and what stands in its place: here, and nowhere else."""

import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["RENAMED", "MedsalesDeprecation", "Renamed", "new_name"]


class MedsalesDeprecation(DeprecationWarning):
    """Something is used that a later version will not have."""


class Renamed:
    """A public name of `medsales_core` that has another name now.

    Args:
        new: The name to use.

        since: The version that renamed it.

        gone_in: The version that no longer knows the old name; at least two minor versions later.
    """

    def __init__(self, *, new: str, since: str, gone_in: str) -> None:
        self.new, self.since, self.gone_in = new, since, gone_in


#: The old names that still work.
RENAMED: Final[Mapping[str, Renamed]] = MappingProxyType({})


def new_name(old: str) -> str | None:
    """What *old* is called now, with a warning to whoever asks for it; None where it never was a name."""
    renamed = RENAMED.get(old)
    if renamed is None:
        return None
    warnings.warn(
        f"medsales_core.{old} is {renamed.new} since {renamed.since}, and goes with {renamed.gone_in}: "
        f"write {renamed.new}",
        MedsalesDeprecation,
        stacklevel=4,
    )
    return renamed.new
