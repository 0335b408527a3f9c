"""What the people of the made-up company share: the customers' files, and what is forgotten where."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import cycle
from random import Random
from typing import Final

from medsales_core.demo.company import LAPSED, PEOPLE, UNTRAINED, Person
from medsales_core.demo.customers import Customer, account_file, contacts_of
from medsales_core.demo.diary import Keep
from medsales_core.demo.scene import Scene
from medsales_core.engine.command import Actor
from medsales_core.playbook import Playbook

__all__ = ["ACCOUNT_LEVEL", "Office"]

_BY_STAGE: Final[Mapping[str, tuple[str, ...]]] = {
    "market-analysis-targeting": (
        "mkt-customer-graded-initially",
        "mkt-profile-core-needs",
        "mkt-profile-purchase-potential",
        "mkt-profile-decision-path",
    ),
    "customer-development-contact": (
        "dev-contact-data-multi-source",
        "dev-contact-data-accurate",
        "dev-basic-facts-known",
    ),
    "": ("need-trusted-advisor", "svc-relationship-maintained", "svc-repeat-purchase", "svc-referral"),
}
#: The requirements that a customer's file answers, not a deal's.
ACCOUNT_LEVEL: Final = frozenset(name for names in _BY_STAGE.values() for name in names)
_VERIFIED: Final = "dev-contact-data-accurate"
_HABIT: Final = 0.8
_SLIP: Final = 0.6


class Office:
    """Remembers which file lacks what while a story is told.

    Habits are followed four times in five. Besides, everybody forgets something now and then: whatever a
    stage asks for, in turn, so that a portfolio of some size shows each kind of gap.

    Args:
        playbook: Whose requirements are forgotten.

        rng: What is drawn from.
    """

    def __init__(self, playbook: Playbook, rng: Random) -> None:
        self.playbook = playbook
        self._rng = rng
        self._turns: dict[tuple[str, frozenset[str]], Iterator[str]] = {}
        self._customers: dict[str, frozenset[str]] = {}
        self._met: dict[str, dt.date] = {}
        self._verified: dict[str, dt.date | None] = {}
        self._file_turns = {stage: cycle(names) for stage, names in _BY_STAGE.items()}

    def forgotten(self, scene: Scene, stage: str, slip: float = _SLIP) -> frozenset[str]:
        """What the owner of a deal forgets while it is in *stage*; with the chance *slip*, something besides."""
        asked = self._asked(stage)
        habits = {name for name in sorted(scene.team.habits & set(asked)) if self._rng.random() < _HABIT}
        if self._rng.random() < slip:
            habits.add(self.slip(stage))
        return frozenset(habits)

    def slip(self, stage: str, among: frozenset[str] = frozenset()) -> str:
        """The requirement of *stage* whose turn it is to be forgotten, of those *among* if any are named."""
        asked = self._asked(stage)
        turns = self._turns.setdefault(
            (stage, among), cycle([name for name in asked if name in among] or asked)
        )
        return next(turns)

    def _asked(self, stage: str) -> tuple[str, ...]:
        """What a deal's own file must answer to leave *stage*."""
        owner: Mapping[str, str] = {"demo-technical-support": "neg-acceptance-precondition"}
        found = [r.id for _, r in self.playbook.stages[stage].criteria() if r.id not in ACCOUNT_LEVEL]
        return tuple(name for name in (*found, owner.get(stage, "")) if name)

    # ---- customers

    def open_customer(self, customer: Customer, stage: str, met_on: dt.date, at: dt.datetime) -> Keep:
        """The file of *customer* as its owner keeps it at first.

        Args:
            customer: The customer.

            stage: Where its newest deal is; what that stage asks for is what is most likely forgotten.

            met_on: When its people were first met.

            at: When the file is taken over.
        """
        lacks = {name for name in sorted(customer.team.habits & ACCOUNT_LEVEL) if self._rng.random() < _HABIT}
        if self._rng.random() < _SLIP:
            lacks.add(next(self._file_turns.get(stage, self._file_turns[""])))
        self._customers[customer.id] = frozenset(lacks)
        self._met[customer.id] = met_on
        self._verified[customer.id] = None if _VERIFIED in lacks else met_on
        return self._kept(customer, at, Actor(customer.owner, {"sales-rep"}))

    def mend_customer(
        self, customer: Customer, mended: frozenset[str], at: dt.datetime, actor: Actor
    ) -> Keep:
        """The file of *customer* once *mended* was added."""
        self._customers[customer.id] -= mended
        if _VERIFIED in mended:
            self._verified[customer.id] = at.date()
        return self._kept(customer, at, actor)

    def _kept(self, customer: Customer, at: dt.datetime, actor: Actor) -> Keep:
        lacks = self._customers[customer.id]
        contacts = contacts_of(customer, self._met[customer.id], self._verified[customer.id], lacks)
        account = account_file(customer, at.date(), lacks)
        return Keep(at=at, root="account", entity=account, actor=actor, attached={"contacts": contacts})

    # ---- people

    def colleague(self, scene: Scene) -> Person:
        """Somebody of the same team who is trained."""
        able = [p for p in PEOPLE if p.team == scene.team.id and p.role == "sales-rep"]
        return self._rng.choice([p for p in able if p.id not in (scene.owner.id, LAPSED, UNTRAINED)])
