"""What people who write playbooks use: origin, drawing, schema, formatting, differences."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., tuple[int, str, str]]
COMPANY = str(Path(__file__).parents[2] / "examples/03_company_layer/company.toml")


def test_show_tells_where_each_line_comes_from(medsales: Run) -> None:
    code, out, _ = medsales("show", COMPANY, "--origin")
    assert code == 0
    lines = [line.split(None, 1) for line in out.splitlines() if line]
    assert [f"{COMPANY}:18", "value = 0.32"] in lines
    assert any(place.startswith("medsales:reference:") for place, _ in lines)


def test_show_origin_speaks_json(medsales: Run) -> None:
    told = json.loads(medsales("show", COMPANY, "--origin", "--json")[1])
    assert (told["layers"][0], told["layers"][-1]) == ("medsales:reference", COMPANY)
    (value,) = [line for line in told["lines"] if line["path"] == ["threshold", "margin-floor", "value"]]
    assert (value["file"], value["line"]) == (COMPANY, 18)
    assert value["layer"] == len(told["layers"]) - 1


def test_show_json_without_origin_says_what_to_add(medsales: Run) -> None:
    code, _, err = medsales("show", "reference", "--json")
    assert code == 2
    assert "add --origin" in err


@pytest.mark.parametrize(("lang", "wanted"), [("en", "must be met"), ("zh-Hans", "项必须满足")])
def test_show_draws_svg(lang: str, wanted: str, medsales: Run) -> None:
    code, out, _ = medsales("show", "reference", "--format", "svg", "--lang", lang)
    assert code == 0
    assert out.startswith("<svg ")
    assert wanted in out


@pytest.mark.parametrize("kind", ["playbook", "mapping"])
def test_schema_prints_a_schema(kind: str, medsales: Run) -> None:
    code, out, _ = medsales("schema", kind)
    assert code == 0
    Draft202012Validator.check_schema(json.loads(out))


def test_a_schema_of_mappings_knows_the_stages_of_a_playbook(medsales: Run) -> None:
    told = json.loads(medsales("schema", "mapping", "--playbook", COMPANY)[1])
    assert "acme-tender" in told["$defs"]["stage-name"]["enum"]


def test_fmt_forms_a_file_and_then_leaves_it(tmp_path: Path, medsales: Run) -> None:
    path = tmp_path / "x.toml"
    path.write_text('id="x"  # mine\nschema=1\n', "utf-8")
    assert medsales("fmt", str(path), "--check")[:2] == (1, f"{path}: would change\n")
    assert medsales("fmt", str(path), "--stdout")[:2] == (0, 'schema = 1\nid     = "x"  # mine\n')
    assert path.read_text("utf-8") == 'id="x"  # mine\nschema=1\n'
    assert medsales("fmt", str(path))[:2] == (0, f"{path}: formatted\n")
    assert path.read_text("utf-8") == 'schema = 1\nid     = "x"  # mine\n'
    assert medsales("fmt", str(path), "--check")[:2] == (0, f"{path}: is in its usual form\n")
    assert medsales("fmt", str(path), "--lang", "zh-Hans")[1] == f"{path}: 格式已规范\n"


@pytest.mark.parametrize(
    ("content", "told"), [(b"a = = 1", ":1:5: not TOML"), (b"\xff", "is not UTF-8"), (None, "No such file")]
)
def test_fmt_tells_what_it_cannot_read(
    tmp_path: Path, content: bytes | None, told: str, medsales: Run
) -> None:
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    code, _, err = medsales("fmt", str(path))
    assert code == 2
    assert f"{path}" in err
    assert told in err


def test_fmt_checks_or_prints_not_both(tmp_path: Path, medsales: Run) -> None:
    assert medsales("fmt", str(tmp_path / "x.toml"), "--check", "--stdout")[0] == 2


@pytest.mark.parametrize(
    ("lang", "wanted"), [("en", "severity: warn → block"), ("zh-Hans", "严重程度：warn → block")]
)
def test_diff_tells_what_a_layer_changes(lang: str, wanted: str, medsales: Run) -> None:
    code, out, _ = medsales("diff", "reference", COMPANY, "--lang", lang)
    assert code == 1
    assert wanted in out
    assert "  + acme-tender" in out
    assert "  - mkt-industry-trend-studied" in out


def test_diff_of_the_same_exits_with_zero(medsales: Run) -> None:
    assert medsales("diff", "reference", "reference")[:2] == (0, "The two playbooks mean the same.\n")


def test_diff_speaks_json(medsales: Run) -> None:
    told = json.loads(medsales("diff", "reference", COMPANY, "--json")[1])
    assert told["before"]["playbook"] == "medsales-reference"
    (change,) = [c for c in told["changes"] if c["id"] == "margin-floor"]
    assert {"part": "illustrative", "before": True, "after": False} in change["parts"]


def test_diff_of_a_file_that_is_not_there_is_a_message(medsales: Run) -> None:
    code, _, err = medsales("diff", "reference", "nowhere.toml")
    assert code == 2
    assert "nowhere.toml: cannot be read" in err


@pytest.mark.parametrize("command", ["schema", "fmt", "diff", "show"])
def test_every_command_of_editors_explains_itself_with_an_example(command: str, medsales: Run) -> None:
    code, out, _ = medsales(command, "--help")
    assert code == 0
    assert f"Example: medsales {command}" in out
