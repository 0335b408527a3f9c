"""One whole demo in memory, run once for all tests that look at it."""

from collections.abc import Iterator

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.demo import DemoResult, Phase, run_demo
from medsales_core.desk import Desk
from medsales_core.playbook.load import reference_playbook
from medsales_core.plugins.registry import Registry


@pytest.fixture(scope="session")
def builtin_only() -> Registry:
    """What comes with the library itself, whatever else is installed here."""
    return Registry.discover(enabled=[])


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """The desk that the demo was told on; empty until it was."""
    with MemoryStore() as store:
        yield Desk(reference_playbook(), store)


@pytest.fixture(scope="session")
def said() -> list[tuple[Phase, int, int | None]]:
    """What the demo said of its progress; empty until it was told."""
    return []


@pytest.fixture(scope="session")
def told(
    tmp_path_factory: pytest.TempPathFactory,
    builtin_only: Registry,
    desk: Desk,
    said: list[tuple[Phase, int, int | None]],
) -> DemoResult:
    """The demo as everybody sees it, but in memory."""
    out = tmp_path_factory.mktemp("demo") / "out"
    return run_demo(out, registry=builtin_only, store=desk.store, progress=lambda *news: said.append(news))
