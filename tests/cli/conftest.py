"""What tests of the command line share: a function that runs a command."""

from collections.abc import Callable

import pytest

from medsales_core.cli.app import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def medsales(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command: its exit code and what it printed."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            run(arguments)
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return call
