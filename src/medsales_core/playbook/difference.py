"""What sets two playbooks apart: what was added, removed and changed, and in a changed thing which of its parts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from medsales_core.config.writing import inline
from medsales_core.engine.process import Figure, Process, Stage, Transition
from medsales_core.engine.promise import Promise
from medsales_core.playbook.enabling import WEEKDAYS, plain_settings
from medsales_core.playbook.playbook import Playbook, Standard
from medsales_core.playbook.training import TrainingModule
from medsales_core.rules.condition import AllOf
from medsales_core.rules.requirement import Requirement
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.values import joined, plain, shown
from medsales_core.rules.wording import words
from medsales_core.text import LangText, text

__all__ = ["KINDS", "Change", "PartChange", "differences"]

#: What is compared, in the order it is told.
KINDS: Final = (
    "playbook", "plugin", "process", "stage", "requirement", "transition", "threshold", "promise", "training",
    "standard", "role",
)  # fmt: skip
#: What a thing holds that is compared on its own, and what makes it the thing it is.
_ELSEWHERE: Final = frozenset({"id", "entry", "exit", "standing", "stages", "transitions", "requirements"})
_SAMPLE: Final = text("{value} (sample)", "{value}（示例）")


@attrs.frozen(kw_only=True)
class PartChange:
    """One part of a changed thing.

    Args:
        part: Its name, as the library calls it.

        before: What it was, as plain data.

        after: What it is.

        told_before: What it was, for a person.

        told_after: What it is, for a person.
    """

    part: str
    before: object
    after: object
    told_before: LangText
    told_after: LangText

    def as_dict(self) -> dict[str, Any]:
        return {"part": self.part, "before": self.before, "after": self.after}


@attrs.frozen(kw_only=True)
class Change:
    """Something that only one of two playbooks has, or that differs between them.

    Args:
        kind: ``stage``, ``requirement``, ``transition``, ``threshold`` ...

        id: Its id.

        what: ``added``, ``removed`` or ``changed``.

        label: Its name, that of the later playbook if both have it.

        parts: Which of its parts differ, where both have it.
    """

    kind: str
    id: str
    what: str
    label: LangText
    parts: tuple[PartChange, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The change as JSON holds it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "what": self.what,
            "label": dict(self.label),
            "parts": [part.as_dict() for part in self.parts],
        }


def differences(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """Everything that was added, removed or changed between two playbooks, kind by kind."""
    old, new = _things(before), _things(after)
    return tuple(change for kind in KINDS for change in _compared(kind, old[kind], new[kind]))


@attrs.frozen
class _Thing:
    """Something to compare: its name, and its parts by theirs, each as data and in words."""

    label: LangText
    parts: Mapping[str, tuple[object, object, LangText]]


def _compared(kind: str, old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[Change]:
    for name, thing in new.items():
        if name not in old:
            yield Change(kind=kind, id=name, what="added", label=thing.label)
        elif parts := tuple(_changed(old[name], thing)):
            yield Change(kind=kind, id=name, what="changed", label=thing.label, parts=parts)
    for name, thing in old.items():
        if name not in new:
            yield Change(kind=kind, id=name, what="removed", label=thing.label)


def _changed(old: _Thing, new: _Thing) -> Iterator[PartChange]:
    for name, (meaning, data, told) in new.parts.items():
        was, data_before, told_before = old.parts[name]
        if was != meaning:
            yield PartChange(
                part=name,
                before=data_before,
                after=data,
                told_before=told_before,
                told_after=told,
            )


def _things(playbook: Playbook) -> dict[str, dict[str, _Thing]]:
    found: dict[str, dict[str, _Thing]] = {kind: {} for kind in KINDS}
    said = {name: getattr(playbook, name) for name in ("id", "version", "title", "languages")}
    said["calendar"] = playbook.layers.data.get("calendar", WEEKDAYS)
    found["playbook"]["playbook"] = _Thing(playbook.title, {n: _part(value) for n, value in said.items()})
    clauses = {id(r) for standard in playbook.standards.values() for r in standard.requirements.values()}
    for process in playbook.processes.values():
        found["process"][process.id] = _thing(process)
        for stage in process.stages:
            adopted = []
            for criterion, requirement in stage.criteria():
                if id(requirement) in clauses:
                    adopted.append(f"{criterion}.{requirement.id}")  # it is written in its standard
                else:
                    place = f"stage.{stage.id}.{criterion}"
                    found["requirement"][requirement.id] = _requirement(playbook, requirement, place)
            thing = _thing(stage)
            found["stage"][stage.id] = _Thing(thing.label, {**thing.parts, "use": _part(tuple(adopted))})
        for transition in process.transitions:
            named = _joined(transition, playbook.stages)
            found["transition"][transition.id] = attrs.evolve(_thing(transition), label=named)
    for standard in playbook.standards.values():
        found["standard"][standard.id] = _thing(standard)
        for requirement in standard.requirements.values():
            place = f"standard.{standard.id}.requirement"
            found["requirement"][requirement.id] = _requirement(playbook, requirement, place)
    found["threshold"] = {name: _thing(threshold) for name, threshold in playbook.thresholds.items()}
    found["training"] = {name: _thing(module) for name, module in playbook.training.items()}
    found["promise"] = {name: _promise(playbook, promise) for name, promise in playbook.promises.items()}
    found["plugin"] = {name: _plugin(name, settings) for name, settings in playbook.plugins.items()}
    found["role"] = {name: _Thing(label, {"label": _part(label)}) for name, label in playbook.roles.items()}
    return found


def _thing(
    value: Process | Stage | Transition | Threshold | TrainingModule | Standard | Requirement | Promise,
) -> _Thing:
    parts = {
        field.name: _part(getattr(value, field.name))
        for field in attrs.fields(type(value))
        if field.eq and field.name not in _ELSEWHERE
    }
    return _Thing(getattr(value, "label", text("", "")), parts)


def _plugin(name: str, settings: Mapping[str, Any]) -> _Thing:
    told = ", ".join(f"{key} = {inline(value)}" for key, value in plain_settings(settings).items())
    data = {key: plain(value) for key, value in settings.items()}
    return _Thing(text(name, name), {"settings": (dict(settings), data, text(told, told))})


def _joined(transition: Transition, stages: Mapping[str, Stage]) -> LangText:
    """What a transition is called: from where to where, or how it ends."""
    sources = joined([stages[source].label for source in transition.sources], text(", ", "、"))
    target = (
        stages[transition.target].label
        if transition.target
        else text(f"({transition.kind})", f"（{transition.kind}）")
    )
    return text("{sources} → {target}", "{sources} → {target}").format(sources=sources, target=target)


def _promise(playbook: Playbook, promise: Promise) -> _Thing:
    thing = _thing(attrs.evolve(promise, condition=AllOf(())))
    written = playbook.layers.data[promise.kind][promise.id]["holds"]
    return _Thing(
        promise.label, {**thing.parts, "condition": (_ordered(written), written, words(promise.condition))}
    )


def _requirement(playbook: Playbook, requirement: Requirement, place: str) -> _Thing:
    thing = _thing(attrs.evolve(requirement, condition=AllOf(())))
    data: Any = playbook.layers.data
    for step in (*place.split("."), requirement.id):
        data = data[step]
    condition = (_ordered(data["require"]), data["require"], words(requirement.condition))
    return _Thing(requirement.label, {"where": _part(place), **thing.parts, "condition": condition})


def _ordered(value: object) -> object:
    """A condition as it is compared: the order of its keys does not count."""
    if isinstance(value, dict):
        return {key: _ordered(inner) for key, inner in sorted(value.items())}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _part(value: Any) -> tuple[object, object, LangText]:
    if isinstance(value, Figure):
        figure = shown(value.value)
        told = _SAMPLE.format(value=figure) if value.illustrative else figure
        return value, {"value": plain(value.value), "illustrative": value.illustrative}, told
    if isinstance(value, tuple) and value and isinstance(value[0], ThresholdValue):
        data = [{name: plain(inner) for name, inner in attrs.asdict(entry).items()} for entry in value]
        numbers = "; ".join(
            " ".join(str(inner) for inner in entry.values() if inner is not None) for entry in data
        )
        return value, data, text(numbers, numbers)
    return value, plain(value), shown(value)
