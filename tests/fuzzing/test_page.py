"""The page on fuzzing names every invariant, every kind of coverage and every public name."""

from pathlib import Path

from medsales_core import fuzzing
from medsales_core.fuzzing.coverage import KINDS
from medsales_core.fuzzing.invariants import Invariant
from medsales_core.fuzzing.invariants.promises import PromiseIsKept

#: One promise has its name and title from what was promised, and is told with the others on the page.
OF_THE_PLAYBOOK = {PromiseIsKept}
PAGE = (Path(__file__).parents[2] / "docs/reference/fuzzing.md").read_text("utf-8")


def test_every_invariant_of_the_kit_is_on_its_page() -> None:
    classes = set(Invariant.__subclasses__()) - OF_THE_PLAYBOOK
    own = {one.id for one in classes if one.__module__.startswith("medsales_core.")}
    assert len(own) > 10
    assert [name for name in sorted(own) if f"| `{name}` |" not in PAGE] == []


def test_every_kind_of_coverage_is_on_its_page() -> None:
    assert [kind for kind in KINDS if f"`{kind}`" not in PAGE] == []


def test_every_invariant_says_in_every_language_what_must_hold() -> None:
    for one in set(Invariant.__subclasses__()) - OF_THE_PLAYBOOK:
        assert set(one.title) == {"en", "zh-Hans"}


def test_every_public_name_can_be_had() -> None:
    assert [name for name in fuzzing.__all__ if not hasattr(fuzzing, name)] == []
