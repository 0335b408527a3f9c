"""``medsales audit``, ``score`` and ``report``: what is said of all deals together."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.builtin.reports import top_findings
from medsales_core.cli.common import (
    At,
    Json,
    Lang,
    PlaybookOption,
    StoreOption,
    moment,
    open_desk,
    open_playbook,
    registry,
)
from medsales_core.cli.exits import OK
from medsales_core.cli.output import bar, print_json, say, write_out
from medsales_core.desk import Desk
from medsales_core.errors import UnknownName
from medsales_core.ports.portfolio import Portfolio
from medsales_core.text import text

__all__ = ["audit", "report", "score"]

_JUDGING = text("deals judged", "已审核商机")


Before = Annotated[
    tuple[str, ...],
    Parameter(
        name="--before",
        negative="",
        help="A playbook that held before, to judge what was done under it; may be repeated.",
    ),
]


def _portfolio(desk: Desk, at: str, lang: str, before: tuple[str, ...] = ()) -> Portfolio:
    plugins = registry()
    earlier = [open_playbook(place, plugins) for place in before]
    with bar(_JUDGING, lang) as progress:
        return desk.portfolio(at=moment(at), progress=progress, earlier=earlier)


def audit(
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    before: Before = (),
    top: Annotated[int, Parameter(help="How many findings to print.")] = 20,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Judge everything that has happened, imported history too; nothing is blocked.

    Example: `medsales audit --store deals.db`
    """
    with open_desk(store, playbook) as desk:
        portfolio = _portfolio(desk, at, lang, before)
    if json:
        print_json([entry.as_dict() for case in portfolio.cases for entry in case.audit])
        return OK
    found = sum(len(entry.findings) for case in portfolio.cases for entry in case.audit)
    deals = sum(bool(case.audit) for case in portfolio.cases)
    say(
        text(
            f"{len(portfolio.cases)} deals judged, {deals} with findings, {found} findings",
            f"已审核商机{len(portfolio.cases)}条，{deals}条有发现，共{found}项",
        ).pick(lang)
    )
    for finding in top_findings(portfolio, top):
        say(f"  {finding.sentence.pick(lang)}")
    return OK


def score(
    method: str,
    /,
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    top: Annotated[int, Parameter(help="How many deals to print.")] = 20,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Score every live deal; each score says what it is made of, or that there is too little to go on.

    Example: `medsales score meddicc --store deals.db`

    Parameters
    ----------
    method
        `ladder`, `meddicc`, or a method that a plugin provides.
    """
    with open_desk(store, playbook) as desk:
        methods = registry().for_playbook(desk.playbook.plugins).scores
        if method not in methods:
            raise UnknownName.among("scoring method", method, methods)
        portfolio = _portfolio(desk, at, lang)
        scored = [
            (case, methods[method].score(case, facts, portfolio.processes, at=portfolio.at))
            for case, facts in desk.live_cases(portfolio)
        ]
    scored.sort(key=lambda pair: (pair[1].value is None, -(pair[1].value or 0), pair[0].deal.id))
    if json:
        print_json([{"deal": case.deal.id, **result.as_dict()} for case, result in scored])
        return OK
    insufficient = sum(result.insufficient for _, result in scored)
    say(
        text(
            f"{methods[method].title['en']}: {len(scored)} live deals, {insufficient} with too little on record",
            f"{methods[method].title['zh-Hans']}：在途商机{len(scored)}条，{insufficient}条资料不足",
        ).pick(lang)
    )
    for case, result in scored[:top]:
        value = "–" if result.value is None else f"{result.value:f}"
        grade = f"  {result.grade.label.pick(lang)}" if result.grade else ""
        say(f"  {value:>8} / {result.high:f}  {case.deal.id}  {case.name}{grade}")
        for why in result.reasons:
            say(f"            {why.points:+f}  {why.message.pick(lang)}")
    return OK


def report(
    kind: str,
    /,
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    before: Before = (),
    format: Annotated[str, Parameter(name="--format", help="`text`, `markdown`, `csv`, `html` ...")] = "text",
    out: Annotated[Path | None, Parameter(help="Write here; to the terminal by default.")] = None,
    at: At = "",
    lang: Lang = "en",
) -> int:
    """Build a report and render it.

    Example: `medsales report funnel --store deals.db --format html --out funnel.html`

    Parameters
    ----------
    kind
        `pipeline`, `funnel`, `stage-aging`, `findings`, or a report that a plugin provides.
    """
    with open_desk(store, playbook) as desk:
        plugins = registry().for_playbook(desk.playbook.plugins)
        if kind not in plugins.reports:
            raise UnknownName.among("report", kind, plugins.reports)
        if format not in plugins.formats:
            raise UnknownName.among("report format", format, plugins.formats)
        portfolio = _portfolio(desk, at, lang, before)
    written = plugins.formats[format].render(plugins.reports[kind].build(portfolio), lang)
    write_out(written, out, plugins.formats[format].encoding)
    return OK
