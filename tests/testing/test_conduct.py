"""How the kits watch what is under test."""

import gc
import time
from collections.abc import Iterator

import pytest

from medsales_core.testing.conduct import alone


@pytest.fixture
def eager() -> Iterator[None]:
    """Rubbish is collected all the time, and somebody looks at the clock whenever it is."""

    def look(phase: str, told: dict[str, int]) -> None:
        time.perf_counter()

    before = gc.get_threshold()
    gc.callbacks.append(look)
    gc.set_threshold(1)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(look)


@pytest.mark.usefixtures("eager")
def test_a_clock_that_is_looked_at_while_rubbish_is_collected_is_not_held_against_the_call() -> None:
    assert len(alone(lambda: [[] for _ in range(100)])) == 100
    assert gc.isenabled()


def test_a_clock_that_the_call_looks_at_is() -> None:
    with pytest.raises(AssertionError, match="perf_counter"):
        alone(time.perf_counter)
    assert gc.isenabled()
