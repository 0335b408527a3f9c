"""``medsales explain`` and ``medsales advance``."""

from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import At, Json, Lang, PlaybookOption, StoreOption, moment, open_desk
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_finding, print_json, say
from medsales_core.engine.command import Actor, Advance
from medsales_core.engine.explain import Explanation
from medsales_core.engine.process import TransitionKind
from medsales_core.playbook.playbook import Playbook
from medsales_core.text import LangText, text

__all__ = ["advance", "explain"]

Root = Annotated[Literal["deal", "order", "asset"], Parameter(name="--kind", help="What the subject is.")]


def explain(
    deal: str,
    /,
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    kind: Root = "deal",
    every: Annotated[
        bool, Parameter(name="--all", negative="", help="Ways back and out too, and what holds.")
    ] = False,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Say where a deal stands, which ways are open, and what each still lacks.

    Example: `medsales explain D-1 --store deals.db`

    Parameters
    ----------
    deal
        Its number.
    """
    with open_desk(store, playbook) as desk:
        explanation = desk.explain(deal, at=moment(at), root=kind)
        if json:
            print_json(explanation.as_dict())
        else:
            _print(desk.playbook, explanation, lang, every=every)
    return OK


def _print(playbook: Playbook, explanation: Explanation, lang: str, *, every: bool) -> None:
    progress = explanation.progress
    stage = playbook.stages.get(progress.stage)
    label = stage.label if stage is not None else text(progress.stage, progress.stage)
    since = f", {progress.since.date()}" if progress.since else ""
    say(
        f"{progress.subject}: {label.pick(lang)} [{progress.stage}], {progress.status.label.pick(lang)}{since}"
    )
    if stage is None:
        say(_GONE.pick(lang))
    for opening in explanation.openings:
        transition = opening.transition
        if not every and transition.kind not in _ONWARD:
            continue
        say()
        target = playbook.stages[transition.target].label if transition.target else _END
        way = (
            text("open", "可行")
            if opening.is_open
            else text(f"lacks {len(opening.lacking)}", f"尚缺{len(opening.lacking)}项")
        )
        say(f"{transition.kind} → {target.pick(lang)}: {way.pick(lang)}")
        for note in _asks(opening.wants_reason, transition.who):
            say(f"  {note.pick(lang)}")
        for finding in opening.findings:
            if every or not finding.lets_pass:
                print_finding(finding, lang)


_GONE = text(
    "The playbook has no such stage: see medsales migrate.", "手册中没有该阶段：请用 medsales migrate 迁移。"
)
_END = text("the end of the process", "流程结束")
_ONWARD = (TransitionKind.FORWARD, TransitionKind.SKIP, TransitionKind.WIN, TransitionKind.COMPLETE)


def _asks(needs_reason: bool, who: tuple[str, ...]) -> list[LangText]:  # noqa: FBT001 - a fact, not a switch
    notes = []
    if needs_reason:
        notes.append(text("asks for a reason", "须说明理由"))
    if who:
        notes.append(text(f"only for {', '.join(who)}", f"仅限{'、'.join(who)}"))
    return notes


def advance(
    deal: str,
    /,
    *,
    to: Annotated[str, Parameter(help="The stage to move to.")],
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    reason: Annotated[str, Parameter(help="Why, where a reason is asked for.")] = "",
    actor: Annotated[str, Parameter(help="Who asks.")] = "cli",
    role: Annotated[
        tuple[str, ...], Parameter(negative="", help="A role of the actor; may be given several times.")
    ] = (),
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Move a deal forward, or learn every reason why it may not move; both are kept as events.

    Example: `medsales advance D-1 --to needs-discovery --store deals.db`

    Parameters
    ----------
    deal
        Its number.
    """
    with open_desk(store, playbook) as desk:
        desk.progress(deal)
        decision = desk.decide(
            deal,
            Advance(to=to, reason=reason),
            actor=Actor(actor, frozenset(role)),
            at=moment(at),
            recorded_at=moment(""),
        )
    if json:
        print_json(
            {
                "deal": deal,
                "to": to,
                "accepted": decision.accepted,
                "findings": [finding.as_dict() for finding in decision.findings],
            }
        )
        return OK if decision.accepted else FOUND
    failures = decision.failures
    told = (
        text(f"{deal} has moved to {to}", f"{deal}已推进至{to}")
        if decision.accepted
        else text(
            f"{deal} may not move to {to}: {len(failures)} reason(s)",
            f"{deal}不能推进至{to}:{len(failures)}项原因",
        )
    )
    say(told.pick(lang))
    for finding in failures:
        print_finding(finding, lang)
    return OK if decision.accepted else FOUND
