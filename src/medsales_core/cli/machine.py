"""The one door from the command line to the testing kit: the engine that stands on Hypothesis, where it is there."""

from medsales_core.errors import PluginError
from medsales_core.fuzzing.run import Driver

__all__ = ["machine"]

_EXTRA = ("hypothesis", "pytest")


def machine() -> Driver:
    """What drives the machine.

    Raises:
        PluginError: The extra ``testing`` is not installed.
    """
    try:
        from medsales_core.testing.driving import drive
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRA:
            raise
        raise PluginError(
            f"the engine `machine` stands on Hypothesis, and {missing.name} is not installed",
            hint="pip install 'medsales-core[testing]', or take --engine walk or explore",
        ) from missing
    return drive
