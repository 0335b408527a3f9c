"""A small organisation and a small standard: every kind of relation, and one thing amiss here and there."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core.model as m
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.standards.organisation import Organisation

D = dt.date


@pytest.fixture(scope="session")
def sample() -> Playbook:
    return load_playbook(Path(__file__).parent / "sample.toml")


def _trained(expires_on: dt.date) -> m.TrainingRecord:
    document = m.EvidenceRef(id="cert-1", sha256="ab" * 32, captured_by="hr-1")
    return m.TrainingRecord(
        id="t1", topic="law-anti-bribery", passed=True, completed_on=D(2025, 1, 1), expires_on=expires_on,
        evidence=document,
    )  # fmt: skip


def _rep(name: str, expires_on: dt.date) -> m.Rep:
    return m.Rep(
        id=name,
        training=(_trained(expires_on), m.TrainingRecord(id="t2", topic="sales-skill", passed=True)),
        authority_letters=(m.AuthorityLetter(id="l", product_ids=["ct"], valid_from=D(2025, 1, 1)),),
        code_signatures=(m.CodeSignature(id="s", signed_on=D(2025, 1, 2)),),
    )


def _product() -> m.Product:
    registration = m.Registration(id="1", number="x", valid_from=D(2023, 1, 1), valid_to=D(2028, 1, 1))
    return m.Product(id="ct", name="CT", registrations=(registration,))


def _organisation() -> Organisation:
    """On 2026-06-30 every requirement of the sample holds on it."""
    review = m.Review(id="1", kind="legal", status="passed")
    return Organisation(
        owner=[_rep("R-1", D(2027, 1, 1)), _rep("R-2", D(2026, 12, 31))],
        activities=[
            m.Activity(id="V-1", deal_id="D-1", owner_id="R-1", in_clinical_area=False),
            m.Activity(id="V-2", deal_id="D-1", in_clinical_area=False),
        ],
        account=[m.Account(id="A-1", name="First Hospital", type="public-hospital", owner_id="R-2")],
        contacts=[m.Contact(id="C-1", account_id="A-1", consent_basis="consent")],
        deal=[
            m.Deal(
                id="D-1", account_id="A-1", owner_id="R-1", lines=[m.DealLine(id="1", product_id="ct")],
                contract=m.Contract(id="K-1", account_id="A-1", reviews=(review,)),
            )
        ],
        order=[
            m.Order(
                id="O-1", deal_id="D-1", delivered_on=D(2026, 6, 1),
                lines=[m.OrderLine(id="1", product_id="ct")],
            )
        ],
        products=[_product()],
        company=m.Company(
            id="us", codes_of_conduct=(m.CodeOfConduct(id="c", valid_from=D(2025, 1, 1)),)
        ),
    )  # fmt: skip


@pytest.fixture
def make_company() -> Callable[[], Organisation]:
    return _organisation


@pytest.fixture
def company(make_company: Callable[[], Organisation]) -> Organisation:
    return make_company()
