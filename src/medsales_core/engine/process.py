"""A process as it is defined: stages, their criteria, and the transitions between them."""

from decimal import Decimal
from enum import StrEnum

import attrs

from medsales_core.model.enums import BuyingRole, ForecastCategory, ProductKind
from medsales_core.model.process import ProcessVariant, StageScope
from medsales_core.rules.requirement import Requirement
from medsales_core.text import LangText

__all__ = ["CriterionKind", "Figure", "Process", "Stage", "Transition", "TransitionKind"]


class CriterionKind(StrEnum):
    """When a stage's requirement binds."""

    ENTRY = "entry"
    EXIT = "exit"
    STANDING = "standing"


class TransitionKind(StrEnum):
    """What a transition does to its subject, and so which criteria bind it."""

    FORWARD = "forward"
    SKIP = "skip"
    BACK = "back"
    WIN = "win"
    LOSE = "lose"
    REOPEN = "reopen"
    COMPLETE = "complete"
    RETIRE = "retire"

    @property
    def leaves_by_exit(self) -> bool:
        """Exit and standing criteria of the stage left bind it; they never stop losing or going back."""
        return self in (
            TransitionKind.FORWARD,
            TransitionKind.SKIP,
            TransitionKind.WIN,
            TransitionKind.COMPLETE,
        )

    @property
    def enters(self) -> bool:
        """Entry criteria of the stage entered bind it."""
        return self in (TransitionKind.FORWARD, TransitionKind.SKIP)

    @property
    def has_target(self) -> bool:
        """It leads to a stage; the others close the subject where it stands."""
        return self in (
            TransitionKind.FORWARD,
            TransitionKind.SKIP,
            TransitionKind.BACK,
            TransitionKind.REOPEN,
        )


@attrs.frozen
class Figure:
    """A number of a process; an illustrative one is a sample that no source fixes."""

    value: Decimal
    illustrative: bool = False


@attrs.frozen(kw_only=True)
class Stage:
    """One stage of a process.

    Args:
        id: Stable ASCII id.

        process: Id of the process it belongs to.

        position: Its place when stages are listed; an order hint, nothing else.

        label: Its name, in every language.

        guidance: What is done in it.

        expected_days: How long it usually takes, in days.

        probability: Default probability of winning, 0..1; None where winning is behind it.

        forecast: The forecast category of a deal in it.

        key: The source document calls it a key link for success.

        heading_inferred: Its name is not in the source document.

        product_scope: The kinds of product it is for.

        entry: What must hold to move in.

        exit: What must hold to move on.

        standing: What must hold all the while.
    """

    id: str
    process: str
    position: int
    label: LangText
    guidance: LangText
    expected_days: Figure | None = None
    probability: Figure | None = None
    forecast: ForecastCategory | None = None
    key: bool = False
    heading_inferred: bool = False
    product_scope: tuple[ProductKind, ...] = ()
    entry: tuple[Requirement, ...] = ()
    exit: tuple[Requirement, ...] = ()
    standing: tuple[Requirement, ...] = ()

    def criteria(self) -> tuple[tuple[CriterionKind, Requirement], ...]:
        """All its requirements, each with when it binds."""
        return (
            *((CriterionKind.ENTRY, requirement) for requirement in self.entry),
            *((CriterionKind.EXIT, requirement) for requirement in self.exit),
            *((CriterionKind.STANDING, requirement) for requirement in self.standing),
        )


@attrs.frozen(kw_only=True)
class Transition:
    """A way from some stages to another, or out of the process.

    Args:
        id: Stable ASCII id.

        process: Id of the process it belongs to.

        sources: Ids of the stages it leaves.

        target: Id of the stage it leads to; empty where it closes the subject.

        kind: What it does.

        needs_reason: A reason must be given.

        who: The roles that may take it; anybody if empty.
    """

    id: str
    process: str
    sources: tuple[str, ...]
    target: str
    kind: TransitionKind
    needs_reason: bool = False
    who: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Process:
    """The stages that one kind of subject runs through.

    Args:
        id: Stable ASCII id.

        moves: The root of the subject it moves: ``deal``, ``order`` or ``asset``.

        label: Its name, in every language.

        start: Id of the first stage.

        stages: Its stages by position.

        transitions: The ways between them.

        product_kinds: The kinds of product it is shaped for.

        buying_roles: The roles of the customer's decision chain it is shaped for.
    """

    id: str
    moves: str
    label: LangText
    start: str
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    product_kinds: tuple[ProductKind, ...] = ()
    buying_roles: tuple[BuyingRole, ...] = ()

    def as_fact(self) -> ProcessVariant:
        """The process as a fact, for the standards that judge it."""
        return ProcessVariant(
            id=self.id,
            moves=self.moves,
            product_kinds=self.product_kinds,
            buying_roles=self.buying_roles,
            stages=tuple(StageScope(id=stage.id, product_scope=stage.product_scope) for stage in self.stages),
        )
