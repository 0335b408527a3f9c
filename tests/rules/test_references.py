"""Requirements that name others, whole standards among them; and stages that adopt them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core.model as m
from medsales_core.config import Diagnostic
from medsales_core.engine.command import Actor, Advance
from medsales_core.engine.progress import Progress, Status
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
HERE = "¦"
BASE = """
schema = 1
id = "p"
version = "1"
title = { en = "p", zh-Hans = "p" }
[process.deal]
moves = "deal"
label = { en = "p", zh-Hans = "p" }
start = "one"
[stage.one]
process = "deal"
position = 1
label = { en = "one", zh-Hans = "一" }
[stage.two]
process = "deal"
position = 2
label = { en = "two", zh-Hans = "二" }
[transition.on]
from = "one"
to = "two"
kind = "forward"
[transition.won]
from = "two"
kind = "win"
[transition.lost]
from = ["one", "two"]
kind = "lose"
[standard.basics]
label = { en = "basics", zh-Hans = "基础" }
"""
#: What the linter says of so small a process, whatever its references are.
UNASKED = {"stage-without-criteria", "duplicate-requirement"}
Write = Callable[..., Path]


def clause(name: str, require: str, home: str = "standard.basics.requirement", more: str = "") -> str:
    label = f'label = {{ en = "{name}", zh-Hans = "{name}" }}\nsource = "I"'
    return f"[{home}.{name}]\n{label}\n{more}\nrequire = {{ {require} }}\n"


NAMED = clause("named", '"deal.name" = "filled"')
PRICED = clause("priced", '"deal.amount" = { above = 0 }')


def diagnose(write: Write, toml: str) -> tuple[Playbook | None, list[Diagnostic]]:
    playbook, found = check_playbook(write(BASE + toml))
    return playbook, [diagnostic for diagnostic in found if diagnostic.code not in UNASKED]


def outcome(write: Write, toml: str, asked: str, /, **deal: object) -> Outcome:
    playbook, found = diagnose(write, toml)
    assert playbook is not None, [str(d) for d in found]
    assert found == []
    facts = m.Facts(deal=m.Deal(**{"id": "d", **deal}))
    return playbook.plan.judgements[asked].outcome(facts, AT)


def test_a_requirement_may_name_another_before_or_behind_it(write_playbook: Write) -> None:
    for toml in (
        NAMED + clause("both", 'requirement = "named"'),
        clause("both", 'requirement = "named"') + NAMED,
    ):
        assert outcome(write_playbook, toml, "both", name="x") is Outcome.PASS
        assert outcome(write_playbook, toml, "both") is Outcome.FAIL


def test_a_reference_stands_with_other_words(write_playbook: Write) -> None:
    toml = (
        NAMED + PRICED + clause("either", 'any_of = [{ requirement = "named" }, { requirement = "priced" }]')
    )
    assert outcome(write_playbook, toml, "either", name="x") is Outcome.PASS
    assert outcome(write_playbook, toml, "either") is Outcome.FAIL
    denied = NAMED + clause("denied", 'not = { requirement = "named" }, "deal.id" = "filled"')
    assert outcome(write_playbook, denied, "denied") is Outcome.PASS


def test_a_stage_may_name_what_a_standard_defines(write_playbook: Write) -> None:
    toml = NAMED + clause("at-stage", 'requirement = "named"', "stage.one.exit")
    assert outcome(write_playbook, toml, "at-stage") is Outcome.FAIL


def test_a_standard_holds_where_all_of_it_that_applies_holds(write_playbook: Write) -> None:
    guarded = clause("guarded", '"deal.amount" = "filled", when = { "deal.partner_id" = "filled" }')
    toml = NAMED + guarded + clause("whole", 'standard = "basics"', "stage.one.exit")
    assert outcome(write_playbook, toml, "whole", name="x") is Outcome.PASS
    assert outcome(write_playbook, toml, "whole", name="x", partner_id="p") is Outcome.FAIL
    assert outcome(write_playbook, toml, "whole", partner_id=None) is Outcome.FAIL


def test_a_field_called_requirement_is_still_a_field(write_playbook: Write) -> None:
    toml = clause("stated", '"deal.attestations" = { some = { requirement = "filled" } }')
    given = (m.Attestation(id="1", requirement="x"),)
    assert outcome(write_playbook, toml, "stated", attestations=given) is Outcome.PASS
    assert outcome(write_playbook, toml, "stated") is Outcome.FAIL


def test_a_mistake_in_what_is_named_is_told_once_and_there(write_playbook: Write) -> None:
    toml = clause("one", 'requirement = "bad"') + clause("bad", '"deal.nmae" = "filled"')
    _, found = diagnose(write_playbook, toml + clause("two", 'standard = "basics"', "stage.one.exit"))
    assert [d.code for d in found] == ["undefined-field"]


MISTAKES = [
    ('¦requirement = "nmaed"', "undefined-requirement", "did you mean 'named'"),
    ('¦standard = "basic"', "undefined-standard", "did you mean 'basics'"),
    ("¦requirement = 3", "wrong-type", "takes an id"),
    ("¦standard = {}", "wrong-type", "takes an id"),
    ('¦standard = "none"', "empty-condition", "has no requirement"),
    ('contacts = { each = { ¦requirement = "named" } }', "misplaced-word", "not of each Contact"),
    ('¦requirement = "it"', "circular-reference", "circle: it -> it"),
    ('all_of = [{ ¦requirement = "it" }]', "circular-reference", "circle: it -> it"),
]


@pytest.mark.parametrize(("marked", "code", "told"), MISTAKES)
def test_a_mistake_is_told_once_with_code_place_and_remedy(
    write_playbook: Write, marked: str, code: str, told: str
) -> None:
    none = '[standard.none]\nlabel = { en = "none", zh-Hans = "无" }\n'
    written = BASE + NAMED + none + clause("it", marked, "stage.one.exit")
    _, found = diagnose(write_playbook, written[len(BASE) :].replace(HERE, ""))
    before = written[: written.index(HERE)]
    assert [d.code for d in found] == [code], [str(d) for d in found]
    assert (found[0].line, found[0].column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert told in str(found[0])


def test_a_circle_is_named_once_from_end_to_end(write_playbook: Write) -> None:
    toml = "".join(
        clause(name, f'requirement = "{other}"')
        for name, other in (("start", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("late", "b"))
    )
    _, found = diagnose(write_playbook, toml)
    assert [d.code for d in found] == ["circular-reference"]
    assert "a -> b -> c -> a" in found[0].message


def test_a_standard_that_names_itself_is_a_circle(write_playbook: Write) -> None:
    _, found = diagnose(write_playbook, NAMED + clause("whole", 'standard = "basics"'))
    assert [d.code for d in found] == ["circular-reference"]
    assert "whole -> standard basics -> whole" in found[0].message


def test_references_that_double_at_every_step_are_refused_not_followed(write_playbook: Write) -> None:
    chain = [clause("r0", '"deal.name" = "filled"')]
    for number in range(1, 60):
        twice = f'{{ requirement = "r{number - 1}" }}'
        chain.append(clause(f"r{number}", f"any_of = [{twice}, {twice}]"))
    for toml in ("".join(chain), "".join(reversed(chain))):
        _, found = diagnose(write_playbook, toml)
        assert {d.code for d in found} <= {"too-large", "too-deep"}
        assert found


def test_a_long_chain_is_refused_not_run_out_of_stack(write_playbook: Write) -> None:
    chain = [clause("r0", '"deal.name" = "filled"')]
    chain += [
        clause(f"r{number}", f'not = {{ not = {{ requirement = "r{number - 1}" }} }}')
        for number in range(1, 400)
    ]
    for toml in ("".join(chain), "".join(reversed(chain))):
        _, found = diagnose(write_playbook, toml)
        assert {d.code for d in found} <= {"too-large", "too-deep"}
        assert found


def test_a_stage_adopts_a_requirement_of_a_standard(write_playbook: Write) -> None:
    playbook, found = diagnose(write_playbook, NAMED + '[stage.one.exit]\nuse = ["named"]\n')
    assert found == []
    assert playbook is not None
    assert [r.id for _, r in playbook.stage("one").criteria()] == ["named"]
    progress = Progress("d", process="deal", stage="one", status=Status.OPEN)
    for name, accepted in ((None, False), ("x", True)):
        facts = m.Facts(deal=m.Deal(id="d", name=name))
        actor = Actor("r1", roles={"sales-rep"})
        decision = playbook.decide(progress, Advance(to="two"), facts=facts, actor=actor, at=AT)
        assert decision.accepted is accepted


def test_what_is_adopted_stands_beside_what_is_written(write_playbook: Write) -> None:
    toml = NAMED + PRICED + '[stage.one.exit]\nuse = ["named"]\n[stage.two.exit]\nuse = ["named", "priced"]\n'
    playbook, found = diagnose(write_playbook, toml + clause("own", '"deal.id" = "filled"', "stage.one.exit"))
    assert found == []
    assert playbook is not None
    assert [r.id for r in playbook.stage("one").exit] == ["own", "named"]
    assert [r.id for r in playbook.stage("two").exit] == ["named", "priced"]
    assert playbook.stage("two").exit[0] is playbook.standards["basics"].requirements["named"]


def test_a_requirement_may_be_called_use(write_playbook: Write) -> None:
    playbook, found = diagnose(write_playbook, clause("use", '"deal.id" = "filled"', "stage.one.exit"))
    assert found == []
    assert playbook is not None
    assert [r.id for r in playbook.stage("one").exit] == ["use"]


ADOPTIONS = [
    ('[stage.one.exit]\nuse = [¦"nmaed"]', "undefined-requirement", "did you mean 'named'"),
    ('[stage.one.exit]\nuse = ["named", ¦"named"]', "duplicate-value", "binds here already"),
    (
        '[stage.one.exit]\nuse = ["named"]\n[stage.one.standing]\nuse = [¦"named"]',
        "duplicate-value",
        "under exit",
    ),
    ("[stage.one.exit]\n¦use = 3", "wrong-type", "list of texts"),
    ('[standard.basics.requirement]\n¦use = ["named"]', "wrong-type", "takes a table"),
]


@pytest.mark.parametrize(("marked", "code", "told"), ADOPTIONS)
def test_a_mistaken_adoption_is_told_in_place(
    write_playbook: Write, marked: str, code: str, told: str
) -> None:
    written = BASE + NAMED + marked + "\n"
    _, found = diagnose(write_playbook, written[len(BASE) :].replace(HERE, ""))
    before = written[: written.index(HERE)]
    assert [d.code for d in found] == [code], [str(d) for d in found]
    assert (found[0].line, found[0].column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert told in str(found[0])


def test_adopting_what_is_itself_mistaken_tells_the_mistake_alone(write_playbook: Write) -> None:
    toml = clause("bad", '"deal.nmae" = "filled"') + '[stage.one.exit]\nuse = ["bad"]\n'
    _, found = diagnose(write_playbook, toml)
    assert [d.code for d in found] == ["undefined-field"]


@pytest.mark.parametrize("around", ['any_of = [{{ {0} }}, {{ "deal.name" = "filled" }}]', "not = {{ {0} }}"])
def test_what_does_not_always_apply_opens_no_gate(write_playbook: Write, around: str) -> None:
    guarded = clause("guarded", '"deal.amount" = "filled", when = { "deal.partner_id" = "filled" }')
    toml = guarded + clause("it", around.format('requirement = "guarded"'), "stage.one.exit")
    _, found = diagnose(write_playbook, toml)
    assert [d.code for d in found] == ["misplaced-guard"]
