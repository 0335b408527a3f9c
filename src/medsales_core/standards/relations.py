"""What lies around each subject: by which fields the entities of an organisation point at one another."""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

__all__ = ["EMBEDDED", "RELATIONS", "Back", "Every", "Ids", "Relation", "Via", "reader"]


@attrs.frozen
class Ids:
    """The entities whose ids stand in a field of this one: the account of a deal, the products of its lines."""

    path: str


@attrs.frozen
class Back:
    """The entities in whose field the id of this one stands: the activities of a sales person."""

    path: str


@attrs.frozen
class Via:
    """What lies around another entity that lies around this one: the contacts of a deal's account."""

    root: str


@attrs.frozen
class Every:
    """All that the organisation has: the findings of the company."""


#: One way to what lies around; of several the first that leads somewhere counts.
Relation: TypeAlias = Ids | Back | Via | Every

#: Entities that are kept inside others, where they are not given on their own: the root, and their field.
EMBEDDED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"contract": ("deal", "contract"), "asset": ("order", "assets")}
)


def _ways(**ways: tuple[Relation, ...] | Relation) -> Mapping[str, tuple[Relation, ...]]:
    return {root: way if isinstance(way, tuple) else (way,) for root, way in ways.items()}


_OF_ACCOUNT: Final = Back("account_id")

#: For each root the roots around it. The company is around everything, and so is the process that moves it.
RELATIONS: Final[Mapping[str, Mapping[str, tuple[Relation, ...]]]] = MappingProxyType(
    {
        "deal": _ways(
            account=Ids("account_id"),
            contacts=Via("account"),
            owner=Ids("owner_id"),
            segment=Ids("segment_id"),
            activities=Back("deal_id"),
            products=Ids("lines.product_id"),
            contract=Ids("contract.id"),
            order=Back("deal_id"),
            partner=Ids("partner_id"),
            team=Via("owner"),
            recalls=Every(),
        ),
        "account": _ways(
            contacts=_OF_ACCOUNT,
            owner=Ids("owner_id"),
            activities=_OF_ACCOUNT,
            tickets=_OF_ACCOUNT,
            follow_ups=_OF_ACCOUNT,
            invoices=_OF_ACCOUNT,
            complaints=_OF_ACCOUNT,
        ),
        "contacts": _ways(account=Ids("account_id"), owner=Via("account"), transfers=Back("recipient_id")),
        "owner": _ways(
            activities=Back("owner_id"),
            expenses=Back("owner_id"),
            scorecards=Back("subject_id"),
            compliance_findings=Back("subject_ref"),
            team=Ids("team_id"),
            products=Ids("authority_letters.product_ids"),
        ),
        "team": _ways(owner=Ids("manager_id"), scorecards=Every()),
        "scorecards": _ways(owner=Ids("subject_id"), team=Via("owner")),
        "activities": _ways(
            deal=Ids("deal_id"),
            account=(Ids("account_id"), Via("deal")),
            contacts=(Ids("participants.contact_id"), Via("account")),
            owner=(Ids("owner_id"), Via("deal")),
            products=Via("deal"),
            expenses=Back("activity_id"),
            transfers=Back("activity_id"),
            compliance_findings=Back("subject_ref"),
        ),
        "segment": {},
        "products": _ways(stock_units=Back("product_id"), recalls=Back("product_ids")),
        "contract": _ways(
            deal=Back("contract.id"),
            account=(Ids("account_id"), Via("deal")),
            owner=Via("deal"),
            order=Back("contract_id"),
            products=Via("deal"),
            partner=Via("deal"),
            invoices=Back("contract_id"),
        ),
        "order": _ways(
            deal=Ids("deal_id"),
            contract=(Ids("contract_id"), Via("deal")),
            account=(Ids("account_id"), Via("deal")),
            owner=Via("deal"),
            partner=(Ids("partner_id"), Via("deal")),
            products=Ids("lines.product_id"),
            stock_units=Back("order_id"),
            invoices=Back("order_id"),
            training_sessions=Back("order_id"),
            recalls=Every(),
        ),
        "invoices": _ways(
            order=Ids("order_id"),
            account=(Ids("account_id"), Via("order")),
            contract=(Ids("contract_id"), Via("order")),
            owner=(Via("order"), Via("account")),
        ),
        "stock_units": _ways(products=Ids("product_id"), order=Ids("order_id"), recalls=Every()),
        "partner": _ways(account=Ids("account_id"), order=Back("partner_id"), owner=Via("account")),
        "asset": _ways(
            products=Ids("product_id"),
            account=Ids("account_id"),
            order=Ids("order_id"),
            owner=Via("account"),
            tickets=Back("asset_id"),
            follow_ups=Back("asset_id"),
            training_sessions=Back("asset_ids"),
        ),
        "training_sessions": _ways(order=Ids("order_id"), asset=Ids("asset_ids")),
        "tickets": _ways(
            asset=Ids("asset_id"),
            account=(Ids("account_id"), Via("asset")),
            products=Via("asset"),
            owner=Via("account"),
            engineers=Ids("engineer_id"),
        ),
        "follow_ups": _ways(asset=Ids("asset_id"), account=(Ids("account_id"), Via("asset"))),
        "engineers": _ways(tickets=Back("engineer_id")),
        "expenses": _ways(
            activities=Ids("activity_id"),
            account=(Ids("account_id"), Via("activities")),
            owner=(Ids("owner_id"), Via("activities")),
            deal=Via("activities"),
            transfers=Back("expense_id"),
        ),
        "transfers": _ways(
            contacts=Ids("recipient_id"),
            activities=Ids("activity_id"),
            expenses=Ids("expense_id"),
            owner=Via("activities"),
        ),
        "compliance_findings": {},
        "complaints": _ways(
            tickets=Ids("ticket_id"),
            asset=Ids("asset_id"),
            account=(Ids("account_id"), Via("asset")),
            owner=Via("account"),
        ),
        "adverse_events": _ways(products=Ids("product_id"), account=Ids("account_id"), owner=Via("account")),
        "recalls": _ways(products=Ids("product_ids"), stock_units=Via("products")),
        "records": {},
        "process": {},
        "company": {},
    }
)


def reader(path: str) -> Callable[[Any], Iterator[Any]]:
    """A function that gives every filled value at a dotted *path* of an entity, lists on the way opened."""
    steps = path.split(".")
    if len(steps) == 1:
        get = attrgetter(path)
        return lambda entity: _each(get(entity))

    def read(entity: Any) -> Iterator[Any]:
        found = [entity]
        for step in steps:
            found = [value for one in found for value in _each(getattr(one, step))]
        return iter(found)

    return read


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        return iter(value)
    return iter(()) if value is None else iter((value,))
