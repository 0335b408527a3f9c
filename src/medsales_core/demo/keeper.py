"""How the people of the service department work orders and look after devices."""

import datetime as dt
from collections.abc import Generator
from random import Random
from typing import Any, Final

import attrs

from medsales_core.demo.aftersale import asset_file, order_file
from medsales_core.demo.company import SERVICE
from medsales_core.demo.diary import Act, Keep, Script
from medsales_core.demo.offer import contract_of
from medsales_core.demo.office import Office
from medsales_core.demo.scene import Scene
from medsales_core.engine.command import Command, Complete, Describe, Open, Retire, Waive
from medsales_core.engine.decision import Decision

__all__ = ["Keeper"]

_FULFILMENT: Final = "fulfilment-installation-training"
#: What is asked of an order of which nothing is installed.
_GOODS: Final = frozenset({"ful-on-time", "ful-to-quality", "ful-in-full", "ful-order-started"})
_CARE: Final = "aftersales-relationship"
_Answer = Generator[Act | Keep, Decision | None, Decision]
_Doing = Generator[Act | Keep, Decision | None, Any]


@attrs.define(kw_only=True, eq=False)
class Keeper:
    """The service department on what came of one contract.

    Args:
        scene: The deal.

        signed_on: When it was signed.

        today: The day on which the work begins.

        office: What is shared.

        rng: What is drawn from.
    """

    scene: Scene
    signed_on: dt.date
    today: dt.date
    office: Office
    rng: Random
    _minutes: int = attrs.field(default=0, init=False)

    def order(self) -> Script:
        """An order is delivered, put in place and completed, or waits for what is missing."""
        contract = contract_of(self.scene, self.signed_on, frozenset())
        filed = Act(
            at=self._now(),
            subject=self.scene.deal,
            command=Describe({"contract": contract}),
            actor=self.scene.owner,
        )
        yield filed
        among = frozenset() if self.scene.item.equipment else _GOODS
        lacks = {self.office.slip(_FULFILMENT, among)} if self.rng.random() < 0.9 else set()  # noqa: PLR2004
        yield from self._ask("order", Open("fulfilment"))
        yield from self._write_order(frozenset(lacks))
        self._rest(2, 9)
        done = yield from self._ask("order", Complete())
        if done.accepted or self.rng.random() < 0.3:  # noqa: PLR2004
            return
        self._rest(2, 9)
        missing = {finding.requirement for finding in done.failures if finding.blocks}
        if missing == {"ful-on-time"}:
            reason = self.scene.say("the customer's room was not ready", "客户机房延期")
            waive = Waive("ful-on-time", reason, self.today + dt.timedelta(days=30))
            yield from self._ask("order", waive, self.scene.team.boss)
        else:
            yield from self._write_order(frozenset())
        yield from self._ask("order", Complete())

    def care(self) -> Script:
        """A device is looked after; an old one leaves service, not always with the reason at first."""
        lacks = frozenset({self.office.slip(_CARE)})
        yield from self._ask("asset", Open("aftersales"))
        yield from self._ask("asset", Describe(asset_file(self.scene, self.signed_on, self.today, lacks)))
        self._rest(5, 15)
        if self.rng.random() < 0.35:  # noqa: PLR2004
            mended = asset_file(self.scene, self.signed_on, self.today, frozenset())
            yield from self._ask("asset", Describe(mended))
        if self.rng.random() < 0.2:  # noqa: PLR2004
            yield from self._ask("asset", Retire())
            self._rest(1, 3)
            yield from self._ask("asset", Retire(self.scene.say("replaced by a newer one", "已更换新机")))

    def _write_order(self, lacks: frozenset[str]) -> _Doing:
        file = order_file(self.scene, self.signed_on, self.today, lacks)
        yield from self._ask("order", Describe(file))

    def _ask(self, root: str, command: Command, actor: Any = SERVICE) -> _Answer:
        subject = f"{'O' if root == 'order' else 'E'}-{self.scene.deal.removeprefix('D-')}"
        answer = yield Act(at=self._now(), subject=subject, command=command, actor=actor, root=root)
        assert answer is not None
        return answer

    def _rest(self, least: int, most: int) -> None:
        self.today += dt.timedelta(days=self.rng.randint(least, most))
        self._minutes = 0

    def _now(self) -> dt.datetime:
        self._minutes += self.rng.randint(5, 40)
        return self.scene.at(self.today, 9) + dt.timedelta(minutes=self._minutes)
