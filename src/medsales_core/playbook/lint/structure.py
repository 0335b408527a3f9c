"""Rules of structure: what is there twice, what is not there at all."""

from collections.abc import Iterator
from typing import Any, Final

from medsales_core.config import Level
from medsales_core.config.positions import Path
from medsales_core.engine.process import CriterionKind
from medsales_core.playbook.lint.rule import Defect, Linted, Rule

__all__ = ["RULES"]


def _no_process(linted: Linted) -> Iterator[Defect]:
    """Nothing moves: a playbook without a process has no use for stages."""
    if not linted.processes:
        yield Defect((), "a playbook has at least one [process.ID]")


def _duplicate_ids(linted: Linted) -> Iterator[Defect]:
    """Findings, waivers and layers name a requirement by its id, so it must mean one."""
    seen: dict[str, Path] = {}
    for path, requirement in linted.requirements:
        if requirement.id in seen:
            yield Defect(
                path,
                f"requirement {requirement.id!r} is defined twice",
                f"the other is [{_dotted(seen[requirement.id])}]",
            )
        seen.setdefault(requirement.id, path)


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _same_position(linted: Linted) -> Iterator[Defect]:
    """Boards and reports list stages by position; a shared one leaves their order to chance."""
    seen: dict[tuple[str, int], str] = {}
    for stage in linted.stages:
        key = (stage.process, stage.position)
        if key in seen:
            yield Defect(
                ("stage", stage.id, "position"),
                f"stages {seen[key]!r} and {stage.id!r} share position {stage.position}",
            )
        seen[key] = stage.id


def _no_source(linted: Linted) -> Iterator[Defect]:
    """A demand that nobody can trace is obeyed, or dropped, for no reason."""
    for path, requirement in linted.requirements:
        if not requirement.source:
            yield Defect(
                path,
                f"requirement {requirement.id!r} names no source",
                "say where it comes from: a clause, a law, or your own policy and its date",
            )


def _without_criteria(linted: Linted) -> Iterator[Defect]:
    """A stage that asks for nothing, among stages that do, is entered and left by a click."""
    for process in linted.processes.values():
        silent = [stage.id for stage in process.stages if not _asks(linted, stage.id)]
        if len(silent) < len(process.stages):
            for name in silent:
                yield Defect(
                    ("stage", name),
                    f"stage {name!r} asks for nothing, on entry, on exit or meanwhile",
                    "say what must be there before it is left, or remove the stage",
                )


def _asks(linted: Linted, stage: str) -> bool:
    """Whether the file states criteria, be they sound or not."""
    return any(linted.raw(("stage", stage, str(kind))) for kind in CriterionKind)


def _duplicate_requirements(linted: Linted) -> Iterator[Defect]:
    """A condition asked twice at one place is told twice, waived twice, and mended once."""
    for alike in _alike(linted):
        seen: dict[object, str] = {}
        for path, asked in alike:
            first = seen.setdefault(_frozen(asked), str(path[-1]))
            if first != path[-1]:
                yield Defect(
                    path,
                    f"{path[-1]!r} asks for the same as {first!r}, at the same place",
                    "keep one of them, or say what the other means to ask for",
                )


def _alike(linted: Linted) -> Iterator[list[tuple[Path, Any]]]:
    """The requirements that may say the same: those of one place whose conditions begin with the same keys."""
    alike: dict[object, list[tuple[Path, Any]]] = {}
    for path, _ in linted.requirements:
        asked = linted.raw((*path, "require"))
        keys = frozenset(asked) if isinstance(asked, dict) else None
        alike.setdefault((path[:-1], keys), []).append((path, asked))
    return (several for several in alike.values() if len(several) > 1)


def _frozen(value: Any) -> object:
    """A value that is equal for conditions that say the same, in whatever order of keys."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    # 1 and true are equal to Python, and not to a playbook.
    return (type(value), value) if isinstance(value, bool) else value


RULES: Final = (
    Rule("no-process", Level.ERROR, _no_process),
    Rule("duplicate-id", Level.ERROR, _duplicate_ids),
    Rule("same-position", Level.WARNING, _same_position),
    Rule("no-source", Level.WARNING, _no_source),
    Rule("stage-without-criteria", Level.WARNING, _without_criteria),
    Rule("duplicate-requirement", Level.WARNING, _duplicate_requirements),
)
