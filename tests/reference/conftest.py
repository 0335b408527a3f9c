"""What tests of the standards share: all built-in standards in one playbook, and a judge of single requirements."""

import datetime as dt
from collections.abc import Callable

import pytest

from medsales_core.model import Facts
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(scope="session")
def every_standard() -> Playbook:
    """The reference with the public and the inferred standards."""
    import pathlib, tempfile, tomllib
    import medsales_core

    root = pathlib.Path(medsales_core.__file__).parent / "reference"
    d = pathlib.Path(tempfile.mkdtemp())
    prev = "medsales:reference"
    for i, f in enumerate(sorted(root.glob("*/*.toml"))):
        p = d / f"{i}.toml"
        p.write_text(
            f'schema = 1\nextends = "{prev}"\nid="s"\nversion="1"\ntitle = {{en="a", zh-Hans="b"}}\n\n'
            + f.read_text()
        )
        prev = p.name
    return load_playbook(p)


@pytest.fixture
def judged(every_standard: Playbook) -> Callable[[str, Facts], Outcome]:
    """How a requirement comes out on facts, on 2026-06-30."""
    return lambda requirement, facts: every_standard.plan.judgements[requirement].outcome(facts, AT)
