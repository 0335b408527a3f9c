"""A playbook enables plugins: their layers lie below it, their checks answer to it, their settings are typed."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medsales_core import Facts, Progress, Status, check_playbook, load_playbook
from medsales_core.engine.command import Actor, Win
from medsales_core.errors import PluginError
from medsales_core.model import Deal
from medsales_core.playbook import Playbook
from medsales_core.playbook.difference import differences
from medsales_core.playbook.difference_text import differences_as_text
from medsales_core.playbook.origin import origin_lines
from medsales_core.playbook.schema import playbook_schema
from medsales_core.playbook.show import as_toml
from medsales_core.plugins import Registry

Install = Callable[..., Path]
Write = Callable[..., Path]

STAGE = """
[stage.notice]
process = "deal"
position = 35
label = { en = "Bidder notice", zh-Hans = "招标公告" }

[stage.notice.exit.notice-read]
label = { en = "Somebody has read the notice", zh-Hans = "已阅读公告" }
source = "pack"
require = { "deal.owner_id" = "filled" }

[transition.to-notice]
from = "needs-discovery"
to = "notice"
kind = "forward"

[transition.from-notice]
from = "notice"
to = "solution-value"
kind = "forward"

[threshold.notice-days]
label = { en = "days to answer a notice", zh-Hans = "公告答复天数" }
unit = "day"
value = 20
"""
SETTINGS = """
[settings.days]
type = "integer"
default = 30
at_least = 1
label = { en = "Days until the bond is due", zh-Hans = "保证金缴纳天数" }

[settings.kind]
type = "text"
default = "bank"
one_of = ["bank", "cash"]
label = { en = "Kind of bond", zh-Hans = "保证金形式" }

[settings.share]
type = "number"
label = { en = "Share of the price", zh-Hans = "占价格比例" }

[settings.since]
type = "date"
default = 2026-01-01
label = { en = "First day", zh-Hans = "起始日" }
"""
CHECKS = """
from medsales_core.plugins import hookimpl
from medsales_core.ports.check import Check
from medsales_core.text import text

class Bond(Check):
    id = "bidder.bond"
    title = text("Bond", "保证金")

    def __init__(self, settings):
        self.settings = settings

    def holds(self, facts, at, /):
        if self.settings.get("share") is None:
            raise ValueError("no share")
        return self.settings["share"] < 1

@hookimpl
def medsales_checks(context):
    return [Bond(context.settings)]
