"""``medsales training`` and ``scorecard``: what the company knows and thinks of its sales people."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import attrs
from cyclopts import Parameter

from medsales_core.cli.common import At, Json, Lang, PlaybookOption, StoreOption, moment, open_desk, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, write_out
from medsales_core.converter import write
from medsales_core.engine.command import Actor
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.company import Company
from medsales_core.model.rep import Rep
from medsales_core.model.scorecard import Scorecard
from medsales_core.ports.report import Report
from medsales_core.standards.organisation import Organisation
from medsales_core.standards.scorecard_file import read_appraisal
from medsales_core.standards.scorecard_report import ScorecardReport
from medsales_core.standards.training import TrainingRow, training_matrix
from medsales_core.standards.training_report import TrainingReport
from medsales_core.text import LangText, text

__all__ = ["scorecard", "training"]

Format = Annotated[str, Parameter(name="--format", help="`text`, `markdown`, `csv`, `html` ...")]
Out = Annotated[Path | None, Parameter(help="Write here; to the terminal by default.")]
_OURS: Final = text("our sales people", "本公司销售人员")


def training(
    *,
    store: StoreOption,
    playbook: PlaybookOption = "reference",
    team: Annotated[str, Parameter(help="Only the people of this team.")] = "",
    notice: Annotated[int, Parameter(help="From how many days before its end a training ends soon.")] = 60,
    format: Format = "text",
    out: Out = None,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """The training matrix: person by topic, what is due next, hours against plan.

    What is asked are the training rules of the company; where it has none, the training modules of the playbook.

    Exits with 1 if something mandatory does not hold on that day.

    Example: `medsales training --store deals.db --format html --out training.html`
    """
    when = moment(at)
    with open_desk(store, playbook) as desk:
        organisation = desk.organisation()
    company, people = _company(organisation), _people(organisation, team)
    modules = () if company.training_rules else tuple(desk.playbook.training.values())
    rules = company.training_rules or [module.as_rule() for module in modules]
    rows = training_matrix(people, rules, when.date(), notice_days=notice)
    if json:
        print_json([_training_row(row) for row in rows])
    else:
        report = TrainingReport().build(
            rows, at=when, subject=_subject(company), illustrative=any(m.illustrative for m in modules)
        )
        _write(report, format, out, lang)
    return FOUND if any(not cell.status.holds for row in rows for cell in row.mandatory) else OK


def scorecard(
    appraisal: Annotated[Path | None, Parameter(help="A file of figures to appraise by.")] = None,
    /,
    *,
    store: Annotated[
        str, Parameter(name="--store", help="Keep the cards here; without a file, print the kept ones.")
    ] = "",
    playbook: PlaybookOption = "reference",
    person: Annotated[str, Parameter(help="Only this person.")] = "",
    actor: Annotated[str, Parameter(help="Who keeps the cards.")] = "",
    format: Format = "text",
    out: Out = None,
    at: At = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """Appraise people by a template and their figures, or print the scorecards that are kept.

    Exits with 1 if a card is blocked by a compliance finding, or has no total.

    Example: `medsales scorecard q2.toml --store deals.db --actor HR-1`
    """
    if appraisal is None and not store:
        raise ValueRefused(
            "there is nothing to appraise", hint="name a file of figures, or --store to print kept cards"
        )
    when = moment(at)
    made = read_appraisal(appraisal) if appraisal is not None else None
    company, names, cards = Company(id="own"), dict(made.names) if made else {}, made.cards if made else ()
    if store:
        with open_desk(store, playbook) as desk:
            if made is not None:
                for card in made.cards:
                    desk.keep("scorecards", card, actor=Actor(_named(actor)), at=when)
            organisation = desk.organisation()
        company = _company(organisation)
        names = {rep.id: rep.name for rep in _people(organisation) if rep.name} | names
        cards = cards or tuple(one.entity for one in organisation.subjects("scorecards"))
    shown = [card for card in cards if not person or card.subject_id == person]
    if json:
        print_json([write(card) for card in shown])
    else:
        report = ScorecardReport().build(
            shown, at=when, subject=_subject(company), templates=[made.template] if made else (), names=names
        )
        _write(report, format, out, lang)
    return FOUND if any(_needs_a_look(card) for card in shown) else OK


def _needs_a_look(card: Scorecard) -> bool:
    return bool(card.critical_findings) or card.total is None


def _named(actor: str) -> str:
    if not actor:
        raise ValueRefused("who keeps the cards is not said", hint="name yourself with --actor")
    return actor


def _company(organisation: Organisation) -> Company:
    found = organisation.subjects("company")
    company: Company = found[0].entity if found else Company(id="own")
    return company


def _people(organisation: Organisation, team: str = "") -> list[Rep]:
    people: list[Rep] = [one.entity for one in organisation.subjects("owner")]
    teams = {rep.team_id for rep in people if rep.team_id}
    if team and team not in teams:
        raise UnknownName.among("team", team, teams)
    return [rep for rep in people if not team or rep.team_id == team]


def _subject(company: Company) -> LangText:
    return text(company.name, company.name) if company.name else _OURS


def _write(report: Report, format: str, out: Path | None, lang: str) -> None:
    formats = registry().formats
    if format not in formats:
        raise UnknownName.among("report format", format, formats)
    write_out(formats[format].render(report, lang), out, formats[format].encoding)


def _training_row(row: TrainingRow) -> dict[str, object]:
    return {
        "person": row.rep.id,
        "name": row.rep.name,
        "attainment": row.attainment,
        "cells": [
            {
                "topic": cell.rule.topic,
                "level": cell.rule.level,
                "mandatory": bool(cell.rule.mandatory),
                "status": cell.status,
                "done_on": _day(cell.done_on),
                "valid_until": _day(cell.valid_until),
                "due_on": _day(cell.due_on),
                "planned_on": _day(cell.planned_on),
            }
            for cell in row.cells
        ],
        "hours": [attrs.asdict(hours) for hours in row.hours],
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
