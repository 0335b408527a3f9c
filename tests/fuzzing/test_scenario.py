"""Stories in files: what is written is played, what came otherwise is told, and mistakes have their places."""

from pathlib import Path

import pytest

from medsales_core.engine.command import Actor, Advance, Open
from medsales_core.errors import ConfigError
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.scenario import Expected, Scenario, read_scenario
from medsales_core.fuzzing.step import Ask, Break
from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.telling import told
from medsales_core.text import LANGUAGES

ANN = Actor("ann")
OPENED = Ask(Open("deal"), ANN)
STAGE = "market-analysis-targeting"
ON = Ask(Advance("customer-development-contact"), ANN)
STOPPED = (OPENED, Break("mkt-policy-environment-studied", "segment.analysis.policy_environment: empty"), ON)
HEAD = 'story = "s"\n'


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
    path.write_text(HEAD + 'playbook = "ours.toml"\n', encoding="utf-8")
    assert read_scenario(path).playbook == str(tmp_path / "ours.toml")


@pytest.mark.parametrize(
    ("toml", "told_en"),
    [
        ('[[when]]\ndo = "opne"\n', "s.story.toml:2:3: error: there is no step 'opne'"),
        ('[[when]]\ndo = "advance"\n', "s.story.toml:2:3: error: no step 'advance'"),
        ('[[when]]\ndo = "wait"\nuntil = "soon"\n', "s.story.toml:2:3: error: no step 'wait'"),
        ("when = 3\n", "s.story.toml:2:1: error: 'when' takes a list"),
        ('given = "soundly"\n', "s.story.toml:2:1: error: 'given' is 'soundly'"),
        ("start = 2026-06-30T09:00:00\n", "s.story.toml:2:1: error: 'start' takes a moment with its zone"),
        ('[then]\nanswr = "refused"\n', "did you mean 'answer'?"),
        ('[then]\nstatus = "winning"\n', "'status' is 'winning'"),
        ("strange = 1\n", "has no key 'strange'"),
    ],
)
def test_a_mistake_in_a_story_is_told_in_place(tmp_path: Path, toml: str, told_en: str) -> None:
    path = tmp_path / "s.story.toml"
    path.write_text(HEAD + toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_scenario(path)
    assert told_en in "\n".join(map(str, caught.value.diagnostics))


def test_a_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        read_scenario(tmp_path / "none.story.toml")


def test_every_step_is_told_in_every_language(model: Model) -> None:
    lines = list(told(model, play(model, Story(steps=STOPPED)).taken))
    assert len(lines) == len(STOPPED)
    assert all(set(line) == set(LANGUAGES) for line in lines)
    assert lines[0]["en"] == "1. ann: open it  → granted"
    assert lines[2]["en"].endswith("→ refused: mkt-policy-environment-studied")
