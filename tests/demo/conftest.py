"""One whole demo in memory, run once for all tests that look at it."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.demo import DemoResult, Phase, run_demo
from medsales_core.desk import Desk
from medsales_core.playbook.load import reference_playbook
from medsales_core.plugins.registry import Registry


@attrs.frozen
class Told:
    """A demo that was run: what it gave back, the desk it left, and what it said of its progress."""

    result: DemoResult
    desk: Desk
    progress: list[tuple[Phase, int, int | None]]


@pytest.fixture(scope="session")
def builtin_only() -> Registry:
    """What comes with the library itself, whatever else is installed here."""
    return Registry.discover(enabled=[])


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, builtin_only: Registry) -> Iterator[Told]:
    """The demo as everybody sees it, but in memory."""
    store = MemoryStore()
    said: list[tuple[Phase, int, int | None]] = []
    out: Path = tmp_path_factory.mktemp("demo") / "out"
    result = run_demo(out, registry=builtin_only, store=store, progress=lambda *news: said.append(news))
    yield Told(result, Desk(reference_playbook(), store), said)
    store.close()
