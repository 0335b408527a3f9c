"""Files as they come: what can be read is read, what cannot is told with its line, and nothing is guessed."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from medsales_core.importing import ImportResult, SourceUnusable

Bench = Any  # the class of the fixture stands in conftest, which no test imports
HEADER = "Id,Name,Amount,Stage,Entered,Closed\n"
GOOD = "1,a,5,Needs,2024-01-02,\n"


def codes(result: ImportResult) -> list[tuple[int, str]]:
    return [(reject.line, reject.code) for reject in result.rejects]


def unusable(bench: Bench, content: str | bytes, mapping: str = "") -> SourceUnusable:
    with pytest.raises(SourceUnusable) as caught:
        bench.run(mapping or bench.none, {"deals.csv": content})
    assert not list(bench.store.scan())
    return caught.value


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_make_no_difference(bench: Bench, mark: bytes, end: str) -> None:
    result = bench.run(bench.none, {"deals.csv": mark + (HEADER + GOOD).replace("\n", end).encode()})
    assert (result.subjects, result.rejected_rows) == (1, 0)
    assert bench.fields("1") == {"name": "a", "amount": "5 CNY"}


def test_another_encoding_is_read_where_it_is_declared(bench: Bench) -> None:
    mapping = bench.none.replace('"deals.csv"', '"deals.csv"\nencoding = "gb18030"')
    bench.run(mapping, {"deals.csv": (HEADER + "1,协和医院𠮷,5,Needs,,\n").encode("gb18030")})
    assert bench.fields("1")["name"] == "协和医院𠮷"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_read_where_they_are_declared(bench: Bench, encoding: str) -> None:
    mapping = bench.none.replace('"deals.csv"', f'"deals.csv"\nencoding = "{encoding}"')
    bench.run(mapping, {"deals.csv": (HEADER + "1,医院,5,Needs,,\n").encode(encoding)})
    assert bench.fields("1")["name"] == "医院"


def test_cells_may_hold_lines_quotes_and_delimiters(bench: Bench) -> None:
    result = bench.deals('1,"a ""b"",\r\nc",5,Needs,,\n2,d,x,Needs,,\n')
    assert bench.fields("1")["name"] == 'a "b",\r\nc'
    assert codes(result) == [(4, "bad-money")]


def test_the_bytes_of_a_row_that_are_no_text_cost_that_row_alone(bench: Bench) -> None:
    result = bench.deals(GOOD.encode() + "2,协和,5,Needs,,\n".encode("gb18030") + b"3,c,5,Needs,,\n")
    assert codes(result) == [(3, "undecodable")]
    assert "0xba" in result.rejects[0].reason["en"]
    assert result.rejects[0].row[1].endswith("\\xba\\xcd")
    assert result.subjects == 2


def test_a_row_with_nul_is_not_taken(bench: Bench) -> None:
    assert codes(bench.deals("1,a\0b,5,Needs,,\n" + GOOD)) == [(2, "nul")]


def test_a_row_of_another_width_is_not_taken(bench: Bench) -> None:
    result = bench.deals("1,a,5,Needs,\n2,a,5,Needs,,,\n\n" + GOOD.replace("1", "3", 1))
    assert codes(result) == [(2, "columns"), (3, "columns")]
    assert "5 cells where the header has 6" in result.rejects[0].reason["en"]
    assert (result.rows, result.subjects) == (3, 1)


@pytest.mark.parametrize("cut", ["2,b,7,Nee", '2,"b', "2"])
def test_a_last_line_that_was_cut_off_is_told(bench: Bench, cut: str) -> None:
    result = bench.deals(GOOD + cut)
    assert codes(result)[0][0] == 3
    assert codes(result)[0][1] in ("columns", "bad-quotes")


def test_a_quote_that_is_never_closed_costs_what_it_swallows_and_says_how_much(bench: Bench) -> None:
    many = "".join(f"{number},name of deal {number},5,Needs,,\n" for number in range(10, 9000))
    result = bench.deals('1,"a,5,Needs,,\n' + many)
    assert result.rejected["bad-quotes"] == 1
    first = result.rejects[0]
    assert first.line == 2
    assert "lines 2 to " in first.reason["en"]
    last = int(first.reason["en"].split("to ")[1].split()[0])
    assert result.subjects == 8990 - (last - 2)
    assert len(first.row[0]) < 5000


def test_a_line_without_end_does_not_fill_the_memory(bench: Bench) -> None:
    result = bench.deals("1," + "x" * 3_000_000 + ",5,Needs,,\n" + GOOD.replace("1", "2", 1))
    assert result.subjects == 1
    assert set(result.rejected) <= {"bad-quotes", "columns"}
    assert bench.fields("2")["name"] == "a"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "empty"),
        ("\n" + HEADER, "empty"),
        (HEADER.replace("Amount", "Amout"), "did you mean 'Amout'"),
        (HEADER.replace(",", ";"), "divided by a semicolon"),
        (HEADER.replace(",", "\t"), "divided by a tab"),
        (HEADER.replace("Name", "Id"), "'Id' twice"),
        (("名称," + HEADER).encode("gb18030"), "may be gb18030"),
        ("﻿".encode("utf-16"), "mark of utf-16"),
        ('"' + HEADER, "header cannot be read"),
    ],
)
def test_a_file_that_is_not_what_the_mapping_says_is_refused_before_anything_is_written(
    bench: Bench, content: str | bytes, told: str
) -> None:
    assert told in str(unusable(bench, content))


def test_a_mark_that_contradicts_the_declared_encoding_is_told(bench: Bench) -> None:
    mapping = bench.none.replace('"deals.csv"', '"deals.csv"\nencoding = "gb18030"')
    assert "encoding = 'utf-8'" in unusable(bench, b"\xef\xbb\xbf" + HEADER.encode(), mapping).hint


def test_a_column_that_stands_twice_matters_only_if_it_is_asked_for(bench: Bench) -> None:
    files = {"deals.csv": HEADER.replace("Id,", "Note,Note,Id,") + "x,y," + GOOD}
    assert bench.run(bench.none, files).subjects == 1


def test_a_missing_file_and_a_folder_are_refused(bench: Bench) -> None:
    with pytest.raises(SourceUnusable, match="cannot be read"):
        bench.run(bench.none, {})
    (bench.folder / "deals.csv").mkdir()
    with pytest.raises(SourceUnusable, match="cannot be read"):
        bench.run(bench.none, {})


def test_every_unusable_file_is_told_at_once(bench: Bench, snapshot_mapping: str) -> None:
    with pytest.raises(SourceUnusable) as caught:
        bench.run(snapshot_mapping, {"deals.csv": "Id\n1\n"})
    assert "deals.csv" in str(caught.value)
    assert "history.csv" in str(caught.value)


def test_a_file_without_rows_is_read(bench: Bench) -> None:
    result = bench.deals("")
    assert (result.rows, result.events, result.subjects) == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",a,5,Needs,,", "missing-id", "Id"),
        ("N/A,a,5,Needs,,", "missing-id", "Id"),
        ("9,a,NaN,Needs,,", "bad-money", "Amount"),
        ("9,a,5,Needs,02.01.2024,", "bad-date", "Entered"),
        ("9,a,5,Needs,24-01-02,", "two-digit-year", "Entered"),
        ("9,a,5,Won,2024-01-02,2024-02-30", "bad-date", "Closed"),
        ("9,a,5,Nedes,,", "unknown-stage", "Stage"),
        ("9,a,5,,,", "unknown-stage", "Stage"),
        ("1,b,6,Needs,,", "duplicate-id", "Id"),
    ],
)
def test_a_bad_cell_rejects_its_row_with_reasons_in_both_languages(
    bench: Bench, row: str, code: str, column: str
) -> None:
    result = bench.deals(GOOD + row + "\n")
    assert result.subjects == 1
    assert dict(result.rejected) == {code: 1}
    reject = result.rejects[0]
    assert (reject.file, reject.line, reject.column, reject.row) == (
        "deals.csv",
        3,
        column,
        tuple(row.split(",")),
    )
    assert set(reject.reason) == {"en", "zh-Hans"}
    assert "{" not in "".join(reject.reason.values())


def test_an_unknown_stage_is_told_with_the_known_ones_and_the_nearest(bench: Bench) -> None:
    reason = bench.deals("1,a,5,Nedes,,\n").rejects[0].reason
    assert "'Nedes'" in reason["en"]
    assert "Contact, Needs, Won, Lost" in reason["en"]
    assert "did you mean 'Needs'?" in reason["en"]
    assert "是否为“Needs”" in reason["zh-Hans"]


def test_a_repeated_id_is_told_with_the_line_where_it_stood_first(bench: Bench) -> None:
    result = bench.deals("1,a,5,Needs,,\n2,b,5,Needs,,\n 1 ,c,5,Won,,\n")
    assert "in line 2" in result.rejects[0].reason["en"]
    assert bench.fields("1")["name"] == "a"


def test_a_reject_is_shown_in_one_line_in_either_language(bench: Bench) -> None:
    reject = bench.deals("1,a,x,Needs,,\n").rejects[0]
    assert str(reject).startswith("deals.csv:2: Amount: 'x' is no amount")
    assert str(reject).endswith("[bad-money]")
    assert "不是有效金额" in reject.shown("zh-Hans")


BAD = '1,a,x,Needs,,\n2,=cmd(),y,Needs,,\n3,"c\nd",z,Needs,,\n'


def test_rejects_go_to_json_lines_when_asked(bench: Bench) -> None:
    result = bench.deals(BAD, rejects=bench.folder / "rejects.jsonl")
    lines = (bench.folder / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [reject.as_dict() for reject in result.rejects]
    assert json.loads(lines[2])["row"][1] == "c\nd"


def test_rejects_in_csv_hold_nothing_that_a_spreadsheet_would_run(bench: Bench) -> None:
    bench.deals(BAD, rejects=bench.folder / "rejects.csv")
    with (bench.folder / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[1] for row in rows[1:]] == ["2", "3", "4"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_all_rejects_are_counted_and_written_though_a_result_keeps_a_thousand(bench: Bench) -> None:
    rows = "".join(f"{number},a,x,Needs,,\n" for number in range(1500))
    result = bench.deals(rows, rejects=bench.folder / "r.jsonl")
    assert (len(result.rejects), result.rejected_rows, result.rows) == (1000, 1500, 1500)
    assert len((bench.folder / "r.jsonl").read_text(encoding="utf-8").splitlines()) == 1500


def test_a_place_for_rejects_that_cannot_be_written_is_told_before_anything_is(bench: Bench) -> None:
    with pytest.raises(SourceUnusable, match="rejected rows"):
        bench.deals(GOOD, rejects=bench.folder / "nowhere" / "r.csv")
    assert not list(bench.store.scan())


def test_half_a_character_that_an_encoding_lets_pass_is_no_text(bench: Bench) -> None:
    mapping = bench.none.replace('"deals.csv"', '"deals.csv"\nencoding = "utf-7"')
    result = bench.run(mapping, {"deals.csv": HEADER.encode() + b"1,+2AA-,5,Needs,,\n"})
    assert codes(result) == [(2, "undecodable")]


def test_a_result_is_plain_data(bench: Bench) -> None:
    data: dict[str, Any] = json.loads(json.dumps(bench.deals(GOOD + BAD).as_dict()))
    assert data["rejected"] == {"bad-money": 2, "duplicate-id": 1}
    assert data["files"][0]["rows"] == 4


def test_no_path_of_the_machine_is_kept(bench: Bench, tmp_path: Path) -> None:
    result = bench.deals(GOOD + BAD)
    kept = json.dumps([dict(event.data) for event in bench.store.scan()]) + json.dumps(result.as_dict())
    assert str(tmp_path) not in kept
