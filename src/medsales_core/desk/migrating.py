"""Carrying a migration out: one wish for each subject, under the version that the plan has seen."""

import datetime as dt
from typing import Any, Protocol

import attrs

from medsales_core.desk.view import stream_of
from medsales_core.engine.command import Actor, Command
from medsales_core.engine.decision import Decision
from medsales_core.engine.migration import Lot, Migration
from medsales_core.errors import ValueRefused, VersionConflict
from medsales_core.playbook.playbook import Playbook
from medsales_core.ports.store import Store

__all__ = ["Migrated", "carry_out"]


@attrs.frozen(kw_only=True)
class Migrated:
    """What became of a plan.

    Args:
        done: The subjects that were migrated.

        raced: Those to which somebody else did something since the plan was made; they are as that left them,
            and want to be planned anew.

        refused: The answers to those that may not be migrated as planned.
    """

    done: tuple[str, ...]
    raced: tuple[str, ...]
    refused: tuple[Decision, ...]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "done": list(self.done),
            "raced": list(self.raced),
            "refused": [decision.as_dict() for decision in self.refused],
        }


class Deciding(Protocol):
    """The part of a desk by which a plan is carried out."""

    @property
    def playbook(self) -> Playbook: ...

    @property
    def store(self) -> Store: ...

    def decide(
        self,
        subject: str,
        command: Command,
        *,
        actor: Actor,
        at: dt.datetime,
        root: str,
        expected_version: int,
        recorded_at: dt.datetime | None,
    ) -> Decision: ...


def carry_out(
    desk: Deciding,
    migration: Migration,
    *,
    actor: Actor,
    reason: str,
    root: str,
    recorded_at: dt.datetime | None,
) -> Migrated:
    """See `medsales_core.desk.desk.Desk.migrate`."""
    if migration.playbook != desk.playbook.hash:
        raise ValueRefused(
            f"the plan leads to playbook {migration.playbook[:12]}, this is {desk.playbook.hash[:12]}",
            hint="make the plan with the playbook that is to hold",
        )
    done, raced, refused = list[str](), list[str](), list[Decision]()
    if not reason.strip() and any(placement.lot is Lot.MOVES for placement in migration.due):
        raise ValueRefused(
            "a reason must be given where somebody gets another stage or process", hint="say why: reason"
        )
    for placement in migration.due:
        seen = placement.progress
        subject, version = seen.subject, seen.version
        try:
            # Asked only where nothing happened since: a plan that is out of date should leave no refusal behind.
            if desk.store.version(stream_of(root, subject)) != version:
                raced.append(subject)
                continue
            decision = desk.decide(
                subject,
                placement.command(reason),
                actor=actor,
                at=migration.at,
                root=root,
                expected_version=version,
                recorded_at=recorded_at,
            )
        except VersionConflict:
            raced.append(subject)
            continue
        if decision.accepted:
            done.append(subject)
        elif "stale-version" in decision.events[0].data["objections"]:
            raced.append(subject)
        else:
            refused.append(decision)
    return Migrated(done=tuple(done), raced=tuple(raced), refused=tuple(refused))
