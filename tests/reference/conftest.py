"""What tests of the standards share: all built-in standards in one playbook, and a judge of single requirements."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core
from medsales_core.model import Facts
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HEAD = 'schema = 1\nid = "s"\nversion = "1"\ntitle = {{ en = "s", zh-Hans = "s" }}\nextends = "{}"\n\n'


@pytest.fixture(scope="session")
def every_standard(tmp_path_factory: pytest.TempPathFactory) -> Playbook:
    """The reference with the public and the inferred standards, each file a layer."""
    below, folder = "medsales:reference", tmp_path_factory.mktemp("standards")
    for number, file in enumerate(sorted(Path(medsales_core.__file__).parent.glob("reference/*/*.toml"))):
        layer = folder / f"{number}.toml"
        layer.write_text(HEAD.format(below) + file.read_text("utf-8"), "utf-8")
        below = layer.name
    return load_playbook(folder / below)


@pytest.fixture
def judged(every_standard: Playbook) -> Callable[[str, Facts], Outcome]:
    """How a requirement comes out on facts, on 2026-06-30."""
    return lambda requirement, facts: every_standard.plan.judgements[requirement].outcome(facts, AT)
