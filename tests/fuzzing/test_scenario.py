"""Stories in files: what is written is played, what came otherwise is told, and mistakes have their places."""

import re
from pathlib import Path
from random import Random

import pytest

from medsales_core.engine.command import Actor, Advance, Open
from medsales_core.errors import ConfigError
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import Invariant, built_in
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.scenario import Expected, Scenario, read_scenario
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Ask, Break, Step, step_data, step_from_data
from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import walk
from medsales_core.text import LANGUAGES, text

ANN = Actor("ann")
OPENED = Ask(Open("deal"), ANN)
STAGE = "market-analysis-targeting"
ON = Ask(Advance("customer-development-contact"), ANN)
STOPPED = (OPENED, Break("mkt-policy-environment-studied", "segment.analysis.policy_environment: empty"), ON)
HEAD = 'story = "s"\n'
OPEN = '[[when]]\ndo = "open"\n'


def scenario(*steps: Ask | Break, **then: object) -> Scenario:
    return Scenario(title="s", story=Story(steps=steps), then=Expected(**then))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "then", "told_en"),
    [
        ((OPENED,), {"answer": "accepted", "stage": STAGE, "status": "open"}, ()),
        ((OPENED,), {"stage": "needs-discovery"}, (f"stage at the end: wanted 'needs-discovery', found '{STAGE}'",)),
        ((OPENED,), {"status": "won"}, ("status at the end: wanted 'won', found 'open'",)),
        ((OPENED,), {"answer": "refused"}, ("the last answer: wanted 'refused', found 'accepted'",)),
        ((ON,), {"answer": "refused", "objections": ("wrong-status",)}, ()),
        (STOPPED, {"answer": "refused", "lacks": ("mkt-policy-environment-studied",)}, ()),
        (STOPPED, {"lacks": ()}, ("what it lacks: wanted '', found 'mkt-policy-environment-studied'",)),
        (STOPPED, {"answer": "accepted"}, ("the last answer: wanted 'accepted', found 'refused (mkt-policy-environment-studied)'",)),
        ((), {"answer": "accepted"}, ("nothing was asked",)),
    ],
)  # fmt: skip
def test_what_came_otherwise_is_told(
    model: Model, steps: tuple[Ask | Break, ...], then: dict[str, object], told_en: tuple[str, ...]
) -> None:
    missed = scenario(*steps, **then).missed(model, built_in())
    assert tuple(what["en"] for what in missed) == told_en
    assert all(what["zh-Hans"] for what in missed)


def test_a_story_that_is_written_is_read_again(tmp_path: Path) -> None:
    written = scenario(*STOPPED, answer="refused", lacks=("x",), stage=STAGE)
    path = tmp_path / "s.story.toml"
    path.write_text(written.as_toml(), encoding="utf-8")
    assert read_scenario(path) == written


def test_a_playbook_lies_beside_the_story(tmp_path: Path) -> None:
    path = tmp_path / "s.story.toml"
    path.write_text(HEAD + 'playbook = "ours.toml"\n' + OPEN, encoding="utf-8")
    assert read_scenario(path).playbook == str(tmp_path / "ours.toml")


