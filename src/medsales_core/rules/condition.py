"""What a requirement tests, as data: the sentence forms of the requirement language.

A condition is read from TOML (`reading`), compiled (`judging`) and explained from the same tree; nothing
here does anything.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

import attrs

from medsales_core.money import Money
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold

__all__ = [
    "AllOf",
    "AnyOf",
    "AsOf",
    "CheckCall",
    "Compare",
    "Condition",
    "Count",
    "Covers",
    "Distinct",
    "Each",
    "Literal",
    "NoRecord",
    "Not",
    "OneOf",
    "Operand",
    "PathOperand",
    "Presence",
    "Since",
    "Some",
    "Sum",
    "Unique",
    "ValidOn",
    "When",
    "Within",
]

Scalar: TypeAlias = str | bool | int | Decimal | dt.date | dt.datetime | Money


@attrs.frozen
class Literal:
    """A value written in the playbook."""

    value: Scalar


@attrs.frozen
class AsOf:
    """The day on which the requirement is judged."""


@attrs.frozen
class PathOperand:
    """The value of another field."""

    path: ResolvedPath


Operand: TypeAlias = Literal | AsOf | PathOperand | Threshold


@attrs.frozen
class AllOf:
    """Every part holds."""

    parts: "tuple[Condition, ...]"


@attrs.frozen
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


@attrs.frozen
class Not:
    """The part does not hold."""

    part: "Condition"


@attrs.frozen
class When:
    """The part holds, asked only where *guard* holds (or, for ``unless``, does not)."""

    guard: "Condition"
    part: "Condition"


@attrs.frozen
class Presence:
    """The field is filled, or is empty."""

    path: ResolvedPath
    filled: bool


@attrs.frozen
class Compare:
    """The field stands in the relation *operator* to the operand; an empty field never does."""

    path: ResolvedPath
    operator: str
    operand: Operand


@attrs.frozen
class OneOf:
    """The field's value is among *values*, or for ``not_in`` is filled and not among them."""

    path: ResolvedPath
    values: tuple[Scalar, ...]
    among: bool


@attrs.frozen
class Within:
    """The day or time lies at most *amount* units after (or before) *base*, and not on its other side."""

    path: ResolvedPath
    amount: Literal | Threshold
    unit: str
    after: bool
    base: Operand


@attrs.frozen
class ValidOn:
    """The record at hand is valid on the day: begun by then and not over, both ends included.

    A missing begin is not valid; a missing end is open.
    """

    begins: tuple[str, ...]
    ends: tuple[str, ...]
    day: Operand


@attrs.frozen
class Since:
    """The day on which the requirement is judged is *day* or later."""

    day: dt.date


@attrs.frozen
class Each:
    """Every record (of those where *where* holds) fulfils *part*; without any, only if *may_be_empty*."""

    path: ResolvedPath
    where: "Condition | None"
    part: "Condition"
    may_be_empty: bool


@attrs.frozen
class Some:
    """At least one record fulfils *part*."""

    path: ResolvedPath
    where: "Condition | None"
    part: "Condition"


@attrs.frozen
class NoRecord:
    """No record fulfils *part*."""

    path: ResolvedPath
    where: "Condition | None"
    part: "Condition"


@attrs.frozen
class Count:
    """There are at least *least* and at most *most* records."""

    path: ResolvedPath
    where: "Condition | None"
    least: int | None
    most: int | None


@attrs.frozen
class Distinct:
    """The records hold at least *least* and at most *most* different filled values of the field *of*."""

    path: ResolvedPath
    where: "Condition | None"
    of: ResolvedPath
    least: int | None
    most: int | None


@attrs.frozen
class Unique:
    """No two records hold the same filled value of the field *of*."""

    path: ResolvedPath
    where: "Condition | None"
    of: ResolvedPath


@attrs.frozen
class Sum:
    """The sum of the field *of* over the records stands in the relation *operator* to the operand."""

    path: ResolvedPath
    where: "Condition | None"
    of: ResolvedPath
    operator: str
    operand: Operand


@attrs.frozen
class Covers:
    """The field *of* of the records, taken together, holds every value wanted.

    What is wanted is either *values*, or the field *their* of the records at *records* where
    *records_where* holds; where nothing is wanted, everything is covered.
    """

    path: ResolvedPath
    where: "Condition | None"
    of: ResolvedPath
    values: tuple[Scalar, ...]
    records: ResolvedPath | None = None
    their: ResolvedPath | None = None
    records_where: "Condition | None" = None


@attrs.frozen
class CheckCall:
    """A plugin's named check holds."""

    check: str
    parameters: Mapping[str, Scalar] = attrs.field(hash=False)


Condition: TypeAlias = (
    AllOf
    | AnyOf
    | Not
    | When
    | Presence
    | Compare
    | OneOf
    | Within
    | ValidOn
    | Since
    | Each
    | Some
    | NoRecord
    | Count
    | Distinct
    | Unique
    | Sum
    | Covers
    | CheckCall
)
