"""Every rule of the kit catches an importer that breaks it, and lets a sound one pass."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from medsales_core.engine.process import Process
from medsales_core.model import Deal
from medsales_core.ports.importer import Importer, RejectedRow, RowRead, SourceUnusable, StageEntered
from medsales_core.testing.importer_kit import ImporterConformance
from medsales_core.text import LangText, text

RULES = sorted(name for name in dir(ImporterConformance) if name.startswith("test_"))
Answer = RowRead | RejectedRow


class Sound(Importer):
    """One deal a line: its number, a semicolon, and its stage; broken importers change one thing of it."""

    id = "t.sound"
    title = text("Plain lists", "简单列表")
    suffixes = (".lst",)

    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[Answer]:
        for number, line in enumerate(self.text(source).splitlines(), start=1):
            yield self.answer(number, line)

    def text(self, source: Path) -> str:
        try:
            return source.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise SourceUnusable(f"no text: {problem}", where=source.name) from problem

    def answer(self, number: int, line: str) -> Answer:
        deal, semicolon, stage = line.partition(";")
        if semicolon:
            return RowRead(line=number, deal=Deal(id=deal), stages=(StageEntered(stage=stage),))
        why = text(f"no semicolon in {line!r}", f"“{line}”中没有分号")
        return RejectedRow(line=number, code="no-semicolon", reason=why, row=(line,))


class Kit(ImporterConformance):
    rows, rejected = 4, 1
    in_any_order = True

    def __init__(self, made: type[Sound]) -> None:
        self.made = made

    def make_importer(self) -> Importer:
        return self.made()

    def write_source(self, folder: Path, *, turned: bool = False) -> Path:
        lines = ["D-1;needs-discovery", "no semicolon", "D-2;solution-value", "D-3;needs-discovery"]
        path = folder / "deals.lst"
        path.write_text("\n".join(lines[::-1] if turned else lines), "utf-8")
        return path


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(importer: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(importer)))
        return importer

    return add


class Changes(Sound):
    """Answers otherwise for a row that it could read; the subclasses say how."""

    def answer(self, number: int, line: str) -> Answer:
        found = super().answer(number, line)
        return self.read_otherwise(found) if isinstance(found, RowRead) else self.rejected_otherwise(found)

    def read_otherwise(self, row: RowRead) -> Answer:
        return row

    def rejected_otherwise(self, row: RejectedRow) -> RejectedRow:
        return row


@breaks("it_says_what_it_is_in_every_language")
class HasNoSuffix(Sound):
    suffixes = ()


@breaks("the_source_is_one_that_it_claims")
class ClaimsSheets(Sound):
    suffixes = (".xlsx",)


@breaks("every_row_gives_one_answer")
class DropsBadRows(Sound):
    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[Answer]:
        return (row for row in super().read(source, processes) if isinstance(row, RowRead))


@breaks("every_row_gives_one_answer")
class StopsAtTheFirstBadRow(Sound):
    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[Answer]:
        return itertools.takewhile(lambda row: isinstance(row, RowRead), super().read(source, processes))


@breaks("answers_come_in_the_order_of_the_file")
class TellsRejectsLast(Sound):
    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[Answer]:
        return iter(sorted(super().read(source, processes), key=lambda row: isinstance(row, RejectedRow)))


@breaks("answers_come_in_the_order_of_the_file")
class CountsNoLines(Changes):
    def read_otherwise(self, row: RowRead) -> Answer:
        return attrs.evolve(row, line=1)


@breaks("every_reject_says_where_and_why")
class RejectsInEnglish(Changes):
    def rejected_otherwise(self, row: RejectedRow) -> RejectedRow:
        return attrs.evolve(row, reason=LangText({"en": "no semicolon"}))


@breaks("every_reject_says_where_and_why")
class RejectsNobodyKnowsWhere(Changes):
    def rejected_otherwise(self, row: RejectedRow) -> RejectedRow:
        return attrs.evolve(row, line=0)


@breaks("every_reject_says_where_and_why")
class ShowsNoRow(Changes):
    def rejected_otherwise(self, row: RejectedRow) -> RejectedRow:
        return attrs.evolve(row, row=())


@breaks("every_deal_has_a_number_of_its_own")
class CutsNumbers(Changes):
    def read_otherwise(self, row: RowRead) -> Answer:
        return attrs.evolve(row, deal=Deal(id=row.deal.id[:1]))


@breaks("a_file_of_another_kind_is_refused_before_the_first_row")
class ReadsAnyBytes(Sound):
    def text(self, source: Path) -> str:
        return source.read_bytes().decode("latin-1")


@breaks("a_file_of_another_kind_is_refused_before_the_first_row")
class DoesNotSayWhichFile(Sound):
    def text(self, source: Path) -> str:
        try:
            return super().text(source)
        except SourceUnusable:
            raise SourceUnusable("something is wrong") from None


@breaks("rows_are_taken_or_rejected")
class KnowsStagesByAnotherName(Changes):
    def read_otherwise(self, row: RowRead) -> Answer:
        (entered,) = row.stages
        return attrs.evolve(row, stages=(attrs.evolve(entered, stage=entered.stage.title()),))


@breaks("what_was_imported_can_be_worked_on")
class LosesFieldsOnTheWay(Changes):
    """Half characters are no text: what was read cannot be read again."""

    def read_otherwise(self, row: RowRead) -> Answer:
        return attrs.evolve(row, deal=Deal(id=row.deal.id, name="\ud83d"))


@breaks("the_same_file_again_adds_nothing")
class DatesRowsAsTheyCome(Changes):
    seconds = itertools.count()

    def read_otherwise(self, row: RowRead) -> Answer:
        (entered,) = row.stages
        at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=next(self.seconds))
        return attrs.evolve(row, stages=(attrs.evolve(entered, at=at),))


@breaks("the_order_of_the_rows_does_not_matter")
class ContinuesTheRowAbove(Sound):
    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[Answer]:
        name = "first"
        for row in super().read(source, processes):
            if isinstance(row, RowRead):
                yield attrs.evolve(row, deal=Deal(id=row.deal.id, name=f"after {name}"))
                name = row.deal.id
            else:
                yield row


@breaks("the_same_file_is_always_read_the_same")
class NumbersDeals(Changes):
    count = itertools.count()

    def read_otherwise(self, row: RowRead) -> Answer:
        return attrs.evolve(row, deal=Deal(id=f"D-{next(self.count)}"))


@breaks("it_asks_no_clock_and_no_chance")
class DatesRowsToday(Changes):
    def read_otherwise(self, row: RowRead) -> Answer:
        today = dt.datetime.now(tz=dt.UTC).date()
        return attrs.evolve(row, deal=Deal(id=row.deal.id, created_on=today))


@breaks("it_leaves_the_file_as_it_was")
class LeavesANote(Sound):
    def text(self, source: Path) -> str:
        source.with_suffix(".done").touch()
        return super().text(source)


def test_a_sound_importer_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_importer_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_importer() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_an_importer_that_does_not_claim_any_order_is_skipped_by_name(tmp_path: Path) -> None:
    class Modest(Kit):
        in_any_order = False

    with pytest.raises(pytest.skip.Exception, match="does not claim"):
        Modest(Sound).test_the_order_of_the_rows_does_not_matter(tmp_path)
