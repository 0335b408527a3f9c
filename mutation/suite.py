"""Pytest, held from inside: tests are collected once, calmed, and run one by one until one of them fails."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings

__all__ = ["Suite", "calm_hypothesis", "collect"]

_OPTIONS: Final = (
    "-q", "-x", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:logging",
    "--capture=no", "--no-header", "--no-summary", "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
_PROFILE: Final = "mutation"


def calm_hypothesis(examples: int) -> None:
    """Make Hypothesis repeat itself, shrink nothing and remember nothing, in whatever is imported from now on."""
    settings.register_profile(
        _PROFILE, derandomize=True, database=None, deadline=None, max_examples=examples,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.load_profile(_PROFILE)


def warm_hypothesis() -> None:
    """Let Hypothesis read what it reads once, so that children need not."""

    @hypothesis.given(hypothesis.strategies.integers(), hypothesis.strategies.text())
    def some(number: int, written: str) -> None:
        pass

    some()


@attrs.define(eq=False)
class Suite:
    """A plugin of pytest: hands the collected tests to *conduct* in place of running them.

    Args:
        examples: How many examples a property gets at most.

        conduct: What is done with the tests.
    """

    examples: int
    conduct: Callable[["Suite"], None]
    items: dict[str, pytest.Item] = attrs.field(factory=dict)
    failed: str | None = None
    seconds: dict[str, float] = attrs.field(factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for item in session.items:
            _calm(item, self.examples)
        self.conduct(self)
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.failed is None:
            self.failed = f"collecting {report.nodeid}"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.failed is None:
            self.failed = report.nodeid

    def run(self, names: Iterable[str], *, stop: bool = True) -> None:
        """Run the tests of these names, up to the first that fails."""
        items = [self.items[name] for name in names if name in self.items]
        for item, after in zip(items, [*items[1:], None], strict=True):
            start = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            self.seconds[item.nodeid] = time.process_time() - start
            if stop and self.failed is not None:
                return


def collect(tests: Sequence[str], suite: Suite) -> str | None:
    """Collect *tests* and conduct them; what failed, None if nothing did."""
    try:
        code = pytest.main([*_OPTIONS, *tests], plugins=[suite])
    except BaseException as problem:  # noqa: BLE001 - a mutant may break pytest itself
        return suite.failed or f"pytest: {type(problem).__name__}"
    if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.TESTS_FAILED):
        return suite.failed
    return suite.failed or "collecting"


def _calm(item: pytest.Item, examples: int) -> None:
    """Fewer examples for a property that asks for many."""
    test: Any = getattr(item, "obj", None)
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is not None and own.max_examples > examples:
        getattr(test, "__func__", test)._hypothesis_internal_use_settings = settings(
            own, max_examples=examples
        )
    case = getattr(item, "cls", None)
    machine: Mapping[str, Any] | None = vars(case) if case is not None else None
    if (
        machine
        and isinstance(machine.get("settings"), settings)
        and machine["settings"].max_examples > examples
    ):
        case.settings = settings(machine["settings"], max_examples=examples)  # type: ignore[union-attr]
