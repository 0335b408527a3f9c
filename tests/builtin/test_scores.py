"""The two built-in scores: what they are made of, and when they decline to answer."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.builtin.ladder import StageLadder
from medsales_core.builtin.meddicc import Meddicc
from medsales_core.engine.process import Figure, Process, Stage
from medsales_core.engine.progress import Progress, Status
from medsales_core.model.account import Account, CustomerProfile, DecisionStep
from medsales_core.model.deal import CommitteeMember, Deal
from medsales_core.model.enums import BuyingRole, BuyingUnit, QualificationElement
from medsales_core.model.facts import Facts
from medsales_core.model.need import Need, QualificationNote
from medsales_core.model.proposal import Proposal, ProposalAnswer, ValueClaim
from medsales_core.model.segment import Competitor
from medsales_core.ports.portfolio import Case
from medsales_core.ports.score import Score
from medsales_core.text import text

SOME = settings(max_examples=40, deadline=None)
AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
BEFORE, AFTER = dt.date(2026, 2, 1), dt.date(2026, 4, 1)


def stage(name: str, chance: Figure | None) -> Stage:
    return Stage(
        id=name,
        process="deal",
        position=1,
        label=text(name, name),
        guidance=text("", ""),
        probability=chance,
    )


PROCESSES = {
    "deal": Process(
        id="deal",
        moves="deal",
        label=text("deal", "商机"),
        start="early",
        stages=(
            stage("early", Figure(Decimal("0.10"), illustrative=True)),
            stage("late", Figure(Decimal("0.80"))),
            stage("after", None),
        ),
        transitions=(),
    )
}

STEPS = tuple(
    DecisionStep(id=str(number), position=number, buying_unit=unit)
    for number, unit in enumerate((BuyingUnit.DEPARTMENT_HEAD, BuyingUnit.PROCUREMENT))
)
FULL = {
    "value_claims": (ValueClaim(id="v", baseline=Decimal(90), target=Decimal(60)),),
    "buying_committee": (
        CommitteeMember(id="m1", roles=(BuyingRole.ECONOMIC_BUYER,), last_contact_on=BEFORE),
        CommitteeMember(id="m2", roles=(BuyingRole.CHAMPION,), last_contact_on=BEFORE, stance=2),
    ),
    "needs": (Need(id="n", statement="s", priority=1, root_cause="r", desired_outcome="o"),),
    "proposal": Proposal(id="p", answers=(ProposalAnswer(id="a", need_id="n", answer="by this"),)),
    "competitors": (Competitor(id="c", name="Other Ltd", weaknesses="service"),),
}


def case(progress: Progress | None = None, **records: Any) -> Case:
    return Case(progress=progress or Progress("D1"), deal=Deal(id="D1", **records))


def account(*steps: DecisionStep) -> Account:
    return Account(id="A1", name="Hospital", profile=CustomerProfile(decision_path=steps))


def meddicc(found: Case, *steps: DecisionStep) -> Score:
    return Meddicc().score(found, Facts(account=account(*steps)), PROCESSES, at=AT)


def points(score: Score) -> list[int]:
    return [int(reason.points) for reason in score.reasons]


def ladder(status: Status, name: str) -> Score:
    progress = Progress("D1", process="deal", stage=name, status=status)
    return StageLadder().score(case(progress), Facts(), PROCESSES, at=AT)


def test_the_ladder_gives_the_probability_of_the_stage() -> None:
    assert ladder(Status.OPEN, "early").value == Decimal("0.10")
    assert ladder(Status.ON_HOLD, "late").value == Decimal("0.80")


def test_a_won_deal_is_one_and_a_lost_deal_nothing_wherever_they_stood() -> None:
    assert ladder(Status.WON, "early").value == 1
    assert ladder(Status.LOST, "nowhere").value == 0


@pytest.mark.parametrize(
    ("status", "name", "why"),
    [
        (Status.NEW, "", "not been opened"),
        (Status.OPEN, "after", "no probability"),
        (Status.OPEN, "gone", "no stage 'gone'"),
    ],
)
def test_without_a_figure_the_ladder_is_insufficient_and_says_why(
    status: Status, name: str, why: str
) -> None:
    score = ladder(status, name)
    assert score.insufficient
    assert why in score.quality["en"]


def test_the_ladder_says_where_its_figures_are_illustrative() -> None:
    assert "illustrative" in ladder(Status.OPEN, "early").quality["en"]
    assert "示例" in ladder(Status.OPEN, "early").quality["zh-Hans"]
    assert "illustrative" not in ladder(Status.OPEN, "late").quality["en"]


def test_a_full_record_scores_fourteen_with_evidence_for_each_element() -> None:
    score = meddicc(case(**FULL), *STEPS)
    assert points(score) == [2] * 7
    assert score.grade is not None
    assert score.grade.id == "very-strong"
    assert [reason.evidence for reason in score.reasons] == [
        "deal.value_claims[0]",
        "deal.buying_committee[0]",
        "deal.needs[0]",
        "account.profile.decision_path",
        "deal.needs[0]",
        "deal.buying_committee[1]",
        "deal.competitors[0]",
    ]


def test_bare_rows_are_insufficient_and_not_a_zero() -> None:
    score = Meddicc().score(case(), Facts(), PROCESSES, at=AT)
    assert score.insufficient
    assert "Nothing is recorded" in score.quality["en"]


HALF: dict[str, tuple[str, object, int]] = {
    "metrics": ("value_claims", (ValueClaim(id="v", baseline=Decimal(9)),), 0),
    "economic buyer not met": (
        "buying_committee",
        (CommitteeMember(id="m", roles=(BuyingRole.ECONOMIC_BUYER,)),),
        1,
    ),
    "economic buyer to be met later": (
        "buying_committee",
        (CommitteeMember(id="m", roles=(BuyingRole.ECONOMIC_BUYER,), last_contact_on=AFTER),),
        1,
    ),
    "criteria without an answer": ("proposal", None, 2),
    "pain without a cause": ("needs", (Need(id="n", statement="s"),), 4),
    "champion without a stance": (
        "buying_committee",
        (CommitteeMember(id="m", roles=(BuyingRole.CHAMPION,), last_contact_on=BEFORE),),
        5,
    ),
    "champion who is against": (
        "buying_committee",
        (CommitteeMember(id="m", roles=(BuyingRole.CHAMPION,), last_contact_on=BEFORE, stance=-1),),
        5,
    ),
    "competitor by name alone": ("competitors", (Competitor(id="c", name="Other Ltd"),), 6),
}


@pytest.mark.parametrize("name", HALF)
def test_half_a_record_is_one_point_and_says_what_is_missing(name: str) -> None:
    field, records, place = HALF[name]
    score = meddicc(case(**{**FULL, field: records}), *STEPS)
    assert points(score)[place] == 1
    assert score.reasons[place].message["zh-Hans"] != score.reasons[place].message["en"]


@pytest.mark.parametrize("field", ["value_claims", "buying_committee", "needs", "competitors"])
def test_a_missing_record_is_no_point_and_no_evidence(field: str) -> None:
    score = meddicc(case(**{**FULL, field: ()}), *STEPS)
    missing = [reason for reason in score.reasons if reason.points == 0]
    assert missing
    assert all(reason.evidence == "" for reason in missing)


def test_one_step_of_a_decision_path_is_half_and_no_account_is_unknown() -> None:
    assert points(meddicc(case(**FULL), STEPS[0]))[3] == 1
    assert points(meddicc(case(**FULL), attrs.evolve(STEPS[0], position=None), STEPS[1]))[3] == 1
    unknown = Meddicc().score(case(**FULL), Facts(), PROCESSES, at=AT).reasons[3]
    assert unknown.points == 0
    assert "not supplied" in unknown.message["en"]


def test_a_need_recorded_later_does_not_count() -> None:
    needs = (Need(id="n", statement="s", root_cause="r", desired_outcome="o", captured_on=AFTER),)
    assert points(meddicc(case(**{**FULL, "needs": needs}), *STEPS))[4] == 0


def note(name: str, level: int | None, on: dt.date | None = BEFORE) -> QualificationNote:
    return QualificationNote(
        id=name, element=QualificationElement.METRICS, level=level, note="{braces}", noted_on=on
    )


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ((note("1", 0),), 0),
        ((note("1", 0), note("2", 1)), 1),
        ((note("2", 1), note("1", 0)), 1),
        ((note("1", 1, dt.date(2026, 2, 2)), note("2", 0)), 1),
        ((note("1", 0, AFTER),), 2),
        ((note("1", 7), note("2", None)), 2),
    ],
    ids=["overrides", "later number", "any order", "later day", "not yet", "no level"],
)
def test_the_latest_note_that_counts_overrides_the_records(
    notes: tuple[QualificationNote, ...], expected: int
) -> None:
    assert points(meddicc(case(**FULL, qualification=notes), *STEPS))[0] == expected


def test_a_note_on_the_paper_process_alone_is_insufficient() -> None:
    paper = QualificationNote(id="1", element=QualificationElement.PAPER_PROCESS, level=2)
    assert meddicc(case(qualification=(paper,))).insufficient


@pytest.mark.parametrize(
    ("levels", "grade"),
    [
        ((2, 2, 2, 2, 2, 2, 1), "very-strong"),
        ((2, 2, 2, 2, 2, 2, 0), "strong"),
        ((2, 2, 2, 2, 2, 0, 0), "needs-work"),
        ((2, 2, 2, 1, 0, 0, 0), "needs-work"),
        ((2, 2, 2, 0, 0, 0, 0), "weak"),
        ((2, 2, 0, 0, 0, 0, 0), "weak"),
        ((2, 1, 0, 0, 0, 0, 0), "drop"),
    ],
)
def test_bands_follow_the_published_scale(levels: tuple[int, ...], grade: str) -> None:
    elements = [element for element in QualificationElement if element.value != "paper-process"]
    notes = tuple(
        QualificationNote(id=element, element=element, level=level)
        for element, level in zip(elements, levels, strict=True)
    )
    score = meddicc(case(qualification=notes))
    assert score.value == sum(levels)
    assert score.grade is not None
    assert score.grade.id == grade


days = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 5, 1))
words = st.none() | st.sampled_from(["x", "{y}", "需求"])
members = st.builds(
    CommitteeMember,
    id=st.sampled_from("12345"),
    roles=st.lists(st.sampled_from(BuyingRole), max_size=2).map(tuple),
    stance=st.none() | st.integers(-2, 2),
    last_contact_on=days,
)
needs = st.builds(
    Need,
    id=st.sampled_from("12345"),
    statement=words,
    priority=st.none() | st.integers(1, 3),
    root_cause=words,
    desired_outcome=words,
    captured_on=days,
)
claims = st.builds(
    ValueClaim,
    id=st.sampled_from("12345"),
    baseline=st.none() | st.just(Decimal(1)),
    target=st.none() | st.just(Decimal(2)),
)
notes = st.builds(
    QualificationNote,
    id=st.sampled_from("12345"),
    element=st.none() | st.sampled_from(QualificationElement),
    level=st.none() | st.integers(-1, 3),
    note=words,
    noted_on=days,
)
records = st.fixed_dictionaries(
    {
        "buying_committee": st.lists(members, max_size=4, unique_by=lambda record: record.id),
        "needs": st.lists(needs, max_size=4, unique_by=lambda record: record.id),
        "value_claims": st.lists(claims, max_size=4, unique_by=lambda record: record.id),
        "qualification": st.lists(notes, max_size=4, unique_by=lambda record: record.id),
    }
)


@SOME
@given(records, st.randoms(use_true_random=False))
def test_the_value_is_the_sum_of_seven_reasons_and_does_not_depend_on_the_order_of_records(
    found: dict[str, list[Any]], shuffler: random.Random
) -> None:
    score = meddicc(case(**found))
    shuffled = {name: shuffler.sample(values, len(values)) for name, values in found.items()}
    assert meddicc(case(**shuffled)).value == score.value
    if score.value is not None:
        assert len(score.reasons) == 7
        assert score.value == sum(reason.points for reason in score.reasons)
        assert all(0 <= reason.points <= 2 for reason in score.reasons)


@SOME
@given(st.lists(records, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_which_case_was_scored_before(
    found: list[dict[str, list[Any]]], shuffler: random.Random
) -> None:
    method, cases = Meddicc(), [case(**one) for one in found]
    once = {id(one): method.score(one, Facts(), PROCESSES, at=AT) for one in cases}
    for one in shuffler.sample(cases, len(cases)):
        assert method.score(one, Facts(), PROCESSES, at=AT) == once[id(one)]
