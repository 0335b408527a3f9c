"""Closed lists: every value has an identifier and a name in both languages."""

import re
from enum import Enum
from types import ModuleType

import pytest

from medsales_core.model import enums
from medsales_core.model.choice import Choice
from medsales_core.text import LANGUAGES

CHOICES: list[type[Choice]] = [getattr(enums, name) for name in enums.__all__]
VALUES = [value for choice in CHOICES for value in choice]

each_choice = pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.__name__)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}.{value}")
def test_every_value_is_named_in_every_language(value: Choice) -> None:
    assert tuple(value.label) == LANGUAGES
    assert all(name.strip() == name and name for name in value.label.values())


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}.{value}")
def test_an_identifier_is_short_ascii_that_stands_in_files(value: Choice) -> None:
    assert re.fullmatch(r"[A-Za-z0-9]+(-[a-z0-9]+)*", value)


@each_choice
def test_no_two_values_of_a_list_share_a_name(choice: type[Choice]) -> None:
    for language in LANGUAGES:
        names = [value.label[language] for value in choice]
        assert len(set(names)) == len(names)


@each_choice
def test_a_list_has_no_aliases(choice: type[Choice]) -> None:
    assert len(choice.__members__) == len(list(choice))


@each_choice
def test_a_list_says_what_it_is_and_where_it_comes_from(choice: type[Choice]) -> None:
    assert choice.__doc__
    assert re.search(r"\b[SP]\d|inferred|\(K\)", choice.__doc__)


@each_choice
def test_a_value_equals_its_identifier_and_is_found_by_it(choice: type[Choice]) -> None:
    for value in choice:
        assert value == str(value) == value.value
        assert choice(str(value)) is value  # type: ignore[call-arg]


def test_every_list_that_is_defined_is_public() -> None:
    modules = [module for module in vars(enums).values() if isinstance(module, ModuleType)]
    defined = {
        name
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and issubclass(found, Enum) and found.__module__ == module.__name__
    }
    assert defined == set(enums.__all__)
