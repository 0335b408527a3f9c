"""The commands fuzz and replay, and stories collected by pytest, as a tester uses them."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from medsales_core.cli.app import run
from medsales_core.fuzzing.scenario import SUFFIX

EXAMPLE = Path(__file__).parents[2] / "examples" / "06_fuzz"
STORY = EXAMPLE / "stories" / f"no-win-without-amount{SUFFIX}"
Said = pytest.CaptureFixture[str]
pytest_plugins = ["pytester"]


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        run([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    """The example without the requirement that keeps its promise."""
    text = (EXAMPLE / "clinic.toml").read_text("utf-8")
    path = tmp_path / "clinic.toml"
    path.write_text(text[: text.index("[stage.")], encoding="utf-8")
    return path


def test_a_sound_process_is_told_to_be_so(capsys: Said) -> None:
    assert call("fuzz", EXAMPLE / "clinic.toml", "--engine", "walk", "--examples", 40) == 0
    said = capsys.readouterr().out
    assert "walk: 40 stories" in said
    assert "never won-without-amount: Nothing is won without an amount: proved by its gates" in said
    assert "✓ nothing broke" in said
    assert call("fuzz", EXAMPLE / "clinic.toml", "--engine", "walk", "--examples", 1) == 0
    assert "! nothing broke, but nobody came to: " in capsys.readouterr().out


def test_a_broken_promise_is_a_story_that_can_be_kept_and_replayed(
    leaky: Path, tmp_path: Path, capsys: Said
) -> None:
    corpus, junit = tmp_path / "stories", tmp_path / "junit.xml"
    arguments = ("fuzz", leaky, "--engine", "walk", "--examples", 60, "--corpus", corpus, "--junit", junit)
    assert call(*arguments) == 1
    said = capsys.readouterr().out
    assert "✗ never won-without-amount" in said
    assert "win it  → granted" in said
    (story,) = corpus.glob(f"*{SUFFIX}")
    failed = ElementTree.parse(junit).findall("testcase/failure")
    assert ["never won-without-amount" in (one.get("message") or "") for one in failed] == [True]
    assert call("replay", corpus) == 1
    assert "✗ never won-without-amount" in capsys.readouterr().out
    leaky.write_text((EXAMPLE / "clinic.toml").read_text("utf-8"), encoding="utf-8")
    assert call("replay", story) == 0


def test_json_says_everything(capsys: Said) -> None:
    assert (
        call("fuzz", "reference", "--engine", "walk", "--examples", 2, "--until", "role=0.0", "--json") == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["stories"] == 1
    assert told["failures"] == []
    assert set(told["coverage"]["ratios"]) >= {"stage", "transition", "requirement"}


def test_a_goal_that_is_not_reached_is_told(capsys: Said) -> None:
    arguments = ("--engine", "walk", "--examples", 1, "--until", "requirement-coverage=1.0")
    assert call("fuzz", "reference", *arguments) == 1
    assert "goal not reached: requirement-coverage=1.0" in capsys.readouterr().out


def test_stories_happen_on_a_store(capsys: Said) -> None:
    assert call("fuzz", "reference", "--engine", "walk", "--examples", 2, "--store", "memory:") == 0
    assert "nothing broke" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fuzz", "reference", "--until", "stages=1"), "stages"),
        (("fuzz", "reference", "--examples", "0"), "--examples is at least 1"),
        (("fuzz", "reference", "--seconds", "nan"), "--seconds a number not below 0"),
        (("fuzz", "reference", "--seconds", "inf"), "--seconds a number not below 0"),
        (("fuzz", "reference", "--seconds=-1"), "--seconds a number not below 0"),
        (("replay",), "nothing to replay"),
        (("replay", "none.story.toml"), "there is no file"),
    ],
)
def test_a_wrong_argument_is_a_message(arguments: tuple[str, ...], told: str, capsys: Said) -> None:
    assert call(*arguments) == 2
    assert told in capsys.readouterr().err


def test_the_story_of_the_example_comes_out_as_it_says(capsys: Said) -> None:
    assert call("replay", STORY, "--lang", "zh-Hans") == 0
    assert "符合预期" in capsys.readouterr().out


def test_pytest_collects_stories_where_it_is_told_to(
    pytester: pytest.Pytester, leaky: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    pytester.makeconftest('pytest_plugins = ["medsales_core.testing.stories"]')
    told = STORY.read_text("utf-8")
    good, wrong = (told.replace("../clinic.toml", str(path)) for path in (EXAMPLE / "clinic.toml", leaky))
    pytester.path.joinpath(f"good{SUFFIX}").write_text(good, encoding="utf-8")
    pytester.path.joinpath(f"wrong{SUFFIX}").write_text(wrong, encoding="utf-8")
    pytester.path.joinpath(f"odd{SUFFIX}").write_text('story = "s"\nodd = 1\n', encoding="utf-8")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*has no key 'odd'*", "*no requirement 'clinic-amount-known'*"])


def test_what_the_machine_finds_is_told_kept_and_counted_as_what_walks_find(
    leaky: Path, tmp_path: Path, capsys: Said
) -> None:
    told = leaky.read_text("utf-8")
    leaky.write_text(
        told.replace('on     = "win"\nholds  = { "deal.amount"', 'on = "lose"\nholds = { "deal.amount"')
    )
    corpus, junit = tmp_path / "stories", tmp_path / "junit.xml"
    arguments = ("--engine", "machine", "--examples", 40, "--corpus", corpus, "--junit", junit)
    assert call("fuzz", leaky, *arguments) == 1
    said = capsys.readouterr().out
    assert "machine: 40 stories" in said
    assert "seen: stages" in said
    assert "✗ never won-without-amount" in said
    assert said.count("  → granted") <= 3
    (story,) = corpus.glob(f"*{SUFFIX}")
    failed = [case.get("name") for case in ElementTree.parse(junit).findall("testcase[failure]")]
    assert failed == ["never won-without-amount"]
    assert call("replay", story) == 1
    capsys.readouterr()
    leaky.write_text(told, encoding="utf-8")
    assert call("fuzz", leaky, "--engine", "machine", "--examples", 2, "--store", "memory:", "--json") == 0
    as_json = json.loads(capsys.readouterr().out)
    assert as_json["stories"] == 2
    assert as_json["commands"] > 2


def test_without_hypothesis_the_machine_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.delitem(sys.modules, "medsales_core.testing.driving", raising=False)
    monkeypatch.delitem(sys.modules, "medsales_core.testing.workflow_machine", raising=False)
    for name in [one for one in sys.modules if one.partition(".")[0] == "hypothesis"]:
        monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]  # this is how a module is not there
    assert call("fuzz", "reference", "--engine", "machine") == 2
    told = capsys.readouterr().err
    assert "hypothesis is not installed" in told
    assert "pip install 'medsales-core[testing]'" in told


FOREIGN = """
story = "About a requirement of somebody else"
playbook = "medsales:reference"

