"""Mappings: every mistake is told, all at once, each with its place and what would mend it."""

from pathlib import Path

import pytest

from medsales_core.config import Diagnostic
from medsales_core.errors import ConfigError
from medsales_core.importing import read_mapping
from medsales_core.playbook import Playbook

EXAMPLES = Path(__file__).parents[2] / "examples" / "mappings"


def mistakes(folder: Path, playbook: Playbook, text: str) -> list[Diagnostic]:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_mapping(path, playbook)
    found = list(caught.value.diagnostics)
    assert all(isinstance(one, Diagnostic) for one in found)
    return found  # type: ignore[return-value]  # just asserted


@pytest.mark.parametrize("name", ["maven", "salesforce"])
def test_the_examples_can_be_read(name: str, playbook: Playbook) -> None:
    mapping = read_mapping(EXAMPLES / f"{name}.toml", playbook)
    assert mapping.id == name
    assert {file.role for file in mapping.files} >= {"source"}


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ('name = "Name"', 'nmae = "Name"', "unknown-field", "did you mean 'name'?"),
        ('name = "Name"', 'budget = "Name"', "not-a-value", "budget.amount"),
        ('name = "Name"', '"budget.amuont" = "Name"', "unknown-field", "did you mean 'amount'?"),
        ('name = "Name"', '"name.x" = "Name"', "unknown-field", ""),
        ('name = "Name"', "name = 3", "wrong-type", ""),
        ('name = "Name"', 'name = { column = "Name", trimm = true }', "unknown-key", "did you mean 'trim'?"),
        ('name = "Name"', 'name = { column = "Name", percent = true }', "no-ratio", ""),
        ('name = "Name"', 'name = { column = "Name", currency = "CNY" }', "no-money", ""),
        ('name = "Name"', 'name = { column = "Name", alias = { a = 1 } }', "wrong-type", ""),
        ('id = "Id"', "", "missing-key", 'id = { column = "..." }'),
        ('"needs-discovery"', '"needs-discovry"', "unknown-stage", "did you mean 'needs-discovery'?"),
        ('"needs-discovery"', '"aftersales-relationship"', "unknown-stage", ""),
        ('outcome = "won"', 'outcome = "one"', "unknown-value", "did you mean 'won'?"),
        ('reason = "price"', 'reason = "prise"', "unknown-value", "did you mean 'price'?"),
        ('outcome = "won"', 'outcome = "won", reason = "price"', "no-loss", ""),
        ('"+08:00"', '"Asia/Shanghia"', "unknown-zone", "did you mean 'Asia/Shanghai'?"),
        ('time_zone = "+08:00"', "", "missing-key", ""),
        ('"CNY"', '"CNYY"', "unknown-currency", "did you mean 'CNY'?"),
        ('currency = "CNY"', "", "missing-currency", 'currency = "CNY"'),
        ("[deal]", 'date_formats = ["%d/%m/%y"]\n[deal]', "bad-date-format", "century = 2000"),
        ("[deal]", 'date_formats = ["%d/%m"]\n[deal]', "bad-date-format", "%Y-%m-%d"),
        ("[deal]", 'date_formats = ["%Q %Y-%m-%d"]\n[deal]', "bad-date-format", "known"),
        ("[deal]", 'decimal = ","\nthousands = ","\n[deal]', "bad-sign", ""),
        ("[deal]", "century = 1970\n[deal]", "bad-century", "2000"),
        ('"none"', '"snapshot"', "missing-key", ""),
        ('"none"', '"events"', "unknown-value", ""),
        ('"deals.csv"', '"deals.csv"\nencoding = "utf-9"', "unknown-encoding", "gb18030"),
        ('"deals.csv"', '"deals.csv"\nencoding = "undefined"', "unknown-encoding", ""),
        ('"deals.csv"', '"deals.csv"\nencoding = "base64"', "unknown-encoding", ""),
        ('"deals.csv"', '"deals.csv"\ndelimiter = ";;"', "bad-sign", ""),
        ('"deals.csv"', '"deals.csv"\ndelimiter = "\'"\nquote = "\'"', "bad-sign", ""),
        ('column = "Stage"', 'colunm = "Stage"', "unknown-key", "did you mean 'column'?"),
        ("schema = 1", "schema = 2", "newer-schema", "upgrade"),
        ('id = "crm"', 'id = "c r m"', "bad-id", ""),
        ("[stage.map]", "[stage.mop]", "missing-key", ""),
        ("[deal]", '[history]\nfile = "h.csv"\n[deal]', "no-history", "snapshot"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_mending(
    tmp_path: Path, playbook: Playbook, none_mapping: str, old: str, new: str, code: str, hint: str
) -> None:
    assert old in none_mapping
    found = mistakes(tmp_path, playbook, none_mapping.replace(old, new))
    wanted = [one for one in found if one.code == code]
    assert wanted, found
    assert any(hint in one.hint for one in wanted), found
    assert all(one.line >= 1 and one.column >= 1 and one.file.endswith("m.toml") for one in found)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(
    tmp_path: Path, playbook: Playbook, none_mapping: str
) -> None:
    text = none_mapping.replace('"CNY"', '"XXX"').replace('name = "Name"', 'nmae = "Name"')
    found = mistakes(tmp_path, playbook, text.replace("negotiation-contract", "negotiation"))
    assert [one.code for one in found] == ["unknown-currency", "unknown-field", "unknown-stage"]
    assert [one.line for one in found] == sorted(one.line for one in found)


def test_a_side_file_must_fill_what_its_subject_cannot_be_without(
    tmp_path: Path, playbook: Playbook, none_mapping: str
) -> None:
    join = '[join.a]\nfile = "a.csv"\nas = "account"\nkey = "K"\nfields = { id = "K", names = "N" }\n'
    codes = [one.code for one in mistakes(tmp_path, playbook, none_mapping + join)]
    assert sorted(codes) == ["missing-field", "not-a-value", "unknown-field"]


def test_a_join_that_is_not_there_is_told(tmp_path: Path, playbook: Playbook, none_mapping: str) -> None:
    text = none_mapping.replace('name = "Name"', 'name = { column = "Name", join = "accounts" }')
    assert mistakes(tmp_path, playbook, text + '[join.account]\nfile = "a"\nas = "rep"\nkey = "K"\n')[
        0
    ].code == ("unknown-value")


def test_a_mapping_that_is_no_toml_or_not_there_is_a_clear_error(tmp_path: Path, playbook: Playbook) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_mapping(tmp_path / "none.toml", playbook)
    (tmp_path / "bad.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="not TOML"):
        read_mapping(tmp_path / "bad.toml", playbook)
