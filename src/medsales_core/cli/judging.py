"""``medsales judge``: everybody and everything judged by the standards of a playbook."""

import datetime as dt
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, PlaybookOption, StoreOption, moment, open_desk, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import bar, print_json, write_out
from medsales_core.errors import UnknownName
from medsales_core.standards.judge import judge as judge_organisation
from medsales_core.standards.reports import REPORTS
from medsales_core.text import text

__all__ = ["judge"]

_JUDGING = text("judgements", "已判定")


def judge(
    *,
    store: StoreOption,
    playbook: PlaybookOption = "all",
    standard: Annotated[str, Parameter(help="Judge by this standard alone.")] = "",
    as_of: Annotated[
        str,
        Parameter(
            name=("--as-of", "--at"), help="The day judged, 2026-06-30, or a moment; today by default."
        ),
    ] = "",
    kind: Annotated[
        str, Parameter(help="`standards`, `standard-findings` or `evidence-gaps`.")
    ] = "standards",
    format: Annotated[str, Parameter(name="--format", help="`text`, `markdown`, `csv`, `html` ...")] = "text",
    out: Annotated[Path | None, Parameter(help="Write here; to the terminal by default.")] = None,
    top: Annotated[int, Parameter(help="How many rows to print; 0 for all.")] = 0,
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Judge people, activities, customers, contracts, orders ... by the standards, as of any day.

    Exits with 1 if anybody does not meet a requirement, or cannot be judged.

    Example: `medsales judge --store deals.db --standard sales-team --as-of 2026-06-30`
    """
    if kind not in REPORTS:
        raise UnknownName.among("report", kind, REPORTS)
    formats = registry().formats
    if format not in formats:
        raise UnknownName.among("report format", format, formats)
    with open_desk(store, playbook) as desk, bar(_JUDGING, lang) as progress:
        judged = judge_organisation(
            desk.playbook, desk.organisation(), _day(as_of), standard or None, progress=progress
        )
        if json:
            print_json([finding.as_dict() for finding in judged])
        else:
            built = REPORTS[kind].build(judged, top=top or None)
            write_out(formats[format].render(built, lang), out, formats[format].encoding)
    return FOUND if any(judged) else OK


def _day(as_of: str) -> dt.date | dt.datetime:
    """A day alone is meant to its end; what has a time is that moment."""
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError:
        return moment(as_of)
