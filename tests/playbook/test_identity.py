"""The content hash: what a playbook means, and not how it is written."""

from typing import Any

import pytest

from medsales_core.config import read_toml
from medsales_core.playbook.identity import content_hash


def hash_of(toml: str) -> str:
    data: dict[str, Any] = read_toml(toml.encode(), name="x.toml").data
    return content_hash(data)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = 1\nb = 2\n", "# said\nb = 2\na = 1\n"),
        ("a = 1.50\n", "a = 15e-1\n"),
        ("a.b = 1\n", "[a]\nb = 1\n"),
        ("a = inf\n", "a = +inf\n"),
        ("a = 2026-01-31T10:00:00Z\n", "a = 2026-01-31 10:00:00Z\n"),
    ],
)
def test_what_means_the_same_has_one_hash(one: str, other: str) -> None:
    assert hash_of(one) == hash_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = 1\n", "a = 2\n"),
        ("a = inf\n", "a = -inf\n"),
        ("a = nan\n", "a = inf\n"),
        ("a = [1, 2]\n", "a = [2, 1]\n"),
    ],
)
def test_what_means_something_else_has_another(one: str, other: str) -> None:
    assert hash_of(one) != hash_of(other)