"""
CALL = """
[stage.negotiation-contract.exit.bond]
label = { en = "The bond is paid", zh-Hans = "保证金已缴" }
source = "test"
require = { check = "bidder.bond" }
"""
OVER = 'extends = "medsales:reference"\n'
SOUND = '"""A fake."""'
NOW = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def pack(install: Install) -> Path:
    """A stage pack that holds no Python."""
    return install("bidder", hooks="", more='layers = ["bidder.toml"]\n', files={"bidder.toml": STAGE})


@pytest.fixture
def checker(install: Install) -> Path:
    """A plugin with a check and settings."""
    return install("bidder", hooks=CHECKS, init=SOUND, provides='{ check = ["bidder.bond"] }', more=SETTINGS)


def told(path: Path, **options: object) -> list[str]:
    """What is said of a playbook that cannot be used."""
    playbook, found = check_playbook(path, **options)  # type: ignore[arg-type]
    assert playbook is None
    return [str(d).replace(str(path), "playbook.toml") for d in found if d.level == "error"]


# ---- layers


def test_a_pack_of_data_alone_brings_its_stage_and_is_never_imported(
    pack: Path, load: Callable[..., Playbook]
) -> None:
    playbook = load(OVER + "[plugins.bidder]\n")
    assert "notice" in playbook.stages
    assert dict(playbook.plugins) == {"bidder": {}}
    assert "fake_bidder" not in sys.modules


def test_the_playbook_lies_above_what_it_enables(pack: Path, load: Callable[..., Playbook]) -> None:
    own = "[threshold.notice-days]\nvalue = 15\n"
    playbook = load(f"{OVER}[plugins.bidder]\n{own}")
    assert playbook.thresholds["notice-days"].values[0].value == 15
    assert load(OVER + "[plugins.bidder]\n").thresholds["notice-days"].values[0].value == 20


def test_a_plugin_that_a_lower_file_enables_lies_below_that_file(pack: Path, write_playbook: Write) -> None:
    write_playbook(OVER + "[plugins.bidder]\n[threshold.notice-days]\nvalue = 15\n", "group.toml")
    top = write_playbook('extends = "group.toml"\n[plugins.bidder]\n', "top.toml")
    assert load_playbook(top).thresholds["notice-days"].values[0].value == 15


def test_a_higher_file_leaves_a_plugin_out_again(pack: Path, write_playbook: Write) -> None:
    write_playbook(OVER + "[plugins.bidder]\n", "group.toml")
    without = load_playbook(
        write_playbook('extends = "group.toml"\n[plugins.bidder]\nenabled = false\n', "a.toml")
    )
    assert "notice" not in without.stages
    assert without.plugins == {}
    assert without.hash == load_playbook(write_playbook(OVER, "b.toml")).hash


def test_without_its_layers_a_plugin_is_enabled_all_the_same(
    pack: Path, load: Callable[..., Playbook]
) -> None:
    playbook = load(OVER + "[plugins.bidder]\nlayers = false\n")
    assert "notice" not in playbook.stages
    assert "bidder" in playbook.plugins


def test_plugins_stand_in_their_order_whatever_the_file_says(
    install: Install, load: Callable[..., Playbook]
) -> None:
    days = "[threshold.notice-days]\nvalue = {}\n"
    install("bidder", hooks="", more='layers = ["t.toml"]\n', files={"t.toml": STAGE})
    install(
        "a-first",
        hooks="",
        more='after = ["bidder"]\nlayers = ["l.toml"]\n',
        files={"l.toml": days.format(7)},
    )
    playbook = load(OVER + "[plugins.a-first]\n[plugins.bidder]\n")
    assert list(playbook.plugins) == ["bidder", "a-first"]
    assert playbook.thresholds["notice-days"].values[0].value == 7


def test_a_line_of_a_pack_is_told_with_its_plugin_and_file(pack: Path, load: Callable[..., Playbook]) -> None:
    lines = {line.text: line.where for line in origin_lines(load(OVER + "[plugins.bidder]\n").layers)}
    assert lines["[stage.notice]"] == "bidder:bidder.toml:2"


def test_a_defect_in_a_pack_is_told_where_it_stands(install: Install, write_playbook: Write) -> None:
    layer = STAGE.replace("deal.owner_id", "deal.owner")
    install("bidder", hooks="", more='layers = ["bidder.toml"]\n', files={"bidder.toml": layer})
    (said,) = told(write_playbook(OVER + "[plugins.bidder]\n"))
    assert said.startswith("bidder:bidder.toml:10:")
    assert "did you mean 'owner_id'?" in said


@pytest.mark.parametrize(
    "key", ['extends = "medsales:reference"', 'id = "x"', "plugins = {}", 'version = "2"']
)
def test_a_pack_does_not_say_what_a_playbook_says(install: Install, write_playbook: Write, key: str) -> None:
    install("bidder", hooks="", more='layers = ["l.toml"]\n', files={"l.toml": f"{key}\n{STAGE}"})
    assert f"bidder:l.toml:1:1: error: a layer of a plugin leaves {key.partition(' ')[0]!r}" in " ".join(
        told(write_playbook(OVER + "[plugins.bidder]\n"))
    )


CLASH = """
[stage.needs-discovery.exit.asked]
label = {{ en = "Asked {0}", zh-Hans = "已询问{0}" }}
source = "pack"
require = {{ "deal.owner_id" = "filled" }}
"""


def clashing(install: Install, one: str, other: str, more: str = "") -> None:
    install("one", hooks="", more='layers = ["l.toml"]\n', files={"l.toml": one})
    install("two", hooks="", more='layers = ["l.toml"]\n' + more, files={"l.toml": other})


def test_two_packs_that_define_the_same_requirement_are_both_named(
    install: Install, write_playbook: Write
) -> None:
    clashing(install, CLASH.format(1), CLASH.format(2))
    (said,) = told(write_playbook(OVER + "[plugins.one]\n[plugins.two]\n"))
    assert said == (
        "two:l.toml:2:29: error: stage.needs-discovery.exit.asked is defined by plugin 'one' (fake-one 1.0) and by "
        "plugin 'two' (fake-two 1.0) (rename one of the two, or say after = ['one'] in the manifest of 'two') "
        "[pack-clash]"
    )


def test_a_stage_that_two_packs_define_is_told_once(install: Install, write_playbook: Write) -> None:
    clashing(install, STAGE, STAGE)
    said = told(write_playbook(OVER + "[plugins.one]\n[plugins.two]\n"))
    assert [line.partition(" is defined")[0].rpartition(" ")[2] for line in said] == [
        "stage.notice", "transition.to-notice", "transition.from-notice", "threshold.notice-days",
    ]  # fmt: skip


@pytest.mark.parametrize("off", ["layers = false", "enabled = false"])
def test_of_two_packs_that_clash_a_playbook_takes_one(
    install: Install, load: Callable[..., Playbook], off: str
) -> None:
    clashing(install, CLASH.format(1), CLASH.format(2))
    playbook = load(f"{OVER}[plugins.one]\n{off}\n[plugins.two]\n")
    assert str(playbook.requirements["asked"].label) == "Asked 2"


def test_a_pack_that_says_it_stands_after_another_may_change_it(
    install: Install, load: Callable[..., Playbook]
) -> None:
    clashing(install, CLASH.format(1), CLASH.format(2), 'after = ["one"]\n')
    playbook = load(OVER + "[plugins.one]\n[plugins.two]\n")
    assert str(playbook.requirements["asked"].label) == "Asked 2"


def test_two_packs_may_change_the_same_line_of_what_lies_below_both(
    install: Install, load: Callable[..., Playbook]
) -> None:
    layer = "[stage.needs-discovery]\nposition = {}\n"
    clashing(install, layer.format(31), layer.format(32))
    assert load(OVER + "[plugins.one]\n[plugins.two]\n").stages["needs-discovery"].position == 32


# ---- identity


def test_what_a_pack_says_counts_towards_the_hash_and_who_says_it_does_not(
    install: Install, load: Callable[..., Playbook]
) -> None:
    home = install("bidder", hooks="", more='layers = ["l.toml"]\n', files={"l.toml": STAGE})
    before = load(OVER + "[plugins.bidder]\n").hash
    assert load(OVER + "[plugins.bidder]\nlayers = false\n" + STAGE).hash == before
    (home / "l.toml").write_text(STAGE.replace("value = 20", "value = 21"), "utf-8")
    assert load(OVER + "[plugins.bidder]\n").hash != before


def test_a_default_that_is_written_out_changes_nothing(checker: Path, load: Callable[..., Playbook]) -> None:
    short = load(OVER + "[plugins.bidder]\nshare = 0.02\n")
    long = load(OVER + '[plugins.bidder]\nshare = 0.020\ndays = 30\nkind = "bank"\nenabled = true\n')
    assert short.hash == long.hash
    assert short.hash != load(OVER + "[plugins.bidder]\nshare = 0.03\n").hash


def test_all_layers_in_one_file_are_the_same_playbook(pack: Path, load: Callable[..., Playbook]) -> None:
    playbook = load(OVER + 'remove = ["threshold.notice-days"]\n[plugins.bidder]\n')
    flat = load(as_toml(playbook))
    assert flat.hash == playbook.hash
    assert "notice-days" not in as_toml(playbook)


def test_the_calendar_that_is_the_default_anyway_changes_nothing(
    reference: Playbook, load: Callable[..., Playbook]
) -> None:
    assert load('calendar = "weekdays"\n' + OVER).hash == reference.hash


def test_the_difference_tells_plugins_and_their_settings(
    checker: Path, reference: Playbook, load: Callable[..., Playbook]
) -> None:
    few, many = (load(f"{OVER}[plugins.bidder]\nshare = {share}\n") for share in ("0.02", "0.03"))
    assert [(c.what, c.kind, c.id) for c in differences(reference, few)] == [("added", "plugin", "bidder")]
    assert "~ bidder" in (told := differences_as_text(differences(few, many), "zh-Hans"))
    assert "share = 0.03" in told
    assert "设置" in told


# ---- the editor


def test_the_schema_knows_the_plugins_and_their_settings(checker: Path) -> None:
    registry = Registry.discover()
    validator = Draft202012Validator(playbook_schema((), registry.manifests))
    assert "fake_bidder" not in sys.modules
    head: dict[str, Any] = {"extends": "medsales:reference"}
    for settings, wrong in (
        ({"share": "0.02", "days": 3, "kind": "cash", "since": "2026-01-01", "enabled": True}, False),
        ({"days": "3"}, True),
        ({"days": 0}, True),
        ({"kind": "cheque"}, True),
        ({"dayz": 3}, True),
        ({"layers": "no"}, True),
    ):
        assert bool(list(validator.iter_errors(head | {"plugins": {"bidder": settings}}))) is wrong, settings
    assert list(validator.iter_errors(head | {"plugins": {"biddr": {}}}))
    assert not list(Draft202012Validator(playbook_schema()).iter_errors(head | {"plugins": {"biddr": {}}}))


# ---- settings


def test_settings_arrive_typed_with_their_defaults(checker: Path, load: Callable[..., Playbook]) -> None:
    playbook = load(OVER + "[plugins.bidder]\nshare = 0.02\ndays = 10\n")
    assert dict(playbook.plugins["bidder"]) == {
        "days": 10, "kind": "bank", "share": Decimal("0.02"), "since": dt.date(2026, 1, 1),
    }  # fmt: skip
    with pytest.raises(TypeError):
        playbook.plugins["bidder"]["days"] = 3  # type: ignore[index]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('days = "10"', "4:1: error: 'days' takes a whole number, not '10' [wrong-type]"),
        ("days = 0", "4:1: error: 'days' is 0, at least 1 is wanted [unknown-value]"),
        ('kind = "csh"', "4:1: error: 'kind' is 'csh' (did you mean 'cash'?) [unknown-value]"),
        ("since = 2026-01-01T00:00:00", "[wrong-type]"),
        ("dayz = 3", "4:1: error: [plugins.bidder] has no key 'dayz' (did you mean 'days'?) [unknown-key]"),
        ("enabled = 1", "4:1: error: 'enabled' takes true or false, not 1 [wrong-type]"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(
    checker: Path, write_playbook: Write, line: str, expected: str
) -> None:
    (said,) = told(write_playbook(f"{OVER}[plugins.bidder]\nshare = 0.02\n{line}\n"))
    assert said.startswith("playbook.toml:")
    assert said.endswith(expected)


def test_a_setting_without_a_default_must_be_given(checker: Path, write_playbook: Write) -> None:
    assert told(write_playbook(OVER + "[plugins.bidder]\n")) == [
        "playbook.toml:2:10: error: [plugins.bidder] needs 'share', a number (Share of the price) [missing-key]"
    ]


@pytest.mark.parametrize("value", ["plugins = 3", "plugins.bidder = true"])
def test_tables_of_the_wrong_type_are_told(checker: Path, write_playbook: Write, value: str) -> None:
    (said,) = told(write_playbook(f"{value}\n{OVER}"))
    assert said.endswith("[wrong-type]")


# ---- checks


def test_a_check_is_there_for_the_playbook_that_enables_its_plugin_alone(
    checker: Path, write_playbook: Write
) -> None:
    enabled = write_playbook(f"{OVER}[plugins.bidder]\nshare = 0.02\n{CALL}")
    assert "bond" in load_playbook(enabled).requirements
    (said,) = told(write_playbook(OVER + CALL))
    assert "no enabled plugin provides check 'bidder.bond'" in said
    assert "[plugins.bidder]" in said


def test_two_playbooks_in_one_process_give_a_plugin_their_own_settings(
    checker: Path, load: Callable[..., Playbook]
) -> None:
    outcomes = []
    for share in ("0.5", "1.5"):
        playbook = load(f"{OVER}[plugins.bidder]\nshare = {share}\n{CALL}")
        here = Progress("D-1", process="deal", stage="negotiation-contract", status=Status.OPEN, version=1)
        decision = playbook.decide(here, Win(), facts=Facts(deal=Deal(id="D-1")), actor=Actor("u"), at=NOW)
        outcomes.append(any(finding.requirement == "bond" for finding in decision.failures))
    assert outcomes == [False, True]


def test_a_plugin_that_cannot_be_loaded_closes_the_playbook(install: Install, write_playbook: Write) -> None:
    install("bidder", init="import nothing_like_that", hooks=CHECKS, provides='{ check = ["bidder.bond"] }')
    (said,) = told(write_playbook(OVER + "[plugins.bidder]\n"))
    assert said == (
        "playbook.toml:2:10: error: plugin 'bidder' (fake-bidder 1.0): importing fake_bidder.hooks raised "
        "ModuleNotFoundError: No module named 'nothing_like_that' at fake_bidder/__init__.py:1 [import-failed] [unusable-plugin]"
    )


@pytest.mark.parametrize(("init", "share"), [("import nothing_like_that", "0.02"), (SOUND, '"much"')])
def test_what_calls_the_checks_of_a_plugin_that_is_not_there_is_not_told_beside_it(
    install: Install, write_playbook: Write, init: str, share: str
) -> None:
    provides = '{ check = ["bidder.bond"] }'
    install("bidder", init=init, hooks=CHECKS, provides=provides, more=SETTINGS)
    (said,) = told(write_playbook(f"{OVER}[plugins.bidder]\nshare = {share}\n{CALL}"))
    assert said.endswith(("[unusable-plugin]", "[wrong-type]"))


def test_no_plugin_is_given_settings_that_are_wrong(install: Install, write_playbook: Write) -> None:
    hooks = CHECKS.replace("return [Bond", "raise AssertionError\n    return [Bond")
    install("bidder", init=SOUND, hooks=hooks, provides='{ check = ["bidder.bond"] }', more=SETTINGS)
    (said,) = told(write_playbook(OVER + "[plugins.bidder]\n"))
    assert said.endswith("[missing-key]")


def test_a_plugin_that_is_not_installed_is_told_with_the_one_that_was_meant(
    pack: Path, write_playbook: Write
) -> None:
    assert told(write_playbook(OVER + "[plugins.biddr]\n")) == [
        "playbook.toml:2:10: error: there is no plugin 'biddr' (did you mean 'bidder'?) [unknown-plugin]"
    ]


def test_what_the_environment_forbids_no_playbook_enables(pack: Path, write_playbook: Write) -> None:
    path = write_playbook(OVER + "[plugins.bidder]\n")
    (said,) = told(path, registry=Registry.discover(disabled=["bidder"]))
    assert said.startswith("playbook.toml:2:10: error: plugin 'bidder' (fake-bidder 1.0) is disabled")
    assert said.endswith("[unusable-plugin]")
    with pytest.raises(PluginError, match="disabled"):
        Registry.discover([]).for_playbook({"bidder": {}})


def test_a_playbook_without_plugins_looks_for_none() -> None:
    code = (
        "import sys, medsales_core as ms; ms.reference_playbook()\n"
        "print({'pluggy', 'importlib.metadata', 'medsales_core.plugins'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
