"""Every rule of the kit catches a stage pack that breaks it, and lets a sound one pass."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from medsales_core.model import Deal, Facts
from medsales_core.ports.check import Check
from medsales_core.testing.stage_pack_kit import StagePackConformance
from medsales_core.text import text

RULES = sorted(name for name in dir(StagePackConformance) if name.startswith("test_"))
SOUND = (Path(__file__).parents[1] / "data" / "packs" / "tender.toml").read_text("utf-8")
MANIFEST = """
schema = 1
name = "tender"
title = { en = "Tender", zh-Hans = "招投标" }
layers = ["pack.toml"]
"""
Pack = Callable[[], str]


def sound() -> str:
    """A stage between two of the reference, with a gate on either side."""
    return SOUND


class Named(Check):
    """The deal is called so."""

    id = "tender.named"
    title = text("Named", "已命名")
    reads = ("deal.name",)
    parameters: ClassVar = {"name": str}

    def holds(self, facts: Facts, at: dt.datetime, /, *, name: str) -> bool | None:
        return facts.deal.name == name if facts.deal else None

    def satisfying(self, facts: Facts, at: dt.datetime, /, *, name: str) -> Facts | None:
        return facts.with_(deal=attrs.evolve(facts.deal or Deal(id="D"), name=name))


class Mute(Check):
    """The deal is called something, and how to call it is not said."""

    id = "tender.mute"
    title = text("Mute", "未说明")
    reads = ("deal.name",)

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        return bool(facts.deal.name) if facts.deal else None


class Kit(StagePackConformance):
    def __init__(self, made: Pack, folder: Path | None = None, changes: Iterable[str] = ()) -> None:
        self.made, self.folder = made, folder
        self.changes = frozenset(changes)  # type: ignore[misc]

    def home(self) -> Path:
        assert self.folder is not None
        (self.folder / "medsales.toml").write_text(MANIFEST, "utf-8")
        (self.folder / "pack.toml").write_text(self.made(), "utf-8")
        return self.folder

    def checks(self) -> Iterable[Check]:
        return [Named(), Mute()]


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str, *changes: str) -> Callable[[Pack], Pack]:
    def add(pack: Pack) -> Pack:
        BROKEN.append((f"test_{rule}", Kit(pack, changes=changes)))
        return pack

    return add


def but(found: str, instead: str) -> str:
    """The sound pack, with one thing of it changed."""
    assert SOUND.count(found) == 1, f"{found!r} is not there once"
    return SOUND.replace(found, instead)


def and_also(more: str) -> str:
    return f"{SOUND}\n{more}\n"


# ---- how it is read


@breaks("it_is_read_without_a_defect_or_a_warning")
def misspells_a_field() -> str:
    return but('"deal.purchase_route"', '"deal.purchase_rout"')


@breaks("it_is_read_without_a_defect_or_a_warning")
def lets_the_probability_fall() -> str:
    return but("value = 0.60", "value = 0.40")


@breaks("it_brings_something")
def says_nothing() -> str:
    return "schema = 1"


@breaks("it_brings_something")
def brings_a_role_alone() -> str:
    return SOUND[: SOUND.index("[stage.")]


@breaks("everything_in_it_speaks_every_language")
def has_no_guidance() -> str:
    return "\n".join(line for line in SOUND.splitlines() if not line.startswith("guidance"))


@breaks("everything_in_it_speaks_every_language")
def has_a_gate_without_a_remedy() -> str:
    return "\n".join(line for line in SOUND.splitlines() if "Pay the bond" not in line)


@breaks("what_it_does_not_name_stays_as_it_was")
def softens_a_gate_of_the_base() -> str:
    return and_also('[stage.needs-discovery.exit.need-root-cause-and-goal]\nseverity = "info"')


@breaks("what_it_does_not_name_stays_as_it_was")
def takes_a_way_of_the_base() -> str:
    return and_also('[transition.skip-demo]\nto = "tender-bid"\nkind = "forward"')


@breaks("what_it_does_not_name_stays_as_it_was", "to-negotiation")
def names_what_it_leaves_alone() -> str:
    return SOUND


# ---- its stages


@breaks("every_stage_can_be_reached_and_left")
def leads_nowhere() -> str:
    """It can be lost from there, and nothing else."""
    return but('to   = "negotiation-contract"\nkind = "forward"', 'to   = "tender-bid"\nkind = "reopen"')


@breaks("every_stage_can_be_reached_and_left")
def is_reached_by_reopening_alone() -> str:
    return but('to   = "tender-bid"\nkind = "forward"', 'to   = "tender-bid"\nkind = "reopen"')


@breaks("a_deal_travels_through_every_stage_to_the_end")
def has_gates_that_exclude_one_another() -> str:
    """Each opens by itself, but no deal passes both of them at once."""
    first, second = (f'{{ check = "tender.named", with = {{ name = "{name}" }} }}' for name in ("one", "two"))
    return and_also(_gate("tender-one", first) + _gate("tender-two", second))


@breaks("a_deal_that_lacks_what_a_gate_asks_for_is_stopped")
def has_a_gate_that_cannot_be_shut() -> str:
    return and_also(_gate("tender-any", '{ "deal.needs" = { count = { min = 0 } } }'))


@breaks("every_requirement_can_be_fulfilled")
def calls_a_check_that_does_not_say_how_it_is_satisfied() -> str:
    return and_also(_gate("tender-mute", '{ check = "tender.mute" }'))


@breaks("every_requirement_can_fail")
def asks_for_nothing() -> str:
    return and_also(_gate("tender-any", '{ "deal.needs" = { count = { min = 0 } } }'))


def _gate(name: str, condition: str) -> str:
    return f"""
[stage.tender-bid.exit.{name}]
label   = {{ en = "A gate", zh-Hans = "门槛" }}
source  = "Tender handbook 3"
remedy  = {{ en = "Do it", zh-Hans = "照办" }}
require = {condition}
"""


@pytest.fixture
def laid(tmp_path: Path) -> Callable[[Kit], Kit]:
    """The kit with a folder to write its pack to."""
    folder = tmp_path / "pack"
    folder.mkdir()
    return lambda kit: Kit(kit.made, folder, kit.changes)


def test_a_sound_pack_keeps(kept: str, keeps: Any, laid: Callable[[Kit], Kit]) -> None:
    assert keeps(laid(Kit(sound)), kept)


def test_a_broken_pack_is_caught_by(broken: tuple[str, Kit], keeps: Any, laid: Callable[[Kit], Kit]) -> None:
    rule, kit = broken
    assert not keeps(laid(kit), rule)


def test_every_rule_is_broken_by_some_pack() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
