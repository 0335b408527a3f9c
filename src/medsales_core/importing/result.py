"""What an import did."""

from collections.abc import Mapping
from typing import Any

import attrs

from medsales_core.importing.rejects import Reject

__all__ = ["FileRead", "ImportResult"]


@attrs.frozen(kw_only=True)
class FileRead:
    """A file that was read.

    Args:
        role: The table of the mapping that names it.

        file: The file, as the mapping names it.

        sha256: Hash of its bytes, in hex.

        rows: How many rows it holds, rejected ones among them.
    """

    role: str
    file: str
    sha256: str
    rows: int


@attrs.frozen(kw_only=True)
class ImportResult:
    """What an import did.

    Args:
        mapping: Id of the mapping.

        rows: Rows read from the file of deals.

        subjects: Deals that were taken.

        events: Events appended, those of accounts, people and products among them.

        known: Events of this mapping that the store held already.

        undated: Deals taken of which the file gives no date at all.

        rejected: How many rows were not taken, by code.

        rejects: The first 1,000 of them.

        notes: What was taken but looks odd, by code: ``stage-disagrees`` (the deal's row and the last row
            of its history name different stages), ``stage-unchanged`` (a history row that changes
            nothing), ``not-in-join`` (a value that the side file does not know), ``dates-changed`` (the
            same stage with other dates than the store holds).

        files: The files, with their hashes.
    """

    mapping: str
    rows: int
    subjects: int
    events: int
    known: int
    undated: int
    rejected: Mapping[str, int] = attrs.field(hash=False)
    rejects: tuple[Reject, ...]
    notes: Mapping[str, int] = attrs.field(hash=False)
    files: tuple[FileRead, ...]

    @property
    def rejected_rows(self) -> int:
        """How many rows were not taken."""
        return sum(self.rejected.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            **attrs.asdict(self, recurse=False),
            "rejects": [reject.as_dict() for reject in self.rejects],
            "files": [attrs.asdict(file) for file in self.files],
        }
