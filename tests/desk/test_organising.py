"""The organisation that a store knows: its subjects, the records kept with them, and who entered what."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import medsales_core as ms
import medsales_core.model as m
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.cli.app import run
from medsales_core.desk import Desk
from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.playbook import load_playbook
from medsales_core.plugins.registry import Registry
from medsales_core.standards.judge import judge

SAMPLE = Path(__file__).parents[1] / "standards/sample.toml"
AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
REP = ms.Actor("R-1", {"sales-rep"})
HR = ms.Actor("hr-1", {"people"})


def fill(desk: Desk) -> Desk:
    """A sales person, a customer, a deal with a visit, a device with a ticket."""
    letter = m.AuthorityLetter(id="1", product_ids=["ct"], valid_from=dt.date(2026, 1, 1))
    desk.keep("owner", m.Rep(id="R-1", name="Li"), actor=HR, at=AT)
    desk.keep("owner", m.Rep(id="R-1", name="Li", authority_letters=(letter,)), actor=REP, at=AT)
    contacts = (m.Contact(id="1", name="Dr Wang"),)
    desk.keep("account", m.Account(id="A-1", name="First"), actor=REP, at=AT, contacts=contacts)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Describe({"account_id": "A-1", "owner_id": "R-1"}), actor=REP, at=AT)
    visit = m.Activity(id="1", kind="visit", in_clinical_area=True)
    desk.decide("D-1", ms.RecordEvidence("activities", visit), actor=REP, at=AT)
    desk.decide("E-1", ms.Open("aftersales"), actor=REP, at=AT, root="asset")
    ticket = m.ServiceTicket(id="1", problem="x")
    desk.decide("E-1", ms.RecordEvidence("tickets", ticket), actor=REP, at=AT, root="asset")
    return desk


@pytest.fixture
def desk() -> Desk:
    return fill(Desk(load_playbook(SAMPLE), MemoryStore()))


def test_every_subject_of_the_store_is_there(desk: Desk) -> None:
    organisation = desk.organisation()
    found = {root: [subject.id for subject in organisation.subjects(root)] for root in organisation.roots}
    assert {root: ids for root, ids in found.items() if root != "process"} == {
        "owner": ["R-1"], "account": ["A-1"], "contacts": ["A-1/1"], "deal": ["D-1"], "contract": [],
        "activities": ["D-1/1"], "asset": ["E-1"], "tickets": ["E-1/1"],
    }  # fmt: skip
    assert "deal" in {subject.entity.moves for subject in organisation.subjects("process")}


def test_records_point_at_the_subject_that_they_are_kept_with(desk: Desk) -> None:
    organisation = desk.organisation()
    visit = organisation.facts(organisation.subject("activities", "D-1/1"), ["deal", "owner", "contacts"])
    assert (visit.deal.id, visit.owner.id) == ("D-1", "R-1")
    assert [contact.account_id for contact in visit.contacts] == ["A-1"]
    assert organisation.subject("tickets", "E-1/1").entity.asset_id == "E-1"


def test_what_a_store_knows_nothing_of_was_not_supplied(desk: Desk) -> None:
    organisation = desk.organisation()
    facts = organisation.facts(organisation.subject("deal", "D-1"), ["company", "segment"])
    assert facts.company is NOT_SUPPLIED
    assert facts.segment is NOT_SUPPLIED


def test_the_captor_of_a_record_is_who_entered_it(desk: Desk) -> None:
    organisation = desk.organisation()
    judged = judge(desk.playbook, organisation, AT)
    letter = judged.finding("sam-rep-letter", organisation.subject("owner", "R-1"))
    assert [(proof.captured_by, proof.captured_at) for proof in letter.evidence] == [("R-1", AT)]
    untrained = judged.finding("sam-rep-trained", organisation.subject("owner", "R-1"))
    assert [proof.captured_by for proof in untrained.evidence] == ["hr-1"]
    place = judged.finding("sam-visit-place", organisation.subject("activities", "D-1/1"))
    assert [(proof.path, proof.captured_by) for proof in place.evidence] == [("activities", "R-1")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    place = str(tmp_path / "deals.db")
    with Registry.discover().open_store(place, create=True) as opened:
        fill(Desk(load_playbook(SAMPLE), opened))
    return place


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        run(("judge", *arguments))
    printed = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, printed.out, printed.err


def test_the_command_prints_what_is_not_met_and_exits_with_one(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = command(capsys, "--store", store, "--playbook", str(SAMPLE), "--as-of", "2026-06-30")
    assert code == 1
    assert "sam-visit-place" in out
    assert "sam-rep-letter" not in out
    code, out, _ = command(
        capsys, "--store", store, "--playbook", str(SAMPLE), "--kind", "standard-findings", "--lang", "zh-Hans",
        "--as-of", "2026-06-30T12:00+08:00",
    )  # fmt: skip
    assert "不在诊疗区域拜访" in out


def test_the_command_gives_findings_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--store", store, "--playbook", str(SAMPLE), "--standard", "sample", "--json")
    code, out, _ = command(capsys, *arguments)
    found = {entry["requirement"]: entry for entry in json.loads(out)}
    assert code == 1
    assert found["sam-visit-place"]["next_step_by"] == "R-1"
    assert found["sam-visit-place"]["evidence"][0]["captured_by"] == "R-1"


def test_the_command_writes_any_format_to_a_file(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "gaps.csv"
    arguments = ("--store", store, "--playbook", str(SAMPLE), "--kind", "evidence-gaps", "--format", "csv")
    assert command(capsys, *arguments, "--out", str(out))[0] == 1
    assert "sam-rep-trained" in out.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--standard", "sampel", "sample"),
        ("--kind", "gaps", "evidence-gaps"),
        ("--as-of", "June", "write 2026-11-23"),
    ],
)
def test_what_the_command_does_not_know_is_a_message(
    store: str, capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    code, _, err = command(capsys, "--store", store, "--playbook", str(SAMPLE), option, value)
    assert code == 2
    assert value in err
    assert told in err
