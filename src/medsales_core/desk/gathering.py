"""Everything around a subject that requirements may ask about, gathered from a store."""

from typing import Any

from medsales_core.desk.view import OWN_COMPANY, View
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.playbook.playbook import Playbook

__all__ = ["gather_facts"]


def gather_facts(playbook: Playbook, view: View, root: str, subject: str) -> Facts:
    """Everything around a subject that the store knows; what it does not know is not supplied."""
    entity = view.entity(root, subject)
    roots: dict[str, Any] = {root: entity, **view.attached(root, subject)}
    roots["company"] = view.entity("company", OWN_COMPANY)
    account = getattr(entity, "account_id", None)
    roots["account"] = view.entity("account", account)
    roots.update(view.attached("account", account))
    if root == "deal":
        roots["owner"] = view.entity("owner", entity.owner_id)
        roots["segment"] = view.entity("segment", entity.segment_id)
        roots["products"] = _products(view, [line.product_id for line in entity.lines])
        if entity.contract is not None:
            roots["contract"] = entity.contract
    elif root == "order" and entity is not NOT_SUPPLIED:
        deal = view.entity("deal", entity.deal_id)
        if deal is not NOT_SUPPLIED and deal.contract is not None:
            roots["contract"] = deal.contract
        roots["products"] = _products(view, [line.product_id for line in entity.lines])
    elif root == "asset" and entity is not NOT_SUPPLIED:
        roots["products"] = _products(view, [entity.product_id])
    if root in playbook.variants:
        roots["process"] = playbook.variants[root]
    return Facts(**roots)


def _products(view: View, ids: list[str | None]) -> tuple[Any, ...]:
    found = (view.entity("products", name) for name in ids if name)
    return tuple(product for product in found if product is not NOT_SUPPLIED)
