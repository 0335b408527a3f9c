"""Numbers beyond the range of their unit, in thresholds and in comparisons."""

from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from medsales_core import check_playbook
from medsales_core.config import Diagnostic
from medsales_core.model.deal import Deal
from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import fact_info
from medsales_core.rules.schema import describe

Write = Callable[..., Path]
SOUND = (Path(__file__).parents[1] / "data" / "sound.toml").read_text("utf-8")
_CODES = ("out-of-range", "threshold-out-of-range")


def line_of(toml: str, text: str) -> int:
    return toml[: toml.index(text)].count("\n") + 1


def told(path: Path) -> list[Diagnostic]:
    return [d for d in check_playbook(path)[1] if d.code in _CODES]


def requiring(condition: str, more: str = "") -> str:
    return SOUND.replace('require = { "deal.name" = "filled" }', f"require = {condition}") + more


def limited(unit: str, *values: str, test: str = "") -> str:
    """A playbook with a threshold of that unit, read by that test where there is one."""
    toml = f'\n[threshold.limit]\nlabel = {{ en = "limit", zh-Hans = "限值" }}\nunit = "{unit}"\n'
    toml += f"value = {values[0]}\n" if len(values) == 1 else f"values = [\n{''.join(values)}]\n"
    return requiring(test or '{ "deal.name" = "filled" }', toml)


def _ranged() -> Iterator[tuple[str, int, int]]:
    """The fields of roots whose unit names both ends, as paths."""
    for name, root in ROOTS.items():
        if root.many:
            continue
        for field, known in describe(root.entity).items():
            low, dots, high = (
                fact_info(getattr(attrs.fields(root.entity), field)).unit.rpartition(" ")[2].partition("..")
            )
            if dots and not known.many:
                yield f"{name}.{field}", int(low), int(high)


RANGED = list(_ranged())


def test_there_are_such_fields() -> None:
    assert ("deal.probability", 0, 1) in RANGED
    assert len(RANGED) > 1


@pytest.mark.parametrize(("path", "low", "high"), RANGED)
def test_every_field_whose_unit_has_a_range_keeps_to_it(
    write_playbook: Write, path: str, low: int, high: int
) -> None:
    never = [
        ("above", high),
        ("below", low),
        ("at_least", high + 1),
        ("at_most", low - 1),
        ("equals", high + 1),
    ]
    fair = [("above", low), ("below", high), ("at_least", high), ("at_most", low), ("equals", high)]
    for operator, value in never:
        (found,) = told(write_playbook(requiring(f'{{ "{path}" = {{ {operator} = {value} }} }}')))
        assert found.level == "warning"
        assert f"'{path}'" in found.message
        assert f"from {low} to {high}" in found.hint
    for operator, value in fair:
        assert told(write_playbook(requiring(f'{{ "{path}" = {{ {operator} = {value} }} }}'))) == []


@pytest.mark.parametrize(
    ("unit", "value", "hint"),
    [
        ("ratio", "10", "did you mean 0.1?"),
        ("ratio", "1.2", '"ratio 0..2"'),
        ("ratio", "-0.1", "part of one"),
        ("ratio 0..1", "40", "did you mean 0.4?"),
        ("score 0..5", "6", "its own unit"),
        ("day", "-3", "its own unit"),
    ],
)
def test_a_threshold_beyond_its_unit_is_told_at_its_value(
    write_playbook: Write, unit: str, value: str, hint: str
) -> None:
    toml = limited(unit, value)
    (found,) = told(write_playbook(toml))
    assert (found.code, found.line) == ("threshold-out-of-range", line_of(toml, f"value = {value}\n"))
    assert f"'limit' is {value}" in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("ratio", "0"),
        ("ratio", "1"),
        ("ratio", "0.30"),
        ("ratio 0..2", "1.2"),
        ("score 0..5", "5"),
        ("CNY", "-10"),
        ("degC", "-20"),
        ("day", "400"),
    ],
)
def test_a_threshold_within_its_unit_is_not_told(write_playbook: Write, unit: str, value: str) -> None:
    assert told(write_playbook(limited(unit, value))) == []


def test_of_many_values_that_one_is_told_which_is_beyond(write_playbook: Write) -> None:
    toml = limited(
        "ratio",
        "    { value = 0.1, valid_to = 2026-06-30 },\n",
        "    { value = 15, valid_from = 2026-07-01 },\n",
        '    { value = 20, jurisdiction = "CN-ZJ" },\n',
    )
    found = told(write_playbook(toml))
    assert [d.line for d in found] == [line_of(toml, "{ value = 15"), line_of(toml, "{ value = 20")]
    assert "in CN-ZJ is 20" in found[1].message


def test_a_threshold_is_measured_by_the_field_that_is_compared_with_it(write_playbook: Write) -> None:
    test = '{ "deal.probability" = { at_least = { threshold = "limit" } } }'
    (found,) = told(write_playbook(limited("percent", "30", test=test)))
    assert "'deal.probability' at_least that, which runs from 0 to 1" in found.message
    assert "did you mean 0.3?" in found.hint
    assert told(write_playbook(limited("percent", "0.3", test=test))) == []


def test_nothing_is_above_the_highest_by_a_threshold_either(write_playbook: Write) -> None:
    above = '{ "deal.probability" = { above = { threshold = "limit" } } }'
    assert len(told(write_playbook(limited("ratio", "1", test=above)))) == 1
    assert told(write_playbook(limited("ratio", "1", test=above.replace("above", "at_least")))) == []


def test_a_growth_rate_whose_field_names_no_range_may_be_more_than_the_whole(
    write_playbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown = limited("ratio", "1.2", test='{ "deal.probability" = { at_least = { threshold = "limit" } } }')
    assert len(told(write_playbook(grown))) == 1
    info = attrs.evolve(fact_info(attrs.fields(Deal).probability), unit="ratio")
    monkeypatch.setattr("medsales_core.playbook.lint.walking.fact_info", lambda _: info)
    assert told(write_playbook(grown)) == []
    literal = requiring('{ "deal.probability" = { at_least = 1.2 } }')
    assert told(write_playbook(literal)) == []
