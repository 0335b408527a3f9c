"""Reading the definitions of a playbook out of its tables: stages, criteria, transitions, thresholds."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

import attrs

from medsales_core.config import Table
from medsales_core.engine.process import CriterionKind, Figure, Process, Stage, Transition, TransitionKind
from medsales_core.model.choice import Choice
from medsales_core.model.enums import BuyingRole, ForecastCategory, ProductKind
from medsales_core.model.facts import ROOTS
from medsales_core.model.subjects import SUBJECTS
from medsales_core.playbook.adoption import adopt, own_criteria
from medsales_core.playbook.clauses import Clauses
from medsales_core.playbook.playbook import Standard
from medsales_core.rules.condition import AnyOf
from medsales_core.rules.reading import ConditionReader
from medsales_core.rules.requirement import Requirement, Severity
from medsales_core.text import LangText, closest, near_or_known, text

__all__ = ["KINDS", "STRENGTHS", "UNREADABLE", "Reader", "read_roles"]

#: How binding a requirement is.
STRENGTHS: Final = ("must", "may", "advised", "encouraged", "prohibited", "avoid", "watch")
#: What sort of sentence a requirement is.
KINDS: Final = (
    "aim", "cadence", "capability", "compliance", "conduct", "deadline", "deliverable", "gate", "indicator",
    "monitoring", "outcome", "policy", "preference", "process", "prohibition", "qualification", "quality",
    "retention", "threshold", "timeliness", "training",
)  # fmt: skip
#: Stands for a condition that cannot be read: kept for the linter's sake, as something that never holds.
UNREADABLE: Final = AnyOf(())
_EMPTY: Final = text("", "")
#: Ten years: what is waived for longer is no requirement.
_LONGEST_WAIVER: Final = 3660
_C = TypeVar("_C", bound=Choice)


def read_roles(root: Table, languages: Iterable[str]) -> dict[str, LangText]:
    """The ``[role.ID]`` tables: what each role is called."""
    roles = {}
    for name, table in root.tables("role"):
        roles[name] = table.lang_text("label", languages)
        table.finish()
    return roles


@attrs.frozen
class Reader:
    """Reads processes and standards, with what their conditions may name at hand.

    Args:
        conditions: Reads conditions.

        languages: The languages of the playbook.

        roles: The roles that may be named.

        clauses: The requirements that may be named.
    """

    conditions: ConditionReader
    languages: tuple[str, ...]
    roles: Mapping[str, LangText]
    clauses: Clauses

    def processes(self, root: Table, standards: Mapping[str, Standard]) -> dict[str, Process]:
        """The ``[process.ID]`` tables with their ``[stage.ID]`` and ``[transition.ID]``.

        Args:
            root: The whole playbook.

            standards: Whose requirements a stage may ``use``.
        """
        adoptable: dict[str, Requirement | None] = {
            clause: standard.requirements.get(clause)
            for standard in standards.values()
            for clause in self.clauses.standards[standard.id]
        }
        headers = dict(root.tables("process"))
        stages = [self._stage(name, table, headers, adoptable) for name, table in root.tables("stage")]
        homes = {stage.id: stage.process for stage in stages}
        transitions = [self._transition(name, table, homes) for name, table in root.tables("transition")]
        return {
            name: self._process(
                name,
                table,
                tuple(sorted((s for s in stages if s.process == name), key=lambda s: s.position)),
                tuple(t for t in transitions if t.process == name),
            )
            for name, table in headers.items()
        }

    def _process(
        self, name: str, table: Table, stages: tuple[Stage, ...], transitions: tuple[Transition, ...]
    ) -> Process:
        start = table.choice("start", [stage.id for stage in stages]) or ""
        moves = table.choice("moves", [root for root, known in ROOTS.items() if not known.many]) or "deal"
        process = Process(
            id=name,
            moves=moves,
            label=table.lang_text("label", self.languages),
            start=start,
            stages=stages,
            transitions=transitions,
            product_kinds=_among(table, "product_kinds", ProductKind),
            buying_roles=_among(table, "buying_roles", BuyingRole),
        )
        table.finish()
        return process

    def _stage(
        self,
        name: str,
        table: Table,
        processes: Mapping[str, Table],
        adoptable: Mapping[str, Requirement | None],
    ) -> Stage:
        adopted = adopt(table, adoptable)
        stage = Stage(
            id=name,
            process=table.choice("process", processes) or "",
            position=table.integer("position"),
            label=table.lang_text("label", self.languages),
            guidance=table.lang_text("guidance", self.languages, required=False),
            expected_days=_figure(table.table("expected"), "days"),
            probability=_figure(table.table("probability"), "value"),
            forecast=table.choice("forecast", ForecastCategory) if "forecast" in table.data else None,
            key=table.choice("criticality", ["key", "normal"], "normal") == "key",
            heading_inferred=table.flag("heading_inferred"),
            product_scope=_among(table, "product_scope", ProductKind),
            entry=(*self._requirements(table, CriterionKind.ENTRY), *adopted[CriterionKind.ENTRY]),
            exit=(*self._requirements(table, CriterionKind.EXIT), *adopted[CriterionKind.EXIT]),
            standing=(*self._requirements(table, CriterionKind.STANDING), *adopted[CriterionKind.STANDING]),
        )
        table.finish()
        return stage

    def _requirements(self, table: Table, key: str) -> tuple[Requirement, ...]:
        written = own_criteria(table, key) if isinstance(key, CriterionKind) else table.tables(key)
        return tuple(self._requirement(name, inner) for name, inner in written)

    def _requirement(self, name: str, table: Table) -> Requirement:
        condition = self.clauses.condition(name, table, self.conditions)
        for word in ("require", "scope", "effective_from"):
            table.raw(word)  # read with the condition; here they are only known
        severity = table.choice("severity", Severity, Severity.BLOCK)
        requirement = Requirement(
            id=name,
            label=table.lang_text("label", self.languages),
            source=table.text("source", " ").strip(),
            applies_to=table.choice("applies_to", SUBJECTS, "deal") or "",
            kind=table.choice("kind", KINDS, "deliverable") or "",
            strength=table.choice("strength", STRENGTHS, "must") or "",
            severity=severity or Severity.BLOCK,
            condition=condition or UNREADABLE,
            evidence=table.lang_text("evidence", self.languages, required=False) or _EMPTY,
            remedy=table.lang_text("remedy", self.languages, required=False) or _EMPTY,
            waivable_by=self._roles(table, "waivable_by"),
            waivable_days=_term(table),
            written=self.clauses.tested(name, table),
        )
        table.finish()
        return requirement

    def _roles(self, table: Table, key: str) -> tuple[str, ...]:
        names = table.texts(key)
        for name in names:
            if name not in self.roles:
                near = closest(name, self.roles)
                hint = f"did you mean {near!r}?" if near else f"define [role.{name}]"
                table.error(key, "undefined-role", f"there is no role {name!r}", hint=hint)
        return names

    def _transition(self, name: str, table: Table, homes: Mapping[str, str]) -> Transition:
        kind = table.choice("kind", TransitionKind)
        sources = table.texts("from")
        if not sources:
            table.error("", "missing-key", f"transition {name!r} needs 'from', a stage or a list of stages")
        target = table.text("to", "" if kind is None or not kind.has_target else None)
        if target and kind is not None and not kind.has_target:
            table.error("to", "needless-key", f"a transition of kind {kind} leads to no stage")
        named = [("from", source) for source in sources]
        if target or (kind is not None and kind.has_target and "to" in table.data):
            named.append(("to", target))
        for key, stage in named:
            if stage not in homes:
                told = f"transition {name!r}: there is no stage {stage!r}"
                table.error(key, "undefined-stage", told, hint=near_or_known(stage, homes))
        processes = {homes[stage] for stage in (*sources, target) if stage in homes}
        if len(processes) > 1:
            table.error(
                "",
                "crosses-processes",
                f"transition {name!r} joins stages of {' and '.join(sorted(processes))}",
            )
        transition = Transition(
            id=name,
            process=min(processes, default=""),
            sources=sources,
            target=target,
            kind=kind or TransitionKind.FORWARD,
            needs_reason=table.choice("reason", ["required", "optional"], "optional") == "required",
            who=self._roles(table, "who"),
        )
        table.finish()
        return transition

    def standards(self, root: Table) -> dict[str, Standard]:
        """The ``[standard.ID]`` tables."""
        standards = {}
        for name, table in root.tables("standard"):
            clauses = self._requirements(table, "requirement")
            standards[name] = Standard(
                id=name,
                label=table.lang_text("label", self.languages),
                requirements={clause.id: clause for clause in clauses},
            )
            table.finish()
        return standards


def _term(table: Table) -> int | None:
    """How long a waiver may last at most."""
    if "waivable_days" not in table.data:
        return None
    days = table.integer("waivable_days")
    if "waivable_by" not in table.data:
        table.error(
            "waivable_days",
            "needless-key",
            "'waivable_days' goes with 'waivable_by', and nobody may waive this",
        )
    elif not 1 <= days <= _LONGEST_WAIVER:
        limits = f"from 1 to {_LONGEST_WAIVER}"
        table.error(
            "waivable_days", "bad-value", f"'waivable_days' takes a whole number {limits}, not {days}"
        )
    return days


def _figure(table: Table, key: str) -> Figure | None:
    if not table.data:
        return None
    value = table.decimal(key)
    figure = Figure(value, table.flag("illustrative")) if value is not None else None
    table.finish()
    return figure


def _among(table: Table, key: str, choices: type[_C]) -> tuple[_C, ...]:
    names = table.texts(key)
    if not names:
        return ()
    known = {str(choice): choice for choice in choices}
    for name in names:
        if name not in known:
            near = closest(name, known)
            hint = f"did you mean {near!r}?" if near else f"one of {', '.join(known)}"
            table.error(key, "unknown-value", f"{name!r} is no {choices.__name__}", hint=hint)
    return tuple(known[name] for name in names if name in known)
