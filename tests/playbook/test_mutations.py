"""Bad input: a playbook broken at random is answered with located diagnostics or a refusal, never otherwise."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def _mutations() -> ModuleType:
    found = importlib.util.spec_from_file_location("mutations", Path(__file__).with_name("mutations.py"))
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


MUTATIONS = _mutations()
SEEDS = 300
STEPS = 10


@pytest.mark.parametrize("first", range(0, SEEDS, SEEDS // STEPS))
def test_a_broken_playbook_is_refused_or_diagnosed_in_its_place(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + SEEDS // STEPS):
        assert MUTATIONS.problem(MUTATIONS.mutated(seed), tmp_path / "mutated.toml") == "", seed


@given(raw=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_bytes_of_any_kind_are_refused_or_diagnosed(
    raw: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert MUTATIONS.problem(raw, tmp_path_factory.getbasetemp() / "any.toml") == ""


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "9" * 5000,
        "a = 1e99999999999999999999999",
        "a = " + "[" * 5000,
        ".".join("a" * 5000) + " = 1",
        "[" + ".".join("a" * 5000) + "]",
        "extends = 3",
        'extends = "nowhere.toml"',
        'extends = "\\u0000"',
        "remove = 3",
        "threshold = { x = { values = [1, { value = nan }, { value = 1, valid_from = 'soon' }] } }",
    ],
)
def test_what_was_once_answered_wrongly_is_answered_rightly(text: str, tmp_path: Path) -> None:
    assert MUTATIONS.problem(text.encode(), tmp_path / "once.toml") == ""