[[when]]
do = "meet"
requirement = "acme-somebody-elses"
"""


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (FOREIGN, "strange.story.toml:7:1: error: there is no requirement 'acme-somebody-elses'"),
        ('story = "broken', "strange.story.toml:1:"),
    ],
)
def test_a_story_that_cannot_be_played_is_named(
    written: str, told: str, tmp_path: Path, capsys: Said
) -> None:
    story = tmp_path / f"strange{SUFFIX}"
    story.write_text(written, encoding="utf-8")
    for arguments in (("replay", story), ("fuzz", "reference", "--examples", 1, "--corpus", tmp_path)):
        assert call(*arguments) == 2
        assert told in capsys.readouterr().err


BACK = """
story = "Nothing happens before the deal is opened"
start = 2031-06-30T09:00:00+08:00

[[when]]
do      = "open"
process = "deal"
by      = "li"

[[when]]
do    = "wait"
until = 2031-01-01T09:00:00+08:00

[[when]]
do = "advance"
to = "customer-development-contact"
by = "li"

[then]
objections = ["time-goes-back"]
"""


def test_a_kept_story_is_played_at_its_own_start(tmp_path: Path) -> None:
    story = tmp_path / f"back{SUFFIX}"
    story.write_text(BACK, encoding="utf-8")
    assert call("replay", story) == 0
    assert call("fuzz", "reference", "--engine", "walk", "--examples", 1, "--corpus", tmp_path) == 0
