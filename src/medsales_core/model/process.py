"""A process as a fact, so that standards can judge the process itself."""

from medsales_core.model.enums import BuyingRole, ProductKind
from medsales_core.model.fields import entity, fact

__all__ = ["ProcessVariant", "StageScope"]


@entity
class StageScope:
    """The kinds of product that one stage is made for. Source: S0-3."""

    id: str = fact("stage", "阶段")
    product_scope: tuple[ProductKind, ...] = fact(
        "kinds of product", "适用产品类型", default=(), source="S0-3"
    )


@entity
class ProcessVariant:
    """One process as a playbook declares it. Source: S0-3."""

    id: str = fact("process", "流程")
    moves: str | None = fact("what it moves", "流程对象", default=None)
    product_kinds: tuple[ProductKind, ...] = fact(
        "kinds of product", "适用产品类型", default=(), source="S0-3"
    )
    buying_roles: tuple[BuyingRole, ...] = fact("buying roles", "采购角色", default=(), source="S0-3")
    stages: tuple[StageScope, ...] = fact("stages", "阶段", default=(), source="S0-3")
