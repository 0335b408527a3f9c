"""Rules of what requirements ask: of whom, by which right, and whether the answer can ever be known."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from medsales_core.config import Level
from medsales_core.config.positions import Path
from medsales_core.engine.process import Process, Stage
from medsales_core.model.contact import Contact
from medsales_core.model.facts import ROOTS
from medsales_core.model.rep import Rep
from medsales_core.playbook.lint.rule import Defect, Linted, Rule
from medsales_core.playbook.lint.walking import Scopes, owner_and_field, thresholds
from medsales_core.rules.condition import CheckCall, Condition
from medsales_core.rules.requirement import Requirement, Severity
from medsales_core.rules.schema import Kind, ResolvedPath

__all__ = ["PERSONS", "RULES"]

#: Fields that name a person, besides all texts that end in ``_by``.
PERSONS: Final = frozenset(
    {
        "approver_id", "by_id", "contact_id", "head_contact_id", "manager_id", "owner_id", "person_id", "trainer_id",
    }
)  # fmt: skip
_PEOPLE: Final = (Rep, Contact)
_MOVED: Final = ("deal", "order", "asset")
_PUBLIC: Final = re.compile(r"(seed:)?P\d+")


def _illustrative_blocks(linted: Linted) -> Iterator[Defect]:
    """A sample number that no source fixes must not stop anybody's deal."""
    if not any(threshold.illustrative for threshold in linted.thresholds.values()):
        return
    for path, requirement in linted.requirements:
        if requirement.severity is not Severity.BLOCK:
            continue
        for threshold in (named for part, _ in linted.parts(requirement) for named in thresholds(part)):
            if threshold.illustrative:
                yield Defect(
                    path,
                    f"{requirement.id!r} blocks on {threshold.id!r}, a sample number that no source fixes",
                    "adopt the number in your own layer (illustrative = false, with its source), or warn",
                )


def _exempt_by_name(linted: Linted) -> Iterator[Defect]:
    """A rule that names a person exempts them, and outlives their time in the post."""
    for path, requirement, condition, scopes in linted.tests:
        if _names_person(condition.path, scopes):
            yield Defect(
                linted.place(condition, path),
                f"{requirement.id!r} compares {condition.path.text!r}, which names a person, with a written name",
                "ask for a role, a region or a state; people change",
            )


def _names_person(path: ResolvedPath, scopes: Scopes) -> bool:
    if path.type.kind is not Kind.TEXT:
        return False
    name = path.steps[-1]
    if name in PERSONS or name.endswith("_by"):
        return True
    known = owner_and_field(path, scopes) if name in ("id", "name") else None
    return known is not None and issubclass(known[0], _PEOPLE)


def _statutory_waiver(linted: Linted) -> Iterator[Defect]:
    """What the law demands nobody in the company may waive."""
    for path, requirement in linted.requirements:
        if (
            requirement.kind == "compliance"
            and requirement.waivable_by
            and _PUBLIC.fullmatch(requirement.source)
        ):
            yield Defect(
                (*path, "waivable_by"),
                f"{requirement.id!r} is demanded by public law ({requirement.source}), and may be waived",
                "waivable_by = []",
            )


def _roots(linted: Linted, requirement: Requirement) -> set[str]:
    """The roots that a requirement reads; none where a plugin's check may read any."""
    key = ("roots", id(requirement))
    if key not in linted.memory:
        linted.memory[key] = _roots_of(linted.parts(requirement))
    known: set[str] = linted.memory[key]
    return known


def _roots_of(condition: Iterable[tuple[Condition, Scopes]]) -> set[str]:
    found = set[str]()
    for part, scopes in condition:
        if isinstance(part, CheckCall):
            return set()
        for value in (getattr(part, name, None) for name in ("path", "records")):
            if isinstance(value, ResolvedPath) and (value.start == "root" or not _scoped(value, scopes)):
                found.add(value.steps[0])
        operand = getattr(getattr(part, "operand", None) or getattr(part, "base", None), "path", None)
        if isinstance(operand, ResolvedPath) and (operand.start == "root" or not _scoped(operand, scopes)):
            found.add(operand.steps[0])
    return found


def _scoped(path: ResolvedPath, scopes: Scopes) -> bool:
    return len(scopes) > path.out


def _around(moves: str) -> frozenset[str]:
    """The roots that are never there for what *moves*: what else moves, and what is kept with that."""
    others = {root for root in _MOVED if root != moves}
    return frozenset(others | {name for name, root in ROOTS.items() if root.kept_with in others})


def _criteria(process: Process, stage: Stage) -> Iterator[tuple[Path, Requirement]]:
    for kind, requirement in stage.criteria():
        yield ("stage", stage.id, str(kind), requirement.id), requirement


def _unsupplied(linted: Linted) -> Iterator[Defect]:
    """What is asked of something that is not there when the stage is run stays unknown, and blocks for ever."""
    for process in linted.processes.values():
        if process.moves not in _MOVED:
            continue
        missing = _around(process.moves)
        for stage in process.stages:
            for path, requirement in _criteria(process, stage):
                for root in sorted(_roots(linted, requirement) & missing):
                    yield Defect(
                        (*path, "require"),
                        f"{requirement.id!r} reads {root!r}, and process {process.id!r} moves the {process.moves}: "
                        "it would stay unknown",
                        f"ask it in the process that moves the {ROOTS[root].kept_with or root}",
                    )


def _own(moves: str) -> set[str]:
    """The roots that belong to what *moves*: itself, what it names by an id, and what is kept with those."""
    near = {moves, *(root for root in ROOTS if f"{root}_id" in attrs.fields_dict(ROOTS[moves].entity))}
    return near | {name for name, root in ROOTS.items() if root.kept_with in near}


def _foreign_stage(linted: Linted) -> Iterator[Defect]:
    """A stage that asks nothing of what moves through it can be passed by everything that moves."""
    for process in linted.processes.values():
        own = _own(process.moves)
        for stage in process.stages:
            read = [_roots(linted, requirement) for _, requirement in stage.criteria()]
            # A requirement that reads no root calls a plugin's check, which may read any.
            if read and all(read) and own.isdisjoint(set[str]().union(*read)):
                yield Defect(
                    ("stage", stage.id),
                    f"stage {stage.id!r} of process {process.id!r} asks nothing of the {process.moves}, nor of what belongs to it",
                    f"add a requirement that reads {process.moves!r}",
                )


RULES: Final = (
    Rule("illustrative-blocks", Level.ERROR, _illustrative_blocks),
    Rule("exempt-by-name", Level.WARNING, _exempt_by_name),
    Rule("statutory-waiver", Level.WARNING, _statutory_waiver),
    Rule("unsupplied-root", Level.WARNING, _unsupplied),
    Rule("foreign-stage", Level.WARNING, _foreign_stage),
)
