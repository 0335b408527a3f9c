"""``medsales check`` in its three formats, and what a code means."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

GALLERY = Path(__file__).parents[1] / "data/playbooks"
BROKEN = str(GALLERY / "eight_at_once.toml")
WARNED = str(GALLERY / "no_source.toml")
Run = Callable[..., tuple[int, str, str]]


def sarif(medsales: Run, *arguments: str) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(medsales("check", *arguments, "--format", "sarif")[1])
    return written


def test_exit_codes_tell_sound_from_found_from_bad_input(medsales: Run) -> None:
    assert medsales("check", "reference", "--strict")[0] == 0
    assert medsales("check", WARNED)[0] == 0
    assert medsales("check", WARNED, "--strict")[0] == 1
    assert medsales("check", BROKEN)[0] == 1
    assert medsales("check", "nowhere.toml")[0] == 2
    assert medsales("check")[0] == 2


def test_json_has_a_short_form(medsales: Run) -> None:
    code, long, _ = medsales("check", BROKEN, "--format", "json")
    assert (code, long) == medsales("check", BROKEN, "--json")[:2]
    assert {d["code"] for d in json.loads(long)["diagnostics"]} >= {"unknown-key", "undefined-field"}


def test_sarif_is_a_log_of_one_run_of_this_tool(medsales: Run) -> None:
    log = sarif(medsales, BROKEN)
    assert log["version"] == "2.1.0"
    assert "sarif-2.1.0" in log["$schema"]
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"] == "medsales"
    assert all(isinstance(driver[key], str) for key in ("name", "version"))
    for rule in driver["rules"]:
        assert rule.keys() == {"id", "name", "shortDescription", "fullDescription", "help"}
        assert all(rule[key]["text"].strip() for key in ("shortDescription", "fullDescription", "help"))


def test_each_result_of_sarif_points_to_its_rule_and_its_place(medsales: Run) -> None:
    (one,) = sarif(medsales, BROKEN)["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len(one["results"]) == 8
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"].endswith("/eight_at_once.toml")
        assert physical["artifactLocation"]["uri"].startswith("file:///")
        assert all(physical["region"][key] >= 1 for key in ("startLine", "startColumn"))


def test_sarif_of_a_sound_playbook_has_no_results(medsales: Run) -> None:
    (one,) = sarif(medsales, "reference")["runs"]
    assert (one["results"], one["tool"]["driver"]["rules"]) == ([], [])


def test_a_code_is_explained_in_both_languages(medsales: Run) -> None:
    code, out, _ = medsales("check", "--explain", "dead-end")
    assert (code, out.splitlines()[0]) == (0, "dead-end: A stage without a way out")
    assert "死胡同" in medsales("check", "--explain", "dead-end", "--lang", "zh-Hans")[1]


def test_an_unknown_code_is_answered_with_the_nearest(medsales: Run) -> None:
    code, _, err = medsales("check", "--explain", "dead-ends")
    assert code == 2
    assert "'dead-end'" in err
