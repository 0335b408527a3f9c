"""The garbage collector, paused while a playbook is built."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let the cyclic collector rest: what a playbook is built of stays, so that looking through it finds nothing.

    Each look takes longer than the one before; without the pause a playbook of 10,000 requirements takes twice the
    time (``benchmarks/linting.py``), and each requirement costs more the more there are. A collector that the host
    turned off stays off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
