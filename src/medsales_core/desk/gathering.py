"""Everything around a subject that requirements may ask about, gathered from a store."""

from typing import Any, Final

from medsales_core.desk.view import OWN_COMPANY, View
from medsales_core.engine.command import Command, Waive
from medsales_core.engine.plan import WISHES
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.playbook.playbook import Playbook

__all__ = ["facts_for", "gather_facts"]


def gather_facts(
    playbook: Playbook, view: View, root: str, subject: str, *, version: int | None = None
) -> Facts:
    """Everything around a subject that the store knows; what it does not know is not supplied.

    With a *version* the subject is as it was then; what lies around it is as it is now.
    """
    entity = view.entity(root, subject) if version is None else view.entity_at(root, subject, version)
    roots: dict[str, Any] = {root: entity, **view.attached(root, subject, version=version)}
    roots["company"] = view.entity("company", OWN_COMPANY)
    account = getattr(entity, "account_id", None)
    roots["account"] = view.entity("account", account)
    roots.update(view.attached("account", account))
    if entity is not NOT_SUPPLIED:
        roots.update(_AROUND.get(root, _nothing)(view, entity))
    if root in playbook.variants:
        roots["process"] = playbook.variants[root]
    return Facts(**roots)


def facts_for(
    playbook: Playbook, view: View, root: str, subject: str, command: Command, *, version: int | None = None
) -> Facts:
    """What *command* is decided on: nothing, where nothing around the subject matters to it.

    Gathering is most of the work; only moves are judged on facts, and a waiver on whose deal it is.
    """
    judged = type(command) in WISHES or isinstance(command, Waive)
    return gather_facts(playbook, view, root, subject, version=version) if judged else Facts()


def _around_deal(view: View, deal: Any) -> dict[str, Any]:
    return {
        "owner": view.entity("owner", deal.owner_id),
        "segment": view.entity("segment", deal.segment_id),
        "products": _products(view, [line.product_id for line in deal.lines]),
        "contract": deal.contract or NOT_SUPPLIED,
        "partner": view.entity("partner", deal.partner_id),
    }


def _around_order(view: View, order: Any) -> dict[str, Any]:
    deal = view.entity("deal", order.deal_id)
    return {
        "contract": (deal is not NOT_SUPPLIED and deal.contract) or NOT_SUPPLIED,
        "products": _products(view, [line.product_id for line in order.lines]),
        "partner": view.entity("partner", order.partner_id),
    }


def _around_asset(view: View, asset: Any) -> dict[str, Any]:
    return {"products": _products(view, [asset.product_id])}


def _nothing(_view: View, _entity: Any) -> dict[str, Any]:
    return {}


_AROUND: Final = {"deal": _around_deal, "order": _around_order, "asset": _around_asset}


def _products(view: View, ids: list[str | None]) -> Any:
    """The products of some lines; if one of them is not known, they are not: the known alone would pass for all."""
    found = tuple(view.entity("products", name) for name in ids if name)
    return NOT_SUPPLIED if NOT_SUPPLIED in found else found
