"""What the person who works a made-up deal knows of it: the customer, the product, the people, the calendar."""

import datetime as dt
from decimal import Decimal

import attrs

from medsales_core.demo.company import Team
from medsales_core.demo.customers import Customer
from medsales_core.demo.products import Item
from medsales_core.engine.command import Actor
from medsales_core.model.activity import Participant
from medsales_core.model.enums import BuyingRole, BuyingUnit
from medsales_core.money import Money

__all__ = ["Scene"]


@attrs.frozen(kw_only=True)
class Scene:
    """One deal as its owner sees it.

    Args:
        deal: Its number.

        customer: Who buys.

        item: What is bought.

        quantity: How many.

        amount: For how much.

        owner: Who works it.
    """

    deal: str
    customer: Customer
    item: Item
    quantity: int
    amount: Money
    owner: Actor

    @property
    def team(self) -> Team:
        return self.customer.team

    def say(self, en: str, zh: str) -> str:
        """What is written in the language of the team."""
        return zh if self.team.chinese else en

    def at(self, day: dt.date, hour: int = 10) -> dt.datetime:
        """A moment of *day* where the team works."""
        return dt.datetime.combine(day, dt.time(hour), self.team.zone)

    def contact(self, place: int) -> str:
        """The id of the customer's first (0), second or third person."""
        return f"{self.customer.id}-C{place + 1}"

    def user(self, *, hands_on: bool | None = None) -> Participant:
        """The clinical user, who is listened to."""
        return Participant(
            id="1",
            contact_id=self.contact(0),
            units=(BuyingUnit.CLINICAL_USER,),
            roles=(BuyingRole.USER, BuyingRole.INFLUENCER),
            hands_on=hands_on,
        )

    def head(self) -> Participant:
        """The head of the department, who decides."""
        return Participant(
            id="2",
            contact_id=self.contact(1),
            units=(BuyingUnit.DEPARTMENT_HEAD,),
            roles=(BuyingRole.DECISION_MAKER,),
        )

    def share(self, part: str) -> Money:
        """A part of the amount, to the cent."""
        return Money((self.amount.amount * Decimal(part)).quantize(Decimal("0.01")), self.amount.currency)
