"""The command line as its users meet it: output, exit codes, bad input as messages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.cli.app import app

SHARED = Path(__file__).parents[3] / "shared"
Run = Callable[..., tuple[int, str, str]]
EXPORT = (
    "id,customer,stage,value,since\nD-1,First Hospital,Talk,1000,2026-03-01\nD-2,Clinic,Won,2000,2026-04-01\n"
)
MAPPING = """
schema = 1
id = "cli-test"

[source]
shape = "none"
file = "deals.csv"

[values]
date_formats = ["%Y-%m-%d"]
time_zone = "+08:00"
currency = "CNY"

[deal]
id = { column = "id" }
name = { column = "customer" }
amount = { column = "value" }

[stage]
column = "stage"
entered = { column = "since" }
map.Talk = { stage = "needs-discovery" }
map.Won = { stage = "negotiation-contract", outcome = "won" }
"""


@pytest.fixture
def store(tmp_path: Path, medsales: Run) -> str:
    """A store with two imported deals."""
    (tmp_path / "deals.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "crm.toml").write_text(MAPPING, encoding="utf-8")
    place = str(tmp_path / "deals.db")
    code, out, err = medsales("import", str(tmp_path / "crm.toml"), "--store", place)
    assert (code, err) == (0, ""), err
    assert "2 deals taken" in out
    return place


def test_the_version_is_printed(medsales: Run) -> None:
    assert medsales("--version")[1].strip() == "0.1.0"


@pytest.mark.parametrize(
    "command",
    [
        "demo", "check", "show", "import", "explain", "advance", "audit", "training", "scorecard", "score", "report",
        "plugins", "migrate", "verify",
    ],
)  # fmt: skip
def test_every_command_explains_itself_with_an_example(command: str, medsales: Run) -> None:
    code, out, _ = medsales(command, "--help")
    assert code == 0
    assert f"medsales {command}" in out.replace("\n", " ")
    assert "Example" in out


def test_the_reference_is_sound(medsales: Run) -> None:
    code, out, _ = medsales("check", "reference")
    assert code == 0
    assert "109 requirements" in out


def test_a_misspelt_field_is_found_in_place(tmp_path: Path, medsales: Run) -> None:
    good = (Path(__file__).parents[2] / "src/medsales_core/reference/process.toml").read_text(
        encoding="utf-8"
    )
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace('"account.grade" = "filled"', '"account.grad" = "filled"'), encoding="utf-8")
    before = good[: good.index('"account.grade" = "filled"')]
    line, column = 1 + before.count("\n"), len(before) - before.rfind("\n")
    code, out, _ = medsales("check", str(bad))
    assert code == 1
    assert f"{bad}:{line}:{column}: error:" in out
    assert "did you mean 'grade'?" in out
    assert "[undefined-field]" in out


def test_check_speaks_json(tmp_path: Path, medsales: Run) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("schema = 1\nnonsense = 2\n", encoding="utf-8")
    code, out, _ = medsales("check", str(bad), "--json")
    assert code == 1
    told = json.loads(out)
    assert told["usable"] is False
    assert {"unknown-key", "missing-key", "no-process"} <= {d["code"] for d in told["diagnostics"]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"schema = = 1", "bad.toml:1:10: not TOML"),
        ("名称 = '医'".encode("gb18030"), "GB18030"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_message(
    tmp_path: Path, medsales: Run, content: bytes, told: str
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(content)
    code, _, err = medsales("check", str(bad))
    assert code == 2
    assert told in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_a_message(medsales: Run) -> None:
    code, _, err = medsales("check", "nowhere.toml")
    assert code == 2
    assert "nowhere.toml: cannot be read" in err


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
@pytest.mark.parametrize("kind", ["text", "mermaid", "toml"])
def test_the_playbook_is_shown(kind: str, lang: str, medsales: Run) -> None:
    code, out, _ = medsales("show", "reference", "--format", kind, "--lang", lang)
    assert code == 0
    wanted = {"en": "Needs analysis and in-depth communication", "zh-Hans": "需求分析与深度沟通"}[lang]
    assert wanted in out


def test_importing_again_adds_nothing(store: str, tmp_path: Path, medsales: Run) -> None:
    code, out, _ = medsales("import", str(tmp_path / "crm.toml"), "--store", store, "--json")
    assert code == 0
    assert json.loads(out)["events"] == 0


def test_explain_tells_what_is_lacking(store: str, medsales: Run) -> None:
    code, out, _ = medsales("explain", "D-1", "--store", store)
    assert code == 0
    assert "Needs in clinical application are captured" in out
    code, out, _ = medsales("explain", "D-1", "--store", store, "--lang", "zh-Hans")
    assert "已掌握临床应用方面的需求" in out


def test_explain_speaks_json(store: str, medsales: Run) -> None:
    _, out, _ = medsales("explain", "D-1", "--store", store, "--json")
    told = json.loads(out)
    assert told["stage"] == "needs-discovery"
    assert any(finding["reasons"] for opening in told["openings"] for finding in opening["findings"])


def test_a_refused_move_exits_with_one_and_names_every_reason(store: str, medsales: Run) -> None:
    code, out, _ = medsales("advance", "D-1", "--to", "solution-value", "--store", store, "--json")
    assert code == 1
    told = json.loads(out)
    assert told["accepted"] is False
    failing = {f["requirement"] for f in told["findings"] if f["outcome"] == "fail"}
    assert {"need-clinical-application", "need-patient-needs", "need-cost-benefit"} <= failing


def test_a_move_to_nowhere_proposes_a_stage(store: str, medsales: Run) -> None:
    code, out, _ = medsales("advance", "D-1", "--to", "solution-valeu", "--store", store)
    assert code == 1
    assert "solution-value" in out


def test_an_unknown_deal_is_a_message(store: str, medsales: Run) -> None:
    code, _, err = medsales("explain", "D-9", "--store", store)
    assert code == 2
    assert "there is no deal 'D-9'" in err


def test_a_store_that_is_not_there_is_not_made_by_reading(tmp_path: Path, medsales: Run) -> None:
    place = tmp_path / "none.db"
    code, _, err = medsales("audit", "--store", str(place))
    assert code == 2
    assert str(place) in err
    assert not place.exists()


@pytest.mark.parametrize("method", ["ladder", "meddicc"])
def test_scores_are_told_with_their_reasons(store: str, method: str, medsales: Run) -> None:
    code, out, _ = medsales("score", method, "--store", store, "--json")
    assert code == 0
    assert [row["deal"] for row in json.loads(out)] == ["D-1"]


def test_an_unknown_score_proposes_one(store: str, medsales: Run) -> None:
    code, _, err = medsales("score", "medic", "--store", store)
    assert code == 2
    assert "did you mean 'meddicc'?" in err


@pytest.mark.parametrize("kind", ["pipeline", "funnel", "stage-aging", "findings"])
@pytest.mark.parametrize("format_", ["text", "markdown", "csv", "html"])
def test_every_report_renders_in_every_format(
    store: str, tmp_path: Path, kind: str, format_: str, medsales: Run
) -> None:
    out = tmp_path / f"report.{format_}"
    code, _, err = medsales("report", kind, "--store", store, "--format", format_, "--out", str(out))
    assert (code, err) == (0, "")
    assert out.stat().st_size > 100


def test_a_report_that_cannot_be_written_is_a_message(store: str, tmp_path: Path, medsales: Run) -> None:
    code, _, err = medsales("report", "funnel", "--store", store, "--out", str(tmp_path / "no" / "such.txt"))
    assert code == 2
    assert "cannot be written" in err


def test_audit_judges_imported_history_and_blocks_nothing(store: str, medsales: Run) -> None:
    code, out, _ = medsales("audit", "--store", store)
    assert code == 0
    assert "2 deals judged" in out


def test_plugins_are_listed(medsales: Run) -> None:
    code, out, _ = medsales("plugins")
    assert code == 0
    assert {"builtin", "html", "sqlite"} <= {line.split()[0] for line in out.splitlines() if line[0] != " "}


def test_plugins_can_be_switched_off_by_the_environment(
    medsales: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDSALES_PLUGINS", "none")
    _, out, _ = medsales("plugins", "--json")
    assert {p["name"] for p in json.loads(out) if p["state"] != "disabled"} == {"builtin"}


def test_a_wrong_argument_exits_with_two(medsales: Run) -> None:
    assert medsales("report")[0] == 2
    assert medsales("no-such-command")[0] == 2


def test_a_moment_that_is_none_is_a_message(store: str, medsales: Run) -> None:
    code, _, err = medsales("audit", "--store", store, "--at", "yesterday")
    assert code == 2
    assert "'yesterday'" in err


def test_every_command_is_registered_lazily() -> None:
    assert {name for name in app if not name.startswith("-")} == {
        "demo", "check", "show", "import", "explain", "advance", "audit", "judge", "score", "report", "plugins",
        "schema", "fmt", "diff", "new-plugin", "training", "scorecard", "fuzz", "replay", "migrate", "verify",
    }  # fmt: skip
