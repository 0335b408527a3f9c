"""What the engine objects to, word by word: its code, what is wrong and what mends it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.engine import objection
from medsales_core.engine.command import Actor, Advance, Reopen, Win
from medsales_core.engine.finding import Finding
from medsales_core.engine.process import TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome, Severity

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("found", "code", "message", "remedy"),
    [
        (objection.stale_version(3, 4), "stale-version", "version 3, but version 4", "ask anew"),
        (objection.wrong_status(Status.WON, (Status.OPEN, Status.ON_HOLD)), "wrong-status", "it is won", "open, on hold"),
        (objection.no_such_move("a", "b", ["d", "c"]), "no-such-move", "from 'a' to 'b'", "from here: c, d"),
        (objection.no_such_move("a", "", []), "no-such-move", "from 'a' to 'closing'", "from here: -"),
        (objection.no_such_move("a", "b", None), "no-such-move", "from 'a' to 'b'", "migrate it to one that it has"),
        (objection.reason_required(), "reason-required", "a reason must be given", "'reason'"),
        (
            objection.role_not_allowed(["b", "a"], {"d", "c"}),
            "role-not-allowed", "only a, b may do this; the actor is c, d", "ask a a or b",
        ),
        (objection.role_not_allowed(["a"], ()), "role-not-allowed", "the actor is -", "ask a a"),
        (objection.unknown_name("stage", "x", "did you mean 'y'?"), "unknown-stage", "no stage 'x'", "did you mean 'y'?"),
        (objection.not_waivable("r"), "not-waivable", "'r' may not be waived", ""),
        (objection.own_deal(), "own-deal", "deal of their own", "somebody else"),
        (objection.bad_expiry("2026-01-01", "2026-02-01"), "bad-expiry", "from 2026-02-01 on, not 2026-01-01", ""),
        (objection.wrong_record("f", "a str", "5"), "wrong-record", "'f' takes a str, not 5", ""),
        (objection.nothing_said(), "nothing-said", "no field is described", ""),
        (objection.nothing_to_migrate(), "nothing-to-migrate", "under this playbook already", "changed by a move"),
        (
            objection.wrong_kind("fulfilment", "order", "deal"),
            "wrong-kind", "'fulfilment' moves subjects of the kind 'order'", "of the kind 'deal'",
        ),
        (objection.facts_needed("deal"), "facts-needed", "the deal must be known", "Facts(deal=...)"),
        (objection.wrong_subject("a", "b"), "wrong-subject", "'a' was asked about, the facts are of 'b'", "of 'a'"),
        (objection.time_goes_back(AT, AT), "time-goes-back", "it is dated 2026-06-30", "date it when it happens"),
    ],
)  # fmt: skip
def test_an_objection_is_a_failure_that_blocks_and_says_what_mends_it(
    found: Finding, code: str, message: str, remedy: str
) -> None:
    assert (found.code, found.outcome, found.severity) == (code, Outcome.FAIL, Severity.BLOCK)
    assert message in found.message["en"]
    assert remedy in found.remedy["en"]
    assert bool(found.remedy["en"]) is bool(remedy)
    assert found.message["zh-Hans"]
    assert bool(found.remedy["zh-Hans"]) is bool(remedy)


def test_a_name_that_is_not_there_is_told_in_chinese_as_well() -> None:
    told = objection.unknown_name("process", "dael", "did you mean 'deal'?")
    assert told.message["zh-Hans"] == "不存在的流程：“dael”"
    assert told.remedy["zh-Hans"] == "是否为 'deal'?"
    for kind, word in (
        ("stage", "阶段"),
        ("requirement", "要求"),
        ("transition", "流转"),
        ("thing", "thing"),
    ):
        assert objection.unknown_name(kind, "x", "").message["zh-Hans"] == f"不存在的{word}：“x”"
    assert objection.no_such_move("a", "", ["c", "b"]).message["zh-Hans"] == "没有从“a”到“closing”的此类流转"
    assert objection.no_such_move("a", "b", ["c", "b"]).message["zh-Hans"] == "没有从“a”到“b”的此类流转"
    assert objection.no_such_move("a", "b", ["c", "b"]).remedy["zh-Hans"] == "此处可去：b, c"
    assert objection.unknown_name("stage", "x", "known: a").remedy["zh-Hans"] == "已知： a"


@pytest.mark.parametrize(("expected", "stale"), [(None, False), (4, False), (3, True), (5, True), (0, True)])
def test_only_the_version_that_was_seen_may_be_decided_on(
    small: Callable[..., Playbook], expected: int | None, *, stale: bool
) -> None:
    decision = small().decide(
        Progress("d1", "deal", "first", Status.OPEN, 4), Advance("second"), facts=Facts(), actor=Actor("u"), at=AT,
        expected_version=expected,
    )  # fmt: skip
    assert ([finding.code for finding in decision.objections] == ["stale-version"]) is stale


@pytest.mark.parametrize(
    ("kind", "exits", "enters", "leads"),
    [
        ("forward", True, True, True),
        ("skip", True, True, True),
        ("back", False, False, True),
        ("reopen", False, False, True),
        ("win", True, False, False),
        ("complete", True, False, False),
        ("lose", False, False, False),
        ("retire", False, False, False),
    ],
)
def test_a_kind_of_transition_says_what_binds_it(
    kind: str, *, exits: bool, enters: bool, leads: bool
) -> None:
    found = TransitionKind(kind)
    assert (found.leaves_by_exit, found.enters, found.has_target) == (exits, enters, leads)


def test_a_process_is_a_fact_with_all_its_stages(reference: Playbook) -> None:
    process = reference.plan.processes["deal"].process
    fact = process.as_fact()
    assert (fact.id, fact.moves) == ("deal", "deal")
    assert fact.product_kinds == process.product_kinds
    assert fact.buying_roles == process.buying_roles
    assert [(stage.id, stage.product_scope) for stage in fact.stages] == [
        (stage.id, stage.product_scope) for stage in process.stages
    ]
    assert fact.stages


@pytest.mark.parametrize(
    ("progress", "command", "ways"),
    [
        ({}, Advance("first"), "from here: second"),
        ({"stage": "second"}, Advance("first"), "from here: -"),
        ({}, Win(), "from here: -"),
        ({"status": Status.WON}, Reopen("second"), "from here: first"),
    ],
)
def test_where_no_way_leads_the_ways_that_there_are_are_told(
    small: Callable[..., Playbook], progress: dict[str, Any], command: Any, ways: str
) -> None:
    here = Progress("d1", "deal", "first", Status.OPEN, 4)._replace(**progress)
    facts = Facts(deal=Deal(id="d1"))
    decision = small().decide(here, command, facts=facts, actor=Actor("u", {"manager"}), at=AT)
    (told,) = decision.objections
    assert (told.code, told.remedy["en"]) == ("no-such-move", ways)
