"""Stories as tests: every ``*.story.toml`` that pytest meets is played, and must come out as it says.

Opt in where your tests are::

    # conftest.py
    pytest_plugins = ["medsales_core.testing.stories"]

A model is made once for each playbook and start.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medsales_core.errors import MedsalesError
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.scenario import SUFFIX, read_scenario
from medsales_core.fuzzing.story import play
from medsales_core.fuzzing.telling import told
from medsales_core.plugins.registry import Registry

__all__ = ["StoryFile", "StoryItem", "pytest_collect_file"]

_MODELS = pytest.StashKey[dict[Any, Model]]()


class StoryWrong(Exception):
    """A story came out otherwise than it should; the message tells it."""


class StoryFile(pytest.File):
    """A file with a story."""

    def collect(self) -> Iterator["StoryItem"]:
        yield StoryItem.from_parent(self, name=self.path.name.removesuffix(SUFFIX))


class StoryItem(pytest.Item):
    """A story as a test."""

    def runtest(self) -> None:
        scenario = read_scenario(self.path)
        models = self.config.stash.setdefault(_MODELS, {})
        key = (scenario.playbook, scenario.start)
        if key not in models:
            models[key] = Model(scenario.opened(), start=scenario.start)
        model, invariants = models[key], built_in(Registry.discover())
        missed = scenario.missed(model, invariants)
        if missed:
            steps = [line["en"] for line in told(model, play(model, scenario.story, invariants).taken)]
            raise StoryWrong("\n".join([scenario.title, *steps, *(what["en"] for what in missed)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The story itself rather than the code that played it."""
        if isinstance(excinfo.value, StoryWrong | MedsalesError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"story: {self.name}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> StoryFile | None:
    """Every file whose name ends so is a story."""
    return StoryFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None
