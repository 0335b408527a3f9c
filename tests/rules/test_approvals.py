"""Approvals: whose word counts, for what, for how long, and that nobody approves what they asked for."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.config import Diagnostic, Diagnostics, Document, read_toml
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reads import reads
from medsales_core.rules.wording import words
from medsales_core.text import text

D = dt.date
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
ROLES = {name: text(name, name) for name in ("sales-manager", "sales-director", "finance", "legal")}
CONTEXT = Context({}, WeekdayCalendar())
HERE = "¦"


def diagnose(toml: str) -> tuple[Condition | None, list[Diagnostic]]:
    found = Diagnostics()
    document: Document = read_toml(toml.encode(), name="x.toml")
    reader = ConditionReader(document, found, core_schema(), {}, {}, roles=ROLES)
    return reader.read(document.data["require"], Place(("require",), own="no-overselling")), list(found)


def condition(rule: str) -> Condition:
    read, found = diagnose(f"[require]\n{rule}\n")
    assert [str(d) for d in found] == []
    assert read is not None
    return read


def holds(rule: str, **roots: Any) -> bool | None:
    facts = m.Facts(**roots)
    return compile_condition(condition(rule), CONTEXT).holds(facts, facts, AT, None)


def approval(**values: Any) -> m.Approval:
    given = {
        "id": "ap1", "subject": "discount", "requested_by": "r1", "approver_id": "m1",
        "approver_role": "sales-manager", "decision": "approved", "decided_on": D(2026, 6, 1),
        "up_to": Decimal("0.10"),
    }  # fmt: skip
    return m.Approval(**{**given, **values})


def deal(*approvals: m.Approval, **quote: Any) -> m.Deal:
    given = {"id": "q1", "version": 2, "discount": Decimal("0.08"), "total": Money("90", "CNY")}
    return m.Deal(
        id="d1", name="d", owner_id="r1", quotes=(m.Quote(**{**given, **quote}, approvals=approvals),)
    )


ANY = 'approved = { on = "deal.quotes", by_any = ["sales-manager", "sales-director"] }'


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, True),
        ({"decision": "pending"}, False),
        ({"decision": "rejected"}, False),
        ({"decision": "withdrawn"}, False),
        ({"approver_role": "finance"}, False),
        ({"approver_role": None}, False),
        ({"approver_id": "r1"}, False),
        ({"approver_id": None}, False),
        ({"requested_by": None}, False),
        ({"decided_on": None}, False),
        ({"decided_on": D(2026, 7, 1)}, False),
        ({"decided_on": D(2026, 6, 30)}, True),
        ({"expires_on": D(2026, 6, 30)}, True),
        ({"expires_on": D(2026, 6, 29)}, False),
        ({"version": 2}, True),
        ({"version": 1}, False),
    ],
)
def test_an_approval_counts_only_if_it_is_given_by_another_in_force_and_of_this_version(
    values: dict[str, Any], counts: bool
) -> None:
    assert holds(ANY, deal=deal(approval(**values))) is counts


def test_every_quote_needs_its_own_approval() -> None:
    both = m.Deal(id="d", name="d", quotes=(m.Quote(id="1", approvals=(approval(),)), m.Quote(id="2")))
    assert holds(ANY, deal=both) is False
    where = ANY.replace("by_any", 'where = { id = { equals = "1" } }, by_any')
    assert holds(where, deal=both) is True


def test_without_any_quote_nothing_is_approved_unless_it_says_so() -> None:
    none = m.Deal(id="d", name="d")
    assert holds(ANY, deal=none) is False
    assert holds(ANY.replace("by_any", "may_be_empty = true, by_any"), deal=none) is True


def test_facts_that_nobody_supplied_leave_it_unknown() -> None:
    assert holds(ANY) is None


def test_who_asked_may_approve_only_where_the_rule_says_so() -> None:
    own = deal(approval(approver_id="r1"))
    assert holds(ANY.replace("by_any", "requester_may_not = false, by_any"), deal=own) is True


def test_the_owner_of_the_deal_may_be_barred_too() -> None:
    rule = ANY.replace("by_any", "owner_may_not = true, by_any")
    assert holds(rule, deal=deal(approval(requested_by="r9"))) is True
    assert holds(rule, deal=deal(approval(requested_by="r9", approver_id="r1"))) is False


def test_an_approval_for_something_else_does_not_count() -> None:
    rule = ANY.replace("by_any", 'for = "discount", by_any')
    assert holds(rule, deal=deal(approval())) is True
    assert holds(rule, deal=deal(approval(subject="payment-terms"))) is False


def test_a_version_may_have_to_be_named() -> None:
    rule = ANY.replace("by_any", "names_version = true, by_any")
    assert holds(rule, deal=deal(approval())) is False
    assert holds(rule, deal=deal(approval(version=2))) is True


def test_an_approval_covers_no_more_than_it_grants() -> None:
    rule = ANY.replace("by_any", 'covers = { field = "discount" }, by_any')
    assert holds(rule, deal=deal(approval(), discount=Decimal("0.10"))) is True
    assert holds(rule, deal=deal(approval(), discount=Decimal("0.11"))) is False
    assert holds(rule, deal=deal(approval(up_to=None))) is False
    assert holds(rule, deal=deal(approval(), discount=None)) is False


def test_an_amount_is_covered_in_its_currency() -> None:
    rule = ANY.replace("by_any", 'covers = { field = "total", up_to = "up_to_amount" }, by_any')
    assert holds(rule, deal=deal(approval(up_to_amount=Money("90", "CNY")))) is True
    assert holds(rule, deal=deal(approval(up_to_amount=Money("89.99", "CNY")))) is False
    assert (
        holds(ANY.replace("by_any", 'covers = { field = "total" }, by_any'), deal=deal(approval())) is False
    )


def test_an_approval_may_grow_too_old() -> None:
    rule = ANY.replace("by_any", 'within = { days = 29, before = "as_of" }, by_any')
    assert holds(rule, deal=deal(approval())) is True
    assert holds(rule, deal=deal(approval(decided_on=D(2026, 5, 31)))) is False


def test_the_day_may_be_another_than_today() -> None:
    rule = ANY.replace("by_any", 'valid_on = { path = "root.contract.signed_on" }, by_any')
    late = deal(approval(expires_on=D(2026, 6, 2)))
    assert holds(rule, deal=late, contract=m.Contract(id="c", signed_on=D(2026, 6, 2))) is True
    assert holds(rule, deal=late, contract=m.Contract(id="c", signed_on=D(2026, 6, 3))) is False
    assert holds(rule, deal=late) is None


def test_all_means_one_of_each() -> None:
    rule = 'approved = { on = "deal.quotes", by_all = ["finance", "legal"] }'
    finance = approval(approver_role="finance")
    legal = approval(id="2", approver_role="legal", approver_id="l1")
    assert holds(rule, deal=deal(finance)) is False
    assert holds(rule, deal=deal(finance, legal)) is True


def test_a_quorum_counts_people_not_papers() -> None:
    rule = 'approved = { on = "deal.quotes", quorum = { of = ["finance", "legal"], at_least = 2 } }'
    one, again = approval(approver_role="finance"), approval(id="2", approver_role="legal")
    other = approval(id="3", approver_role="finance", approver_id="f2")
    assert holds(rule, deal=deal(one, again)) is False
    assert holds(rule, deal=deal(one, other)) is True
    assert holds(rule, deal=deal(one, approval(id="4", approver_id="x"))) is False
    differing = rule.replace("at_least = 2", "at_least = 2, different_roles = true")
    assert holds(differing, deal=deal(one, other)) is False
    assert holds(differing, deal=deal(one, other, again)) is True


def test_several_ways_of_asking_hold_together() -> None:
    rule = 'approved = { on = "deal.quotes", by_any = ["sales-director"], quorum = { of = ["finance"], at_least = 1 } }'
    director = approval(approver_role="sales-director")
    assert holds(rule, deal=deal(director)) is False
    assert holds(rule, deal=deal(director, approval(id="2", approver_role="finance"))) is True


def company(**values: Any) -> m.Company:
    given = {"id": "1", "principal_id": "m1", "delegate_id": "m2", "valid_from": D(2026, 5, 1)}
    return m.Company(id="us", delegations=(m.Delegation(**{**given, **values}),))


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, True),
        ({"role": "sales-manager"}, True),
        ({"role": "finance"}, False),
        ({"principal_id": "m9"}, False),
        ({"delegate_id": "m9"}, False),
        ({"valid_from": D(2026, 6, 2)}, False),
        ({"valid_from": None}, False),
        ({"valid_to": D(2026, 6, 1)}, True),
        ({"valid_to": D(2026, 5, 31)}, False),
    ],
)
def test_a_delegate_counts_where_a_delegation_names_both_and_held_on_the_day_of_decision(
    values: dict[str, Any], counts: bool
) -> None:
    stood_in = deal(approval(approver_id="m2", on_behalf_of="m1"))
    assert holds(ANY, deal=stood_in, company=company(**values)) is counts
    assert holds(ANY, deal=stood_in, company=m.Company(id="us")) is False
    assert holds(ANY, deal=stood_in) is None
    alone = ANY.replace("by_any", "delegates_may = false, by_any")
    assert holds(alone, deal=stood_in, company=company(**values)) is False


def test_nobody_approves_their_own_wish_through_a_delegate() -> None:
    through = deal(approval(approver_id="m2", on_behalf_of="r1"))
    assert holds(ANY, deal=through, company=company(principal_id="r1")) is False


def test_a_single_record_is_asked_without_a_list() -> None:
    rule = 'approved = { on = "deal", by_any = ["finance"], for = "margin" }'
    given = approval(subject="margin", approver_role="finance")
    assert holds(rule, deal=m.Deal(id="d", name="d", approvals=(given,))) is True
    assert holds(rule, deal=m.Deal(id="d", name="d")) is False


def test_bands_are_said_with_the_words_there_are() -> None:
    rule = """
    [require."deal.quotes".each]
    any_of = [
        { discount = { at_most = 0.05 } },
        { discount = { at_most = 0.10 }, approved = { by_any = ["sales-manager"], covers = { field = "discount" } } },
        { approved = { by_all = ["sales-director", "finance"], covers = { field = "discount" } } },
    ]
    """
    manager = approval(up_to=Decimal("0.5"))
    assert holds(rule, deal=deal(discount=Decimal("0.05"))) is True
    assert holds(rule, deal=deal(discount=Decimal("0.06"))) is False
    assert holds(rule, deal=deal(manager, discount=Decimal("0.06"))) is True
    assert holds(rule, deal=deal(manager, discount=Decimal("0.11"))) is False


def test_it_is_worded_in_both_languages_and_reads_what_it_needs() -> None:
    rule = condition(ANY.replace("by_any", 'covers = { field = "discount" }, by_any'))
    assert "role of the approver" in words(rule)["en"]
    assert "and (version approved is empty or version approved is version) and" in words(rule)["en"]
    assert "审批人角色" in words(rule)["zh-Hans"]
    assert {
        "deal.quotes.approvals.decision",
        "deal.quotes.approvals.up_to",
        "company.delegations.delegate_id",
    } <= reads(rule, {})


def test_a_refusal_names_what_the_nearest_approval_lacks() -> None:
    judge = compile_condition(condition(ANY), CONTEXT)
    facts = m.Facts(deal=deal(approval(expires_on=D(2026, 6, 29))))
    told = [(reason.path, reason.operator) for reason in judge.why(facts, facts, AT, None, "")]
    assert ("deal.quotes[0].approvals[0]", "valid_on") in told
    assert not [path for path, operator in told if operator == "one_of"]


IDS = st.sampled_from([None, "a", "b", "c"])
DAYS = st.sampled_from([None, D(2026, 5, 1), D(2026, 6, 30), D(2026, 7, 1)])
APPROVALS = st.builds(
    m.Approval,
    id=st.just("x"),
    requested_by=IDS,
    approver_id=IDS,
    on_behalf_of=IDS,
    approver_role=st.sampled_from([None, "finance", "legal"]),
    decision=st.sampled_from(["approved", "withdrawn"]),
    decided_on=DAYS,
    expires_on=DAYS,
    version=st.sampled_from([None, 1, 2]),
    up_to=st.sampled_from([None, Decimal("0.07"), Decimal("0.08")]),
)
DELEGATIONS = st.builds(
    m.Delegation,
    id=st.just("x"),
    principal_id=IDS,
    delegate_id=IDS,
    role=st.sampled_from([None, "finance"]),
    valid_from=DAYS,
    valid_to=DAYS,
)


def _in_force(begin: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    return begin is not None and begin <= day and (end is None or day <= end)


def _counts(given: m.Approval, delegations: tuple[m.Delegation, ...]) -> bool:
    """What an approval must be, said a second time."""
    people = {given.approver_id, given.on_behalf_of} - {None}
    delegated = given.on_behalf_of is None or any(
        d.principal_id == given.on_behalf_of
        and d.delegate_id == given.approver_id
        and d.role in (None, given.approver_role)
        and given.decided_on is not None
        and _in_force(d.valid_from, d.valid_to, given.decided_on)
        for d in delegations
    )
    return (
        given.decision == "approved"
        and given.approver_id is not None
        and given.requested_by is not None
        and given.requested_by not in people
        and _in_force(given.decided_on, given.expires_on, AT.date())
        and given.version in (None, 2)
        and given.up_to == Decimal("0.08")
        and delegated
    )


@settings(max_examples=300, deadline=None)
def numbered(records: list[Any]) -> list[Any]:
    """*records* with ids of their own."""
    return [attrs.evolve(record, id=str(number)) for number, record in enumerate(records)]


@given(
    st.lists(APPROVALS, max_size=4).map(numbered),
    st.lists(DELEGATIONS, max_size=3).map(numbered),
)
def test_what_is_judged_is_what_a_plain_function_says(
    approvals: list[m.Approval], delegations: list[m.Delegation]
) -> None:
    counting = [given for given in approvals if _counts(given, tuple(delegations))]
    facts = {"deal": deal(*approvals), "company": m.Company(id="us", delegations=tuple(delegations))}
    start = 'approved = { on = "deal.quotes", covers = { field = "discount" }, '
    roles = [given.approver_role for given in counting]
    people = {given.approver_id for given in counting if given.approver_role in ("finance", "legal")}
    assert holds(start + 'by_any = ["finance"] }', **facts) is ("finance" in roles)
    assert holds(start + 'by_all = ["finance", "legal"] }', **facts) is ({"finance", "legal"} <= set(roles))
    quorum = 'quorum = { of = ["finance", "legal"], at_least = 2 } }'
    assert holds(start + quorum, **facts) is (len(people) >= 2)


MISTAKES = [
    ("¦approved = true", "wrong-type", "takes a table"),
    ('¦approved = { on = "deal.quotes" }', "missing-key", "by_any, by_all or quorum"),
    ('¦approved = { by_any = ["finance"] }', "missing-key", "'on' names it"),
    ('approved = { ¦on = 3, by_any = ["finance"] }', "missing-key", "'on' names it"),
    ('approved = { ¦on = "deal.quote", by_any = ["finance"] }', "undefined-field", "did you mean 'quotes'"),
    ('approved = { ¦on = "deal.needs", by_any = ["finance"] }', "none-kept", "Need keeps no approvals"),
    ('approved = { ¦on = "deal.approvals", by_any = ["finance"] }', "none-kept", 'on = "deal"'),
    ('approved = { ¦on = "deal.name", by_any = ["finance"] }', "not-records", "is a text"),
    ('approved = { on = "deal.quotes", by_any = [¦"finanse"] }', "undefined-role", "did you mean 'finance'"),
    ('approved = { on = "deal.quotes", by_any = ["finance", ¦"finance"] }', "duplicate-value", "twice"),
    ('approved = { on = "deal.quotes", ¦by_all = "finance" }', "wrong-type", "list of roles"),
    ('approved = { on = "deal.quotes", ¦by_all = [] }', "wrong-type", "list of roles"),
    ('approved = { on = "deal.quotes", by_any = ["finance"], ¦cover = {} }', "unknown-key", "did you mean 'covers'"),
    ('approved = { on = "deal.quotes", by_any = ["finance"], ¦for = "price" }', "bad-value", "ApprovalSubject"),
    ('approved = { on = "deal.quotes", by_any = ["finance"], ¦covers = "discount" }', "bad-covers", "takes 'field'"),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], covers = { ¦field = "discont" } }',
        "undefined-field",
        "did you mean 'discount'",
    ),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], covers = { ¦field = "status" } }',
        "wrong-type",
        "no size",
    ),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], covers = { field = "discount", ¦up_to = "upto" } }',
        "undefined-field",
        "did you mean 'up_to'",
    ),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], ¦covers = { field = "discount", up_to = "up_to_amount" } }',
        "wrong-type",
        "never covers",
    ),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], covers = { field = "discount", ¦upto = "x" } }',
        "unknown-key",
        "did you mean 'up_to'",
    ),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], ¦requester_may_not = "yes" }',
        "wrong-type",
        "true or false",
    ),
    ('approved = { on = "deal.quotes", ¦quorum = 2 }', "bad-quorum", "how many people"),
    (
        'approved = { on = "deal.quotes", quorum = { of = ["finance"], ¦at_least = 0 } }',
        "bad-quorum",
        "whole number from 1",
    ),
    (
        'approved = { on = "deal.quotes", quorum = { of = ["finance"], ¦at_least = 2, different_roles = true } }',
        "bad-quorum",
        "cannot agree",
    ),
    (
        'approved = { on = "deal.quotes", quorum = { of = ["finance"], at_least = 1, ¦off = 1 } }',
        "unknown-key",
        "did you mean 'of'",
    ),
    ('approved = { on = "deal", by_any = ["finance"], ¦where = { id = "filled" } }', "needless-key", "a list"),
    ('approved = { on = "deal", by_any = ["finance"], ¦names_version = true }', "needless-key", "no version"),
    (
        'approved = { on = "deal.quotes", by_any = ["finance"], where = { ¦stats = "filled" } }',
        "undefined-field",
        "did you mean 'status'",
    ),
    ('approved = { on = "deal.quotes", by_any = ["finance"], ¦valid_on = "today" }', "bad-value", "not a date"),
    ('approved = { on = "deal.quotes", by_any = ["finance"], ¦within = { days = 3 } }', "bad-period", "one of after"),
    ('"deal.needs" = { each = { ¦approved = { by_any = ["finance"] } } }', "none-kept", "Need keeps no"),
    ("¦attested = 3", "wrong-type", "takes a table"),
    ('attested = { ¦statement = " " }', "missing-key", "needs 'statement'"),
    ('attested = { by = [¦"legel"] }', "undefined-role", "did you mean 'legal'"),
    ('attested = { ¦on = "account" }', "none-kept", "Account keeps no attestations"),
    ('attested = { ¦stated = "x" }', "unknown-key", "did you mean 'statement'"),
    ('attested = { ¦within = { days = 3 } }', "bad-period", "one of after"),
    ('"deal.needs" = { each = { ¦attested = {} } }', "none-kept", 'on = "root.deal"'),
    ('attested = { ¦on = "activities" }', "list-needs-quantifier", "asked of one record"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "code", "told"), MISTAKES)
def test_a_mistake_is_told_once_with_code_place_and_remedy(marked: str, code: str, told: str) -> None:
    written = f"[require]\n{marked}\n"
    condition, found = diagnose(written.replace(HERE, ""))
    assert condition is None
    assert [d.code for d in found] == [code], [str(d) for d in found]
    assert (found[0].line, found[0].column) == (2, marked.index(HERE) + 1), str(found[0])
    assert told in str(found[0])


def attestation(**values: Any) -> m.Attestation:
    given = {
        "id": "1",
        "requirement": "no-overselling",
        "upheld": True,
        "by_id": "m1",
        "role_id": "sales-manager",
    }
    return m.Attestation(**{**given, "attested_on": D(2026, 6, 1), **values})


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, True),
        ({"requirement": "other"}, False),
        ({"upheld": False}, False),
        ({"upheld": None}, False),
        ({"by_id": None}, False),
        ({"role_id": "finance"}, False),
        ({"attested_on": None}, False),
        ({"attested_on": D(2026, 7, 1)}, False),
        ({"attested_on": D(2026, 5, 31)}, False),
        ({"expires_on": D(2026, 6, 29)}, False),
    ],
)
def test_a_statement_counts_if_it_is_of_this_requirement_by_whom_it_must_be_and_in_force(
    values: dict[str, Any], counts: bool
) -> None:
    rule = 'attested = { by = ["sales-manager"], within = { days = 29, before = "as_of" } }'
    stated = m.Deal(id="d", name="d", attestations=(attestation(**values),))
    assert holds(rule, deal=stated) is counts


def test_a_statement_may_be_another_than_the_requirement_itself() -> None:
    stated = m.Deal(id="d", name="d", attestations=(attestation(requirement="gift-free", role_id=None),))
    assert holds("attested = {}", deal=stated) is False
    assert holds('attested = { statement = "gift-free" }', deal=stated) is True
    assert holds('contacts = { each = { attested = { on = "root.deal", statement = "gift-free" } } }', deal=stated,
                 contacts=(m.Contact(id="c", name="c"),)) is True  # fmt: skip
    assert holds("attested = {}") is None
