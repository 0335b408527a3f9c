"""Stories in a folder: played again one after the other, and failing ones kept beside them."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs

from medsales_core.cli.exits import BAD_INPUT, FOUND, OK
from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.fuzzing.invariants import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.scenario import SUFFIX, Scenario, read_scenario
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.story import Failure, play
from medsales_core.playbook.built_in import BUILT_IN
from medsales_core.text import LangText

__all__ = ["Retold", "code_of", "keep", "retell", "stories_in"]


@attrs.frozen(kw_only=True)
class Retold:
    """What came of a kept story when it was played again.

    Args:
        path: Its file.

        title: The story in a sentence; empty where it could not be read.

        missed: What came otherwise than it should.

        problem: Why it could not be played, None where it could.

        taken: Its steps.

        model: The model that it was played on, None where it was not.

        seconds: How long it took.
    """

    path: Path
    title: str = ""
    missed: tuple[LangText, ...] = ()
    problem: MedsalesError | None = None
    taken: tuple[Taken, ...] = ()
    model: Model | None = None
    seconds: float = 0.0

    @property
    def is_well(self) -> bool:
        """It was played, and came out as it should."""
        return not self.missed and self.problem is None


def stories_in(folder: Path | None) -> list[Path]:
    """The files with stories in *folder*, none where it is not there."""
    return sorted(folder.glob(f"*{SUFFIX}")) if folder is not None and folder.is_dir() else []


def retell(path: Path, model_of: Callable[[Scenario], Model], invariants: Sequence[Invariant]) -> Retold:
    """Play the story at *path* under the model that *model_of* gives for it; whatever is wrong with it is told."""
    begun, title = time.monotonic(), ""
    try:
        scenario = read_scenario(path)
        title = scenario.title
        model = model_of(scenario)
        missed = scenario.missed(model, invariants)
    except MedsalesError as problem:
        if str(path) not in str(problem):
            problem.where = str(path)
        return Retold(path=path, title=title, problem=problem, seconds=time.monotonic() - begun)
    except OSError as error:
        told = ValueRefused(f"{path} cannot be read: {error.strerror or error}")
        return Retold(path=path, problem=told, seconds=time.monotonic() - begun)
    taken = play(model, scenario.story, invariants).taken
    seconds = time.monotonic() - begun
    return Retold(path=path, title=title, missed=missed, taken=taken, model=model, seconds=seconds)


def code_of(stories: Iterable[Retold]) -> int:
    """The exit code: what came otherwise counts before what could not be played."""
    known = list(stories)
    if any(one.missed for one in known):
        return FOUND
    return BAD_INPUT if any(one.problem for one in known) else OK


def keep(corpus: Path, playbook: str, model: Model, failure: Failure) -> Path:
    """Keep a failing story as a file, under a name that the same story has again.

    Raises:
        ValueRefused: It cannot be written.
    """
    named = f"medsales:{playbook}"
    place = named if named in BUILT_IN else os.path.relpath(playbook, corpus)
    scenario = Scenario(
        title=failure.broken.what["en"], playbook=place, story=failure.story, start=model.start
    )
    written = scenario.as_toml()
    mark = hashlib.sha256(written.encode()).hexdigest()[:8]
    path = corpus / f"{failure.broken.invariant}-{mark}{SUFFIX}"
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    except OSError as error:
        raise ValueRefused(f"{path} cannot be written: {error.strerror or error}") from error
    return path
