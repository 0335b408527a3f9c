"""Real identifiers of other people, where they are at hand: every one is read or named as broken."""

import csv
import datetime as dt
import json
import re
from pathlib import Path

import pytest

from medsales_core.model import UdiAgency
from medsales_identifiers import parse_device_identifier, parse_udi
from medsales_identifiers.udi.application_identifiers import FORMS

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared real data are not beside this checkout")


def agency(name: str) -> UdiAgency:
    return UdiAgency(name.lower())


def test_of_5000_registered_device_identifiers_two_are_broken_and_named() -> None:
    with (DATA / "meddev" / "gudid_sample_5000.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [parse_device_identifier(row["device_id"], agency(row["issuing_agency"])) for row in rows]
    assert len(found) == 4557
    broken = {udi.raw: udi.problems[0].code for udi in found if not udi.valid}
    assert broken == {"00817470002098": "wrong-check-character", "00841523106431": "wrong-form"}


def test_every_identifier_of_300_devices_is_sound() -> None:
    xml = (DATA / "meddev" / "gudid_sample_300.xml").read_text("utf-8")
    pattern = (
        r"<deviceId>(\w+)</deviceId>\s*<deviceIdType>[^<]*</deviceIdType>\s*<deviceIdIssuingAgency>(\w+)"
    )
    found = re.findall(pattern, xml)
    assert len(found) == 314
    assert all(parse_device_identifier(code, agency(name)).valid for code, name in found)


@pytest.mark.parametrize("name", ["device_identifier", "unique_device_identifier"])
def test_udis_are_read_as_the_agency_reads_them(name: str) -> None:
    path = DATA / "udi" / "gudid_api" / f"json_parse_udi_by_{name}_code.json"
    told = json.loads(path.read_text("utf-8"))
    found = parse_udi(told["udi"])
    assert found.agency == agency(told["issuingAgency"])
    assert (found.di, found.lot, found.serial) == (told["di"], told["lotNumber"], told["serialNumber"])
    assert found.donation == told.get("donationId")
    assert found.expires_on == dt.date.fromisoformat(told["expirationDate"])
    made = told.get("manufacturingDate")
    assert found.made_on == (dt.date.fromisoformat(made) if made else None)


def test_the_agency_s_own_gs1_example_has_a_wrong_check_digit() -> None:
    (problem,) = parse_udi("(01)00208851107345(17)150331").problems
    assert (problem.code, problem.position, str(problem.expected)) == ("wrong-check-character", 18, "7")


def test_hibc_strings_give_their_parts_though_their_check_characters_stand_for_any() -> None:
    lines = (DATA / "udi" / "hibc" / "barcodes.txt").read_text("utf-8").splitlines()
    found = [parse_udi(line) for line in lines]
    assert len(found) == 75
    assert [udi.raw for udi in found if udi.valid] == ["+Z999009993020351/$$900100605271223C001C"]
    combined = [udi for udi in found if re.fullmatch(r"\+Z999009993020351/.+C", udi.raw)]
    assert {udi.di for udi in combined} == {"Z999009993020351"}
    assert all(udi.valid or [p.code for p in udi.problems] == ["wrong-check-character"] for udi in combined)
    dated = [udi for udi in found if udi.expires_on]
    assert {udi.expires_on for udi in dated} == {dt.date(2005, 9, 28), dt.date(2005, 9, 30)}
    assert {udi.quantity for udi in found} == {None, 24, 100}


def test_the_table_of_application_identifiers_is_that_of_gs1() -> None:
    text = (DATA / "udi" / "gs1" / "gs1-syntax-dictionary.txt").read_text("utf-8")
    written = {}
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words:
            first, _, last = words[0].partition("-")
            components = [word for word in words[1:] if re.match(r"\[?[NXYZ][\d.]", word)]
            fixed = words[1].startswith("*")
            for number in range(int(first), int(last or first) + 1):
                written[f"{number:0{len(first)}d}"] = (fixed, components)
    assert FORMS.keys() == written.keys()
    for key, (fixed, components) in written.items():
        sizes = [int(re.search(r"\d+", component)[0]) for component in components]  # type: ignore[index]
        assert FORMS[key].fixed == fixed
        assert FORMS[key].most == sum(sizes)
        assert (FORMS[key].checked is not None) == any("csum" in c.split(",") for c in components)
        assert FORMS[key].dated == any("yymmd" in c and "yyyy" not in c for c in components)
