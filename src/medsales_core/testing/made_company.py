"""A company of one of everything, whose entities point at one another: what proofs of standards begin with."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import count
from typing import Any, Final

import attrs

import medsales_core.model as m
from medsales_core.model.facts import ROOTS, Facts
from medsales_core.model.fields import changed
from medsales_core.money import Money
from medsales_core.rules.schema import describe
from medsales_core.standards.organisation import Organisation, Subject
from medsales_core.standards.relations import RELATIONS, Back, Ids, Relation, Via

__all__ = ["ABROAD", "MadeCompany", "first", "one_of_everything"]

#: A second customer, for what is asked only outside China.
ABROAD: Final = "account-abroad"

#: Contracts are kept inside their deals.
_CONTRACT: Final = "contract"


def first(root: str) -> str:
    """The id of the one entity of *root* that is there from the start."""
    return f"{root}-1"


#: What the entities hold beyond ids: the records in which relations lie.
_SEEDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "account": {"name": "First Hospital", "country": "CN"},
    "products": {"list_price": Money(100, "CNY")},
    "deal": {
        "lines": (m.DealLine(id="1", product_id=first("products")),),
        "quotes": (
            m.Quote(
                id="1",
                status=m.QuoteStatus.SENT,
                discount=Decimal("0.15"),
                lines=(m.QuoteLine(id="1", product_id=first("products"), unit_price=Money(85, "CNY")),),
            ),
        ),
        "contract": m.Contract(id=first(_CONTRACT), account_id=first("account")),
    },
    "order": {"lines": (m.OrderLine(id="1", product_id=first("products")),)},
    "activities": {"participants": (m.Participant(id="1", contact_id=first("contacts")),)},
    "owner": {"authority_letters": (m.AuthorityLetter(id="1", product_ids=(first("products"),)),)},
}


@attrs.frozen
class MadeCompany:
    """A made-up company. It does not change: each change gives another one.

    Args:
        entities: Its entities, by root.
    """

    entities: Mapping[str, tuple[Any, ...]]

    def organisation(self) -> Organisation:
        """The company, to be judged."""
        roots: dict[str, Any] = dict(self.entities)
        return Organisation(**roots)

    def written(self, subject: Subject, facts: Facts) -> "MadeCompany":
        """The company after the facts on *subject* became *facts*: what is new among them lies around it too."""
        made, whole = self, self.organisation()
        # The subject itself comes first: what is new around it may be pointed at by its own fields.
        for root in sorted(facts.supplied(), key=lambda root: (root != subject.root, root)):
            value = getattr(facts, root)
            before = (subject.entity,) if root == subject.root else whole.around(subject, root)
            made = made._replaced(subject, root, before, value if ROOTS[root].many else (value,))
        return made

    def _replaced(
        self, subject: Subject, root: str, before: Iterable[Any], after: Iterable[Any]
    ) -> "MadeCompany":
        old = {entity.id for entity in before}
        new = {entity.id: entity for entity in after}
        made = self
        for name in sorted(old):
            made = made.put(root, name, new.get(name))
        for name in sorted(new.keys() - old):
            entity = made._under_a_free_id(root, new[name])
            made = made.put(root, entity.id, entity)._linked(subject.root, subject.id, root, entity.id)
        return made

    def _under_a_free_id(self, root: str, entity: Any) -> Any:
        """*entity*, which came into facts on one subject, where another of that id lies around another subject."""
        taken = {one.id: one for one in self.entities.get(root, ())}
        if taken.get(entity.id, entity) == entity:
            return entity
        free = next(name for n in count(2) if (name := f"{entity.id}-{n}") not in taken)
        return changed(entity, id=free)

    def put(self, root: str, name: str, entity: Any) -> "MadeCompany":
        """The company with the one of that id replaced by *entity*, added, or without it for None."""
        if root == _CONTRACT:
            return self._with_contract(name, entity)
        kept = {one.id: one for one in self.entities.get(root, ())} | {name: entity}
        return MadeCompany({**self.entities, root: tuple(one for one in kept.values() if one is not None)})

    def _with_contract(self, name: str, contract: Any) -> "MadeCompany":
        deals = tuple(
            changed(deal, contract=contract) if deal.contract and deal.contract.id == name else deal
            for deal in self.entities["deal"]
        )
        return MadeCompany({**self.entities, "deal": deals})

    def _linked(self, source: str, source_id: str, target: str, target_id: str) -> "MadeCompany":
        """The company in which one of *target* lies around one of *source*."""
        for way in RELATIONS[source].get(target, ()):
            if isinstance(way, Via):
                return self._linked(way.root, first(way.root), target, target_id)
            if isinstance(way, Back) and _has(target, way.path):
                return self._pointing(target, target_id, way.path, source_id)
            if isinstance(way, Ids) and _has(source, way.path):
                return self._pointing(source, source_id, way.path, target_id)
        return self

    def _pointing(self, root: str, name: str, field: str, wanted: str) -> "MadeCompany":
        entity = next(one for one in self.entities[root] if one.id == name)
        value = getattr(entity, field)
        pointing = (*value, wanted) if isinstance(value, tuple) else wanted
        return self.put(root, name, changed(entity, **{field: pointing}))

    def joined(self, source: str, target: str, ways: Iterable[Relation]) -> "MadeCompany":
        """The company whose first ones of two roots point at one another where nobody is pointed at yet."""
        made = self
        for way in ways:
            if isinstance(way, Back) and _has(target, way.path):
                made = made._pointing_once(target, way.path, source)
            elif isinstance(way, Ids) and _has(source, way.path):
                made = made._pointing_once(source, way.path, target)
        return made

    def _pointing_once(self, root: str, field: str, wanted: str) -> "MadeCompany":
        entity = self.entities[root][0]
        return self if getattr(entity, field) else self._pointing(root, entity.id, field, first(wanted))


def one_of_everything() -> MadeCompany:
    """One entity of each root, with little but their ids, each around all that it can lie around.

    Of customers there are two, the second one abroad and around nothing.
    """
    made = MadeCompany(
        {
            root: (known.entity(id=first(root), **_SEEDS.get(root, {})),)
            for root, known in ROOTS.items()
            if root != _CONTRACT
        }
    )
    made = made.put("account", ABROAD, m.Account(id=ABROAD, name="Clinic abroad", country="US"))
    for source, around in RELATIONS.items():
        for target, ways in around.items():
            if {source, target} <= made.entities.keys():
                made = made.joined(source, target, ways)
    return made


def _has(root: str, field: str) -> bool:
    return root != _CONTRACT and field in describe(ROOTS[root].entity)