@pytest.mark.parametrize(
    ("toml", "told_en"),
    [
        ('[[when]]\ndo = "opne"\n', "s.story.toml:3:1: error: there is no step 'opne' (did you mean 'open'?)"),
        ('[[when]]\nby = "li"\n', "s.story.toml:2:3: error: a step needs 'do'"),
        ('[[when]]\ndo = ["open"]\n', "s.story.toml:3:1: error: there is no step"),
        ('[[when]]\ndo = "advance"\n', "s.story.toml:2:3: error: step 'advance' needs 'to', a text (for example { do ="),
        ('[[when]]\ndo = "waive"\n', "s.story.toml:2:3: error: step 'waive' needs 'requirement', a text"),
        ('[[when]]\ndo = "open"\nrole = "x"\n', "s.story.toml:4:1: error: step 'open' has no key 'role' (did you mean 'roles'?"),
        ('[[when]]\ndo = "open"\nroles = "manager"\n', "s.story.toml:4:1: error: 'roles' of step 'open' takes a list of texts, not 'manager'"),
        ('[[when]]\ndo = "open"\nby = ""\n', "s.story.toml:4:1: error: 'by' of step 'open' takes a text that is not empty"),
        ('[[when]]\ndo = "meet"\nrequirement = ["a"]\n', "s.story.toml:4:1: error: 'requirement' of step 'meet' takes a text, not ['a']"),
        ('[[when]]\ndo = "wait"\nuntil = "soon"\n', "s.story.toml:4:1: error: 'until' of step 'wait' takes a moment with its zone, not 'soon' (for example until = 2026"),
        ('[[when]]\ndo = "wait"\nuntil = 2026-07-01T00:00:00\n', "s.story.toml:4:1: error: 'until' of step 'wait' takes a moment with its zone"),
        ('[[when]]\ndo = "waive"\nrequirement = "a"\nreason = "b"\nexpires-on = "soon"\n', "s.story.toml:6:1: error: 'expires-on' of step 'waive' takes a day, not 'soon'"),
        ('[[when]]\ndo = "lose"\nreason = "pirce"\n', "s.story.toml:4:1: error: a deal is lost for one of"),
        ('[[when]]\ndo = "race"\nfirst = { do = "win" }\n', "s.story.toml:2:3: error: step 'race' needs 'second', a command, as a table"),
        ('[[when]]\ndo = "race"\nfirst = { do = "win", too = 1 }\nsecond = { do = "win" }\n', "s.story.toml:4:23: error: step 'win' has no key 'too'"),
        ('[[when]]\ndo = "race"\nfirst = { do = "undo" }\nsecond = { do = "win" }\n', "s.story.toml:4:11: error: only commands race, not 'undo'"),
        ('[[when]]\ndo = "race"\nfirst = { do = "wni" }\nsecond = { do = "win" }\n', "s.story.toml:4:11: error: there is no step 'wni'"),
        ('[[when]]\ndo = "race"\nfirst = "win"\nsecond = { do = "win" }\n', "s.story.toml:4:1: error: 'first' of step 'race' takes a command"),
        ("", "error: a story without steps: there is nothing to play"),
        ("when = []\n", "s.story.toml:2:1: error: a story without steps"),
        ('[then]\nlack = []\n', "did you mean 'lacks'?"),
        ('[then]\nqq = []\n', "known: answer, lacks, objections, stage, status"),
        ("when = 3\n", "s.story.toml:2:1: error: 'when' takes a list"),
        ('given = "soundly"\n', "s.story.toml:2:1: error: 'given' is 'soundly'"),
        ("start = 2026-06-30T09:00:00\n", "s.story.toml:2:1: error: 'start' takes a moment with its zone"),
        ('[then]\nanswr = "refused"\n', "did you mean 'answer'?"),
        ('[then]\nstatus = "winning"\n', "'status' is 'winning'"),
        ("strange = 1\n", "has no key 'strange'"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_story_is_told_in_place(tmp_path: Path, toml: str, told_en: str) -> None:
    path = tmp_path / "s.story.toml"
    path.write_text(HEAD + toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_scenario(path)
    told = "\n".join(map(str, caught.value.diagnostics))
    assert told_en in told
    assert re.findall(r"__init__|datetime\.|isoformat", told) == []


@pytest.mark.parametrize(
    ("toml", "told_en"),
    [
        ('[[when]]\ndo = "open"\nprocess = "dael"\n', "4:1: error: there is no process 'dael' (did you mean 'deal'?)"),
        ('[[when]]\ndo = "open"\nroles = ["sales-manger"]\n', "4:1: error: there is no role 'sales-manger' (did you mean 'sales-manager'?)"),
        ('[[when]]\ndo = "advance"\nto = "needs-discvery"\n', "4:1: error: there is no stage 'needs-discvery' (did you mean 'needs-discovery'?)"),
        ('[[when]]\ndo = "meet"\nrequirement = "mkt-policy"\n', "4:1: error: there is no requirement 'mkt-policy'"),
        ('[[when]]\ndo = "break"\nrequirement = "mkt-policy-environment-studied"\nway = "x"\n', "5:1: error: requirement 'mkt-policy-environment-studied' has no way 'x' (its ways now: 'segment.analysis.policy_environment: empty'"),
        ('[[when]]\ndo = "waive"\nrequirement = "x"\nreason = "y"\nexpires-on = 2026-07-01\n', "4:1: error: there is no requirement 'x'"),
        ('[[when]]\ndo = "meet"\nrequirement = ""\n', "4:1: error: there is no requirement ''"),
        ('[[when]]\ndo = "waive"\nrequirement = "mkt-policy-environment-studied"\nreason = "y"\nexpires-on = 2026-07-01\nscope = "x"\n', "7:1: error: there is no transition 'x'"),
        ('[[when]]\ndo = "race"\nfirst = { do = "win" }\nsecond = { do = "win", roles = ["x"] }\n', "5:24: error: there is no role 'x'"),
        ('[[when]]\ndo = "open"\n[then]\nstage = "needs"\n', "5:1: error: there is no stage 'needs'"),
        ('[[when]]\ndo = "open"\n[then]\nlacks = ["needs"]\n', "5:1: error: there is no requirement 'needs'"),
    ],
)  # fmt: skip
def test_a_name_that_the_playbook_does_not_have_is_told_in_place(
    model: Model, tmp_path: Path, toml: str, told_en: str
) -> None:
    path = tmp_path / "s.story.toml"
    path.write_text(HEAD + toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_scenario(path).missed(model)
    assert [told_en in str(one) for one in caught.value.diagnostics] == [True], str(caught.value)


@pytest.mark.parametrize(
    ("asked", "objection"),
    [
        ('do = "advance"\nto = "somewhere"', "unknown-stage"),
        ('do = "open"\nprocess = "somewhere"', "unknown-process"),
        ('do = "waive"\nrequirement = "some"\nreason = "r"\nexpires-on = 2026-07-01', "unknown-requirement"),
    ],
)
def test_what_is_to_be_refused_as_unknown_may_be_asked_for(
    model: Model, tmp_path: Path, asked: str, objection: str
) -> None:
    path = tmp_path / "s.story.toml"
    opened = "" if "process" in asked else OPEN
    path.write_text(
        f'{HEAD}{opened}[[when]]\n{asked}\n[then]\nobjections = ["{objection}"]\n', encoding="utf-8"
    )
    assert read_scenario(path).missed(model) == ()


class Keeps(Invariant):
    """Holds, and keeps every step that it sees."""

    id, title = "keeps", text("All is kept", "全部留存")

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def after_step(self, model: Model, taken: Taken) -> None:
        self.steps.append(taken.step)


def test_whatever_the_engines_do_can_be_kept_as_a_story(model: Model) -> None:
    keeps = Keeps()
    walk(model, rng=Random(5), cases=40, invariants=[keeps])
    explore(model, "fulfilment", most=2_000, invariants=[keeps])
    steps = tuple(dict.fromkeys(keeps.steps))
    assert len(steps) > 300
    assert [step_from_data(step_data(step)) for step in steps] == list(steps)
    Scenario(title="s", story=Story(steps=steps)).check(model)


def test_what_a_walk_asks_for_to_see_it_refused_is_no_mistake(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "s.story.toml"
    story = '[[when]]\ndo = "open"\n[[when]]\ndo = "advance"\nto = "nowhere"\n[then]\nanswer = "refused"\n'
    path.write_text(HEAD + story, encoding="utf-8")
    assert read_scenario(path).missed(model, built_in()) == ()


@pytest.mark.parametrize(
    ("named", "told_en"),
    [
        (
            "medsales:nothing",
            "known: medsales:reference, medsales:public, medsales:inferred, medsales:all",
        ),
        ("medsales:refrence", "did you mean 'medsales:reference'?"),
        (
            "none.toml",
            "none.toml' (known: a file beside the story, or one of medsales:reference, medsales:public",
        ),
    ],
)
def test_a_playbook_that_is_not_there_is_told_in_place(tmp_path: Path, named: str, told_en: str) -> None:
    path = tmp_path / "s.story.toml"
    path.write_text(f'{HEAD}playbook = "{named}"\n{OPEN}', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_scenario(path).opened()
    (found,) = caught.value.diagnostics
    assert "s.story.toml:2:1: error" in str(found)
    assert told_en in str(found)


def test_a_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        read_scenario(tmp_path / "none.story.toml")


def test_every_step_is_told_in_every_language(model: Model) -> None:
    lines = list(told(model, play(model, Story(steps=STOPPED)).taken))
    assert len(lines) == len(STOPPED)
    assert all(set(line) == set(LANGUAGES) for line in lines)
    assert lines[0]["en"] == "1. ann: open it  → granted"
    assert lines[2]["en"].endswith("→ refused: mkt-policy-environment-studied")
