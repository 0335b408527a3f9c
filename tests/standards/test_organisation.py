"""An organisation finds what lies around each of its subjects, and never guesses."""

import pytest

import medsales_core.model as m
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS
from medsales_core.model.subjects import SUBJECTS
from medsales_core.rules.schema import Kind, describe
from medsales_core.standards.organisation import Organisation, Subject
from medsales_core.standards.relations import EMBEDDED, RELATIONS, Back, Ids, Via


def test_every_kind_of_subject_has_a_root_and_its_relations() -> None:
    assert {kind.root for kind in SUBJECTS.values()} <= set(RELATIONS)
    assert set(ROOTS) <= set(RELATIONS)


@pytest.mark.parametrize("source", sorted(set(RELATIONS) & set(ROOTS)))
def test_every_relation_leads_along_fields_that_hold_ids(source: str) -> None:
    known = {target: ways for target, ways in RELATIONS[source].items() if target in ROOTS}
    for target, ways in known.items():
        for way in ways:
            if isinstance(way, Ids):
                assert leads(source, way.path), (source, target, way)
            elif isinstance(way, Back):
                assert leads(target, way.path), (source, target, way)
            elif isinstance(way, Via):
                assert way.root in RELATIONS[source], (source, target, way)


def leads(root: str, path: str) -> bool:
    entity: type = ROOTS[root].entity
    for step in path.split("."):
        field = describe(entity).get(step)
        if field is None:
            return False
        entity = field.type
    return field is not None and field.kind is Kind.TEXT


def test_what_is_kept_inside_others_is_a_subject_too(company: Organisation) -> None:
    assert [subject.id for subject in company.subjects("contract")] == ["K-1"]
    assert set(EMBEDDED) <= set(company.roots)


def test_a_subject_is_found_with_what_lies_around_it(company: Organisation) -> None:
    visit = company.facts(company.subject("activities", "V-2"), ["owner", "account", "contacts", "company"])
    assert (visit.owner.id, visit.account.id, visit.company.id) == ("R-1", "A-1", "us")
    assert [contact.id for contact in visit.contacts] == ["C-1"]
    assert [activity.id for activity in visit.activities] == ["V-2"]
    order = company.facts(company.subject("order", "O-1"), ["contract", "products", "account"])
    assert (order.contract.id, [one.id for one in order.products]) == ("K-1", ["ct"])


def test_the_owner_of_the_next_step_is_a_person(company: Organisation) -> None:
    people = {
        root: company.person_for(company.subjects(root)[0]) for root in ("owner", "deal", "order", "account")
    }
    assert people == {"owner": "R-1", "deal": "R-1", "order": "R-1", "account": "R-2"}
    assert company.person_for(company.subject("company", "us")) == ""


def test_a_root_that_was_not_given_is_not_supplied(company: Organisation) -> None:
    facts = company.facts(company.subject("deal", "D-1"), ["segment", "tickets"])
    assert facts.segment is NOT_SUPPLIED
    assert facts.tickets is NOT_SUPPLIED


def test_a_root_that_was_given_and_has_nothing_is_empty() -> None:
    bare = Organisation(deal=[m.Deal(id="D-1")], activities=[])
    assert bare.facts(bare.subject("deal", "D-1"), ["activities"]).activities == ()


def test_an_id_that_leads_nowhere_leaves_all_unknown() -> None:
    lines = [m.DealLine(id="1", product_id="ct"), m.DealLine(id="2", product_id="gone")]
    bare = Organisation(
        deal=[m.Deal(id="D-1", owner_id="left", lines=lines)], owner=[], products=[m.Product(id="ct")]
    )
    facts = bare.facts(bare.subject("deal", "D-1"), ["owner", "products"])
    assert facts.owner is NOT_SUPPLIED
    assert facts.products is NOT_SUPPLIED


def test_of_two_where_one_is_meant_neither_is_taken() -> None:
    contract = m.Contract(id="K")
    deals = [m.Deal(id="D-1", contract=contract), m.Deal(id="D-2", contract=contract)]
    bare = Organisation(deal=deals)
    assert bare.facts(bare.subject("contract", "K"), ["deal"]).deal is NOT_SUPPLIED


def test_an_id_that_two_records_share_names_neither() -> None:
    tickets = [Subject("tickets", f"E-{n}/1", m.ServiceTicket(id="1", asset_id=f"E-{n}")) for n in (1, 2)]
    bare = Organisation(tickets=tickets, asset=[m.InstalledAsset(id="E-1"), m.InstalledAsset(id="E-2")])
    assert [ticket.asset_id for ticket in bare.around(bare.subject("asset", "E-2"), "tickets")] == ["E-2"]


def test_two_of_one_id_are_refused() -> None:
    with pytest.raises(ValueRefused, match="two of account have the id 'A-1'"):
        Organisation(account=[m.Account(id="A-1", name="x"), m.Account(id="A-1", name="y")])


def test_an_entity_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueRefused, match="account holds entities of type Account"):
        Organisation(account=[m.Deal(id="A-1")])


def test_a_root_that_does_not_exist_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UnknownName, match="activities"):
        Organisation(activites=[])


def test_a_subject_that_is_not_there_is_told(company: Organisation) -> None:
    with pytest.raises(UnknownName, match="R-9"):
        company.subject("owner", "R-9")
