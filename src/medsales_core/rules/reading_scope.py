"""Where and from when a requirement applies: its ``scope`` and ``effective_from``, read into guards.

A scope leaves out what is known to lie outside of it. Where the facts do not say (no country, a product of no
kind), the requirement applies: a field left empty must not silence a rule.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from medsales_core.config import Table
from medsales_core.rules.condition import AllOf, Condition, Since, When
from medsales_core.rules.pattern import Pattern
from medsales_core.rules.reading_approvals import ApprovalReader
from medsales_core.rules.reading_fields import Place
from medsales_core.text import closest

__all__ = ["guarded", "guards", "is_place"]

_EXAMPLE: Final = '{ jurisdictions = ["CN"] }'
_COUNTRY: Final = Pattern("[A-Z]{2}")
_REGION: Final = Pattern("[A-Z]{2}-[A-Z0-9]{1,3}")
#: Whether a name may stand in a scope; what is wrong is reported.
_Sound = Callable[[str, Place], bool]


def is_place(name: str) -> bool:
    """Whether *name* has the form of a country or of a part of one, as ISO 3166 writes them."""
    return (_COUNTRY.matches(name) and name != "EU") or _REGION.matches(name)


def guards(table: Table, reader: ApprovalReader, processes: Iterable[str]) -> tuple[Condition, ...] | None:
    """What must hold for the requirement in *table* to apply; None where a mistake (reported) leaves it open.

    Args:
        table: The requirement as it is written.

        reader: Reads the conditions that a scope stands for.

        processes: The processes that may be named.
    """
    since, scope = table.raw("effective_from"), table.raw("scope")
    sound, found = True, []
    if since is not None:
        sound = isinstance(since, dt.date) and not isinstance(since, dt.datetime)
        found.append(Since(since))
        if not sound:
            table.error(
                "effective_from",
                "wrong-type",
                f"'effective_from' takes a day, not {since!r}",
                hint="2026-01-01",
            )
    limits = _scope(scope, reader, Place((*table.path, "scope")), processes) if scope is not None else ()
    return (*found, *limits) if sound and limits is not None else None


def guarded(condition: Condition, limits: tuple[Condition, ...]) -> Condition:
    """*condition*, asked only where all *limits* and the guards that it has itself hold."""
    if not limits:
        return condition
    while isinstance(condition, When):
        limits, condition = (*limits, condition.guard), condition.part
    return When(limits[0] if len(limits) == 1 else AllOf(limits), condition)


def _scope(
    scope: Any, reader: ApprovalReader, place: Place, processes: Iterable[str]
) -> tuple[Condition, ...] | None:
    if not isinstance(scope, dict) or not scope:
        reader.error(
            place, "wrong-type", f"'scope' takes a table with what it limits, not {scope!r}", _EXAMPLE
        )
        return None
    words: Mapping[str, Callable[[Any, Place], dict[str, Any] | None]] = {
        "process": lambda names, at: _named(
            "process.id", names, at, reader, _one_of("process", processes, reader)
        ),
        "product_kinds": lambda names, at: (
            _products(names) if _typed("products.kind", names, at, reader) else None
        ),
        "jurisdictions": lambda names, at: _places(names, at, reader),
        "roles": lambda names, at: _named(
            "owner.role_id", names, at, reader, _one_of("role", reader.roles, reader)
        ),
        "segments": lambda names, at: (
            _outside("segment.id", names) if _typed("segment.id", names, at, reader) else None
        ),
    }
    strange = [word for word in scope if word not in words]
    for word in strange:
        near = closest(word, words)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(words)}"
        reader.error(place.under(word), "unknown-key", f"a scope has no {word!r}", hint)
    found = [
        _limit(words[word], names, reader, place.under(word))
        for word, names in scope.items()
        if word in words
    ]
    kept = tuple(condition for condition in found if condition is not None)
    return kept if len(kept) == len(scope) else None


def _limit(
    read: Callable[[Any, Place], dict[str, Any] | None], names: Any, reader: ApprovalReader, place: Place
) -> Condition | None:
    if not isinstance(names, list) or not names:
        reader.error(place, "wrong-type", f"takes a list, not {names!r}", _EXAMPLE)
        return None
    outside = read(names, place)
    return reader.read({"not": outside}, place) if outside is not None else None


def _outside(path: str, names: list[Any]) -> dict[str, Any]:
    """That a field is filled, and with none of *names*."""
    return {path: {"not_in": names}}


def _products(names: list[Any]) -> dict[str, Any]:
    """That there are products, each of a kind that is known and none of *names*."""
    return {"products": {"each": _outside("kind", names)}}


def _typed(path: str, names: list[Any], place: Place, reader: ApprovalReader) -> bool:
    """Whether all *names* are values of the field at *path*."""
    field = reader.path(path, place)
    return field is not None and reader.values(names, field.type, place) is not None


def _named(
    path: str, names: list[Any], place: Place, reader: ApprovalReader, sound: _Sound
) -> dict[str, Any] | None:
    known = [sound(name, place.under(index)) for index, name in enumerate(names)]
    return _outside(path, names) if all(known) else None


def _one_of(word: str, known: Iterable[str], reader: ApprovalReader) -> _Sound:
    names = tuple(known)

    def is_known(name: Any, place: Place) -> bool:
        if name in names:
            return True
        near = closest(name, names) if isinstance(name, str) else None
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(names) or 'none'}"
        reader.error(
            place,
            "undefined-role" if word == "role" else "undefined-process",
            f"there is no {word} {name!r}",
            hint,
        )
        return False

    return is_known


def _places(names: list[Any], place: Place, reader: ApprovalReader) -> dict[str, Any] | None:
    """That country and region are known and neither is among *names*."""
    countries = [name for name in names if isinstance(name, str) and _COUNTRY.matches(name) and name != "EU"]
    regions = [name for name in names if isinstance(name, str) and _REGION.matches(name)]
    for index, name in enumerate(names):
        if name not in countries and name not in regions:
            hint = "name its member states" if name == "EU" else '"CN", or "CN-ZJ" for a part of it'
            reader.error(
                place.under(index), "bad-value", f"{name!r} is no country or region of ISO 3166", hint
            )
    if len(countries) + len(regions) != len(names):
        return None
    outside = _outside("account.country", countries) if countries else {}
    return {**outside, **(_outside("account.region", regions) if regions else {})}
