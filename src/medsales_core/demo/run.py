"""The demo from end to end: export, import, eight weeks of work, audit, scores, reports."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

import attrs

from medsales_core.demo.book import Book, make_book
from medsales_core.demo.export import DEALS, MAPPING, written_export
from medsales_core.demo.folder import MARKER, Folder
from medsales_core.demo.look import Look, look_first
from medsales_core.demo.story import WEEKS, tell
from medsales_core.desk import Desk
from medsales_core.importing import ImportResult, import_file, read_mapping
from medsales_core.model.choice import Choice
from medsales_core.playbook.load import load_playbook, reference_playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.portfolio import Portfolio
from medsales_core.ports.report import ReportFormat
from medsales_core.ports.store import Store
from medsales_core.standards.judge import Judged, judge
from medsales_core.standards.reports import REPORTS
from medsales_core.text import LANGUAGES

__all__ = ["DEMO_AS_OF", "DEMO_SEED", "DemoResult", "Phase", "Progress", "run_demo"]

#: What the made-up data are drawn from unless another number is given.
DEMO_SEED: Final = 11
#: The day on which the demo looks back.
DEMO_AS_OF: Final = dt.date(2026, 6, 30)

_ZONE: Final = dt.timezone(dt.timedelta(hours=8))
_TOP: Final = 200
_STORE: Final = "synthetic-demo.db"


class Phase(Choice):
    """What the demo is doing."""

    EXPORT = "export", "writing the export of a made-up CRM", "生成虚构CRM的导出文件"
    IMPORT = "import", "importing it", "导入"
    STORY = "story", "eight weeks of sales work", "模拟八周销售工作"
    AUDIT = "audit", "auditing every deal", "逐个审计商机"
    JUDGE = "judge", "judging the company by all standards", "按全部管理标准检查公司"
    SCORE = "score", "scoring open deals", "为在手商机评分"
    REPORT = "report", "writing reports", "生成报告"


#: Called with the phase, how much of it is done, and how much there is if that is known.
Progress: TypeAlias = Callable[[Phase, int, int | None], None]


@attrs.frozen(kw_only=True)
class DemoResult:
    """What the demo did. All of it is SYNTHETIC.

    Args:
        out: The folder.

        as_of_moment: The moment it looks back from.

        store: The file that keeps every event; None where the caller gave a store.

        files: Every file that was written, the store's too.

        imported: What the import took and what it rejected.

        events: How many events of each kind the story made; ``kept`` counts files of customers and others.

        deals: How many deals there are at the end.

        judged: What the standards say of the company.

        scored: For each scoring method, how many open deals have a score, and of how many it has too little.

        look_first: The three findings that a manager should look at first.
    """

    out: Path
    as_of_moment: dt.datetime
    store: Path | None
    files: tuple[Path, ...]
    imported: ImportResult
    events: Mapping[str, int] = attrs.field(hash=False)
    deals: int
    judged: Judged = attrs.field(hash=False)
    scored: Mapping[str, tuple[int, int]] = attrs.field(hash=False)
    look_first: tuple[Look, ...]


def run_demo(
    out: Path,
    *,
    registry: Registry,
    seed: int = DEMO_SEED,
    as_of: dt.date = DEMO_AS_OF,
    deals: int = DEALS,
    store: Store | None = None,
    progress: Progress = lambda _phase, _done, _all: None,
) -> DemoResult:
    """Do the whole main job on a made-up portfolio, in the folder *out*.

    A second run into the same folder starts over: it replaces the files of the first, in a fresh store, and
    leaves every other file alone. A folder with something in it that no demo wrote is refused.

    Args:
        out: The folder; it is made if it is not there.

        registry: The plugins whose store, scores, reports and formats are used.

        seed: What the made-up data are drawn from: the same seed and day give the same deals and events.

        as_of: The day that the demo looks back from; the export is eight weeks older.

        deals: How many deals the export holds.

        store: An empty store to use instead of a new one in *out*; it is left open.

        progress: Called as the work goes on.

    Raises:
        ValueRefused: *out* holds something that no demo wrote.

        PluginError: No enabled plugin provides an embedded store.
    """
    folder = Folder(out)
    rng = Random(seed)  # noqa: S311  made-up data, not a secret
    book = make_book(rng, as_of - dt.timedelta(weeks=WEEKS), deals=deals)
    mapping = _export(folder, rng, book, progress)
    place = None if store is not None else folder.place(_STORE)
    playbook = reference_playbook()
    with nullcontext(store) if store is not None else registry.open_store(str(place)) as events:
        desk = Desk(playbook, events)
        imported = _import(folder, desk, mapping, book, progress)
        counts = tell(desk, book, rng=rng, as_of=as_of, progress=_within(progress, Phase.STORY))
        portfolio = _audit(desk, as_of, imported, progress)
        judged = _judge(desk, portfolio.at, registry, progress)
        scored = _score(folder, desk, portfolio, registry, progress)
    _report(folder, portfolio, registry, progress)
    _report_standards(folder, judged, registry)
    return DemoResult(
        out=out,
        as_of_moment=portfolio.at,
        store=place,
        files=(out / MARKER, *folder.written),
        imported=imported,
        events=dict(sorted(counts.items())),
        deals=len(portfolio.members),
        judged=judged,
        scored=scored,
        look_first=look_first(portfolio),
    )


def _within(progress: Progress, phase: Phase) -> Callable[[int, int], None]:
    return lambda done, total: progress(phase, done, total)


def _export(folder: Folder, rng: Random, book: Book, progress: Progress) -> Path:
    files = written_export(rng, book)
    for number, (name, content) in enumerate(files.items(), start=1):
        folder.write(f"export/{name}", content)
        progress(Phase.EXPORT, number, len(files))
    return folder.path / "export" / MAPPING


def _import(folder: Folder, desk: Desk, mapping: Path, book: Book, progress: Progress) -> ImportResult:
    result = import_file(
        read_mapping(mapping, desk.playbook),
        store=desk.store,
        playbook=desk.playbook,
        at=dt.datetime.combine(book.exported_on, dt.time(20), _ZONE),
        rejects=folder.place("export/synthetic-rejected-rows.csv"),
        progress=lambda rows: progress(Phase.IMPORT, rows, None),
    )
    rows = sum(file.rows for file in result.files)
    progress(Phase.IMPORT, rows, rows)
    return result


def _audit(desk: Desk, as_of: dt.date, imported: ImportResult, progress: Progress) -> Portfolio:
    portfolio = desk.portfolio(
        at=dt.datetime.combine(as_of, dt.time(18), _ZONE),
        source=", ".join(file.file for file in imported.files),
        synthetic=True,
        progress=lambda done: progress(Phase.AUDIT, done, None),
    )
    progress(Phase.AUDIT, len(portfolio.cases), len(portfolio.cases))
    return portfolio


def _score(
    folder: Folder, desk: Desk, portfolio: Portfolio, registry: Registry, progress: Progress
) -> Mapping[str, tuple[int, int]]:
    """Score every open deal by every method, and write the scores down."""
    live = list(desk.live_cases(portfolio))
    counts: dict[str, tuple[int, int]] = {}
    rows = [("data", "deal", "name", "stage", "method", "value", "grade", "quality")]
    for number, (name, method) in enumerate(registry.scores.items(), start=1):
        scores = [method.score(case, facts, portfolio.processes, at=portfolio.at) for case, facts in live]
        lacking = sum(score.insufficient for score in scores)
        counts[name] = (len(scores) - lacking, lacking)
        for (case, _), score in zip(live, scores, strict=True):
            told = "" if score.value is None else str(score.value)
            grade = score.grade.label["en"] if score.grade else ""
            where = (case.progress.subject, case.name, case.progress.stage)
            rows.append(("SYNTHETIC", *where, name, told, grade, score.quality["en"]))
        progress(Phase.SCORE, number, len(registry.scores))
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    folder.write("synthetic-scores.csv", written.getvalue().encode("utf-8-sig"))
    return counts


def _report(folder: Folder, portfolio: Portfolio, registry: Registry, progress: Progress) -> None:
    """Every report in every format and both languages."""
    for number, builder in enumerate(registry.reports.values(), start=1):
        report = builder.build(portfolio)
        for form in registry.formats.values():
            for language in LANGUAGES:
                name = f"reports/{builder.id}.{language}{_ending(form, registry)}"
                folder.write(name, form.render(report, language).encode(form.encoding))
        progress(Phase.REPORT, number, len(registry.reports))


def _judge(desk: Desk, at: dt.datetime, registry: Registry, progress: Progress) -> Judged:
    """The whole company by every standard that the library knows, however the playbook of the deals reads."""
    every = load_playbook("medsales:all", registry=registry)
    judged = judge(every, desk.organisation(), at, progress=lambda done: progress(Phase.JUDGE, done, None))
    done = sum(len(outcomes) for outcomes in judged.outcomes.values())
    progress(Phase.JUDGE, done, done)
    return judged


def _report_standards(folder: Folder, judged: Judged, registry: Registry) -> None:
    """What the standards say, in every format and both languages; of long lists the beginning."""
    for report in REPORTS.values():
        built = report.build(judged, top=_TOP, synthetic=True)
        for form in registry.formats.values():
            for language in LANGUAGES:
                name = f"standards/{report.id}.{language}{_ending(form, registry)}"
                folder.write(name, form.render(built, language).encode(form.encoding))


def _ending(form: ReportFormat, registry: Registry) -> str:
    """How a file of *form* ends; two formats of one ending keep out of each other's way by their names."""
    shared = [other for other in registry.formats.values() if other.suffix == form.suffix]
    return form.suffix if len(shared) == 1 else f".{form.id}{form.suffix}"
