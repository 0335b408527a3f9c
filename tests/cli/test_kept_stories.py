"""Kept stories one after the other: one that cannot be played stops none of the others, and all are counted."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from medsales_core.cli import fuzzing
from medsales_core.fuzzing.scenario import SUFFIX
from medsales_core.text import LANGUAGES

CLINIC = Path(__file__).parents[2] / "examples" / "06_fuzz" / "clinic.toml"
Run = Callable[..., tuple[int, str, str]]
WALK = ("--engine", "walk", "--examples", "3")

WELL = """
story = "It is opened"
playbook = "medsales:reference"
[[when]]
do = "open"
[then]
answer = "accepted"
"""
WRONG = WELL.replace("accepted", "refused")
GONE = """
story = "Its way is gone"
playbook = "medsales:reference"
[[when]]
do = "break"
requirement = "mkt-policy-environment-studied"
way = "segment.analysis.budget: empty"
"""
LOST = WELL.replace("medsales:reference", "none.toml")


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """A function that makes a folder of stories, by name."""

    def made(**stories: str) -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        for name, written in stories.items():
            (folder / f"{name}{SUFFIX}").write_text(written, encoding="utf-8")
        return folder

    return made


def fuzz(medsales: Run, *arguments: object) -> tuple[int, str, str]:
    return medsales("fuzz", "reference", *WALK, *map(str, arguments))


# ---- one after the other


@pytest.mark.parametrize(
    ("stories", "code"),
    [
        ({"a": WELL}, 0),
        ({"a": GONE, "b": WELL}, 2),
        ({"a": LOST, "b": WRONG, "c": WELL}, 1),
        ({"a": GONE, "b": "story = ", "c": WRONG}, 1),
    ],
)
def test_every_story_of_a_folder_is_replayed(
    stories: dict[str, str], code: int, corpus: Callable[..., Path], medsales: Run
) -> None:
    found, out, err = medsales("replay", str(corpus(**stories)))
    assert found == code
    for name, written in stories.items():
        unplayable = written in (GONE, LOST, "story = ")
        assert f"{name}{SUFFIX}: " in out
        assert (f"{name}{SUFFIX}" in err) == unplayable


def test_a_way_that_is_gone_is_told_with_those_there_are_and_how_to_renew_the_story(
    corpus: Callable[..., Path], medsales: Run
) -> None:
    code, _, err = fuzz(medsales, "--corpus", corpus(gone=GONE, well=WELL))
    assert code == 2
    assert f"gone{SUFFIX}:7:1: error: requirement 'mkt-policy-environment-studied' has no way" in err
    assert "its ways now: 'segment.analysis.policy_environment: empty'" in err
    assert "was changed since the story was written" in err


def test_a_folder_without_stories_is_told(tmp_path: Path, medsales: Run) -> None:
    code, _, err = medsales("replay", str(tmp_path))
    assert code == 2
    assert "there is no story in this folder" in err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_called_well_while_a_kept_story_is_not(
    lang: str, corpus: Callable[..., Path], medsales: Run
) -> None:
    code, out, _ = fuzz(medsales, "--corpus", corpus(wrong=WRONG, well=WELL), "--lang", lang)
    assert code == 1
    assert "✓" not in out
    assert ("the last answer: wanted 'refused'" in out) == (lang == "en")
    assert "It is opened" in out


def test_nothing_is_called_well_while_a_goal_is_not_reached(medsales: Run) -> None:
    code, out, _ = fuzz(medsales, "--until", "requirement-coverage=1.0")
    assert code == 1
    assert "✗ goal not reached: requirement-coverage=1.0, seen" in out
    assert "✓" not in out


# ---- build servers


def test_a_build_server_counts_what_the_exit_code_counts(
    corpus: Callable[..., Path], tmp_path: Path, medsales: Run
) -> None:
    out, folder = tmp_path / "junit.xml", corpus(wrong=WRONG, well=WELL, gone=GONE)
    goals = ("--until", "requirement-coverage=1.0", "--until", "stage-coverage=0.0")
    assert fuzz(medsales, "--corpus", folder, "--junit", out, *goals)[0] == 1
    suite = ElementTree.parse(out).getroot()
    assert (suite.get("failures"), suite.get("errors")) == ("2", "1")
    assert int(suite.get("tests", "0")) == len(suite)
    assert float(suite.get("time", "0")) > 0
    assert all(float(case.get("time", "-1")) >= 0 for case in suite)
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["requirement-coverage=1.0", str(folder / f"wrong{SUFFIX}")]
    assert [case.get("name") for case in suite if case.find("error") is not None] == [
        str(folder / f"gone{SUFFIX}")
    ]


def test_a_promise_is_a_test_case(tmp_path: Path, medsales: Run) -> None:
    out = tmp_path / "junit.xml"
    assert medsales("fuzz", str(CLINIC), *WALK, "--junit", str(out))[0] == 0
    names = [
        case.get("name")
        for case in ElementTree.parse(out).getroot()
        if case.get("classname") == "medsales.fuzz.promise"
    ]
    assert names == ["always won-with-quote", "never won-without-amount"]


def test_what_no_xml_may_hold_is_replaced(corpus: Callable[..., Path], tmp_path: Path, medsales: Run) -> None:
    out = tmp_path / "junit.xml"
    wrong = WRONG.replace("It is opened", r"It is \u001b[31mopened\u0000")
    _, said, _ = fuzz(medsales, "--corpus", corpus(wrong=wrong), "--junit", out)
    failed = ElementTree.parse(out).find("testcase/failure")
    assert failed is not None
    assert "It is \N{REPLACEMENT CHARACTER}[31mopened" in (failed.get("message") or "")
    assert "\x1b" not in said


# ---- places to write to


@pytest.mark.parametrize(
    ("option", "place"),
    [
        ("--corpus", "file"),
        ("--corpus", "file/inside"),
        ("--corpus", "/proc/foo"),
        ("--junit", "nosuch/j.xml"),
        ("--junit", "."),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(
    option: str, place: str, tmp_path: Path, medsales: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fuzzing, "run_fuzz", lambda *_, **__: pytest.fail("it ran"))
    code, out, err = medsales("fuzz", "reference", option, place)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {option} {place} ")


def test_looking_whether_it_can_be_written_leaves_nothing_behind(tmp_path: Path, medsales: Run) -> None:
    (tmp_path / "old.xml").write_text("old")
    arguments = ("--corpus", tmp_path / "a" / "b", "--seconds", "nan")
    assert fuzz(medsales, *arguments)[0] == 2
    assert fuzz(medsales, "--corpus", tmp_path / "a" / "b", "--junit", tmp_path / "new" / "j.xml")[0] == 2
    assert fuzz(medsales, "--junit", tmp_path / "old.xml", "--until", "stages=1")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["old.xml"]
    assert (tmp_path / "old.xml").read_text() == "old"


@pytest.mark.parametrize("how", ["--corpus", "--junit"])
def test_what_was_found_is_told_where_it_cannot_be_written(
    how: str, tmp_path: Path, medsales: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    text = CLINIC.read_text("utf-8")
    leaky = tmp_path / "clinic.toml"
    leaky.write_text(text[: text.index("[stage.")], encoding="utf-8")
    monkeypatch.setattr(Path, "write_text" if how == "--corpus" else "write_bytes", full)
    arguments = ("--engine", "walk", "--examples", "60", how, str(tmp_path / "out"))
    code, out, err = medsales("fuzz", str(leaky), *arguments)
    assert code == 1
    assert "✗ never won-without-amount" in out
    assert "cannot be written: No space left on device" in err
    assert medsales("fuzz", "reference", *WALK, "--junit", str(tmp_path / "j.xml"))[0] == (
        2 if how == "--junit" else 0
    )


# ---- reading


def test_what_was_not_seen_is_listed_whole_where_it_is_asked_for(medsales: Run) -> None:
    _, short, _ = fuzz(medsales)
    _, whole, _ = fuzz(medsales, "--missing")
    (count,) = [int(line.split()[2]) for line in short.splitlines() if line.startswith("not seen, ")]
    assert f"... and {count - 12} more; --missing lists them all" in short
    assert len(whole.splitlines()) == len(short.splitlines()) + count - 12 - 1


def test_a_run_that_the_clock_ends_says_so(medsales: Run) -> None:
    arguments = ("fuzz", "reference", "--examples", "1000000", "--seconds", "0.5")
    _, out, _ = medsales(*arguments)
    assert "of 1,000,000 stories, the 0.5 seconds were over" in out
    assert "deal: ended before all was gone into, the 0.5 seconds were over" in out
    told = json.loads(medsales(*arguments, "--json")[1])["ended"]
    assert all(set(line) == set(LANGUAGES) for line in told)
    assert len(told) > 1


def test_a_run_that_came_to_its_end_says_nothing_of_a_clock(medsales: Run) -> None:
    assert "seconds were over" not in fuzz(medsales, "--seconds", "600")[1]


def test_a_store_that_was_used_is_told(medsales: Run) -> None:
    assert "on an empty store like memory:" in fuzz(medsales, "--store", "memory:")[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_exploring_rests_on_is_told(lang: str, medsales: Run) -> None:
    arguments = ("fuzz", "reference", "--engine", "explore", "--seconds", "0.3")
    told = json.loads(medsales(*arguments, "--json")[1])["explored"][0]["assumed"]
    _, out, _ = medsales(*arguments, "--lang", lang)
    assert [out.count(f"  {one[lang]}\n") for one in told] == [1] * len(told)


def test_json_tells_promises_in_every_language(medsales: Run) -> None:
    told = json.loads(medsales("fuzz", str(CLINIC), *WALK, "--json")[1])["promises"]
    assert [set(what) for what in told.values()] == [set(LANGUAGES)] * 2


def test_an_interrupt_tells_what_was_found_and_keeps_it(
    tmp_path: Path, medsales: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def interrupting(*_: object) -> Iterator[Callable[[int], None]]:
        yield lambda done: signal.raise_signal(signal.SIGINT) if done == 60 else None

    text = CLINIC.read_text("utf-8")
    leaky = tmp_path / "clinic.toml"
    leaky.write_text(text[: text.index("[stage.")], encoding="utf-8")
    monkeypatch.setattr(fuzzing, "bar", interrupting)
    before = signal.getsignal(signal.SIGINT)
    arguments = ("--engine", "walk", "--examples", "1000000", "--corpus", str(tmp_path / "corpus"))
    code, out, _ = medsales("fuzz", str(leaky), *arguments)
    assert code == 130
    assert out.startswith("stopped from the keyboard; found until then:\nwalk: 60 stories")
    assert "walk: ended after 60 of 1,000,000 stories, stopped from the keyboard" in out
    assert "✗ never won-without-amount" in out
    assert len(list((tmp_path / "corpus").glob(f"*{SUFFIX}"))) == 1
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_interrupt_ends_it_at_once(medsales: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def interrupting(*_: object) -> Iterator[Callable[[int], None]]:
        def twice(done: int) -> None:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

        yield twice

    monkeypatch.setattr(fuzzing, "bar", interrupting)
    assert fuzz(medsales) == (130, "", "stopped\n")
