"""The records that a judgement stands on, each with its digest and who captured it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.money import Money
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.schema import ResolvedPath
from medsales_core.text import LangText
from medsales_core.wire import canonical, to_data

__all__ = ["Captured", "Origin", "Proof", "proofs"]

_VALUES: Final = (Money, LangText)


@attrs.frozen
class Captured:
    """Who entered something into a store, and when."""

    by: str
    at: dt.datetime | None


#: Tells who entered a field of an entity; None where no store knows.
Origin: TypeAlias = Callable[[Any, str], Captured | None]


@attrs.frozen(kw_only=True)
class Proof:
    """A record that a judgement stands on.

    Args:
        path: Where it is kept, from the root on: ``owner.training``.

        id: Its id; empty for what has none, such as a profile.

        digest: SHA-256 of the record as plain data: the same record has the same, a changed one another.

        document: The document that it names as its proof; None where it names none.

        captured_by: Who captured the document, else who entered the record; empty where nobody knows.

        captured_at: When.
    """

    path: str
    id: str
    digest: str
    document: EvidenceRef | None
    captured_by: str
    captured_at: dt.datetime | None

    @property
    def is_documented(self) -> bool:
        """It names a document by its digest."""
        return self.document is not None and bool(self.document.sha256)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "path": self.path,
            "id": self.id,
            "sha256": self.digest,
            "document": self.document.id if self.document else None,
            "document_sha256": self.document.sha256 if self.document else None,
            "captured_by": self.captured_by,
            "captured_at": self.captured_at.isoformat() if self.captured_at else None,
        }


def proofs(
    condition: Condition, facts: Facts, at: dt.datetime, context: Context, origin: Origin
) -> tuple[Proof, ...]:
    """The records that *condition* looks at: of a list those that it means, of any other path the nearest.

    Args:
        condition: What was judged.

        facts: On what.

        at: As of when.

        context: What the condition was compiled with.

        origin: Tells who entered a field.
    """
    search = _Search(facts, at, context)
    found = {(step.path, id(step.record)): step for step in search.of(condition, within=False)}
    return tuple(_proof(step, origin) for step in found.values())


@attrs.frozen
class _Step:
    """A record reached on the way along a path, and the entity and field on which the way began."""

    path: str
    record: Any
    top: Any
    field: str = ""


@attrs.frozen
class _Search:
    facts: Facts
    at: dt.datetime
    context: Context

    def of(self, node: Any, *, within: bool) -> Iterator[_Step]:
        """The records that a part of a condition stands on; *within* a list only paths from the roots lead on."""
        if isinstance(node, tuple):
            for item in node:
                yield from self.of(item, within=within)
        elif isinstance(node, ResolvedPath):
            if node.start == "root" or (node.start == "here" and not within):
                yield from _along(self.facts, node)
        elif attrs.has(type(node)) and not isinstance(node, _VALUES):
            yield from self._parts(node, within=within)

    def _parts(self, node: Any, *, within: bool) -> Iterator[_Step]:
        is_list = hasattr(node, "where")
        for field in attrs.fields(type(node)):
            value = getattr(node, field.name)
            if is_list and field.name in ("path", "records"):
                where = node.where if field.name == "path" else node.records_where
                yield from self._meant(self.of(value, within=within), where)
            else:
                yield from self.of(value, within=within or is_list)

    def _meant(self, steps: Iterable[_Step], where: Condition | None) -> Iterator[_Step]:
        if where is None:
            yield from steps
            return
        test = compile_condition(where, self.context).holds
        for step in steps:
            try:
                meant = test(step.record, self.facts, self.at, (self.facts, None))
            except Exception:  # noqa: BLE001 - told as the error of the requirement; here the record just stays
                meant = True
            if meant is not False:
                yield step


def _along(facts: Facts, path: ResolvedPath) -> Iterator[_Step]:
    """The last records on each way along *path*."""
    here = getattr(facts, path.steps[0])
    if here is NOT_SUPPLIED:
        return
    ways = [_Step(path.steps[0], record, record) for record in _records(here)]
    for step in path.steps[1:]:
        ways = [inner for way in ways for inner in _inner(way, step)]
    yield from ways


def _inner(way: _Step, step: str) -> list[_Step]:
    field = way.field or step
    deeper = [
        _Step(f"{way.path}.{step}", record, way.top, field)
        for record in _records(getattr(way.record, step, None))
    ]
    return deeper or [attrs.evolve(way, field=field)]


def _records(value: Any) -> list[Any]:
    several = value if isinstance(value, tuple) else (value,)
    return [one for one in several if attrs.has(type(one)) and not isinstance(one, _VALUES)]


def _proof(step: _Step, origin: Origin) -> Proof:
    record, document = step.record, _document(step.record)
    entered = origin(step.top, step.field)
    by = document.captured_by if document is not None else None
    at = document.captured_at if document is not None else None
    return Proof(
        path=step.path,
        id=getattr(record, "id", ""),
        digest=hashlib.sha256(canonical(to_data(record))).hexdigest(),
        document=document,
        captured_by=by or (entered.by if entered else ""),
        captured_at=at or (entered.at if entered else None),
    )


def _document(record: Any) -> EvidenceRef | None:
    """The document that a record names, the first with a digest if there are several."""
    if isinstance(record, EvidenceRef):
        return record
    # What a whole subject holds proves its parts, not the subject.
    if type(record) in _SUBJECTS:
        return None
    named = [getattr(record, field.name) for field in attrs.fields(type(record))]
    documents = [one for one in named if isinstance(one, EvidenceRef)]
    return next((one for one in documents if one.sha256), documents[0] if documents else None)


_SUBJECTS: Final = frozenset(root.entity for root in ROOTS.values() if not root.many)
