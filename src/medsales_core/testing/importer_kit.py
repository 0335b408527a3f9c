"""What every importer must keep, as tests: subclass `ImporterConformance` in the tests of an importer."""

import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Final

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.desk import Desk
from medsales_core.importing import ImportResult, import_rows
from medsales_core.ports.importer import Importer, RejectedRow, RowRead, SourceUnusable
from medsales_core.ports.store import Store
from medsales_core.testing.conduct import MOMENT, alone, check_card, check_spoken
from medsales_core.testing.portfolio_samples import reference

__all__ = ["ImporterConformance"]

_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SUFFIX: Final = re.compile(r"(\.[a-z0-9]+)+")
_ALIEN: Final = b"\x89PNG\r\n\x1a\n\xff\xfe\x00\xd8 this is no file of deals"


class ImporterConformance(ABC):
    """The rules of `medsales_core.ports.importer.Importer`, one test each.

    ::

        class TestPlain(ImporterConformance):
            rows, rejected = 3, 1
            in_any_order = True

            def make_importer(self):
                return Plain()

            def write_source(self, folder, *, turned=False):
                lines = ["D-1;needs-discovery", "no semicolon", "D-2;solution-value"]
                path = folder / "deals.lst"
                path.write_text("\\n".join(reversed(lines) if turned else lines), "utf-8")
                return path

    The stages are those of the reference playbook.
    """

    #: How many rows the source holds, rejected ones among them.
    rows: ClassVar[int]

    #: How many of them the importer must reject; at least one.
    rejected: ClassVar[int]

    #: The order of the rows does not matter: `write_source` can also write them turned round.
    in_any_order: ClassVar[bool] = False

    @abstractmethod
    def make_importer(self) -> Importer:
        """The importer under test."""

    @abstractmethod
    def write_source(self, folder: Path, *, turned: bool = False) -> Path:
        """Write a file as the other system writes it, with sound rows and bad ones, into *folder*.

        Args:
            folder: An empty folder.

            turned: With the rows in the opposite order; only asked where `in_any_order` is claimed.
        """

    # ---- what it says of itself

    def test_it_says_what_it_is_in_every_language(self) -> None:
        importer = self.make_importer()
        check_card(importer)
        assert importer.suffixes, "a file is known by its ending"
        assert all(map(_SUFFIX.fullmatch, importer.suffixes)), f"{importer.suffixes!r}: as '.csv'"

    def test_the_source_is_one_that_it_claims(self, tmp_path: Path) -> None:
        source = self.write_source(tmp_path)
        assert source.name.endswith(self.make_importer().suffixes)

    # ---- what it reads

    def test_every_row_gives_one_answer(self, tmp_path: Path) -> None:
        answers = self._read(self.write_source(tmp_path))
        assert all(isinstance(answer, RowRead | RejectedRow) for answer in answers)
        rejected = [answer for answer in answers if isinstance(answer, RejectedRow)]
        assert (len(answers), len(rejected)) == (self.rows, self.rejected)
        assert self.rejected, "a kit without a bad row says nothing of bad rows"

    def test_answers_come_in_the_order_of_the_file(self, tmp_path: Path) -> None:
        lines = [answer.line for answer in self._read(self.write_source(tmp_path))]
        assert lines == sorted(set(lines)), f"lines {lines}"

    def test_every_reject_says_where_and_why(self, tmp_path: Path) -> None:
        for reject in self._read(self.write_source(tmp_path)):
            if isinstance(reject, RejectedRow):
                assert reject.line >= 1, "lines count from 1"
                assert _CODE.fullmatch(reject.code), f"{reject.code!r} is no kebab-case name"
                check_spoken([reject.reason])
                assert any(reject.row), "a reject shows the row as it stands in the file"

    def test_every_deal_has_a_number_of_its_own(self, tmp_path: Path) -> None:
        deals = [row.deal.id for row in self._read(self.write_source(tmp_path)) if isinstance(row, RowRead)]
        assert all(deal.strip() for deal in deals), "a deal without a number"
        assert len(set(deals)) == len(deals), f"a deal comes twice: {sorted(deals)}"

    def test_a_file_of_another_kind_is_refused_before_the_first_row(self, tmp_path: Path) -> None:
        importer = self.make_importer()
        alien = tmp_path / f"alien{importer.suffixes[0]}"
        alien.write_bytes(_ALIEN)
        for source in (alien, tmp_path / f"missing{importer.suffixes[0]}"):
            with pytest.raises(SourceUnusable) as caught:
                next(iter(importer.read(source, reference().processes)), None)
            assert source.name in str(caught.value), "say which file"

    # ---- what comes of it

    def test_rows_are_taken_or_rejected(self, tmp_path: Path) -> None:
        store = MemoryStore()
        result = self._import(self.write_source(tmp_path), store)
        assert (result.rows, result.subjects) == (self.rows, self.rows - self.rejected)
        assert result.rejected_rows == self.rejected, f"rejected: {dict(result.rejected)}"
        assert result.events == sum(1 for _ in store.scan()) >= result.subjects

    def test_what_was_imported_can_be_worked_on(self, tmp_path: Path) -> None:
        store = MemoryStore()
        result = self._import(self.write_source(tmp_path), store)
        desk = Desk(reference(), store)
        portfolio = desk.portfolio(at=MOMENT)
        assert len(portfolio.members) == result.subjects
        for case in portfolio.members:
            assert case.progress.stage in reference().stages
            assert desk.facts(case.progress.subject).deal == case.deal

    def test_the_same_file_again_adds_nothing(self, tmp_path: Path) -> None:
        store, source = MemoryStore(), self.write_source(tmp_path)
        first, again = self._import(source, store), self._import(source, store)
        assert (again.events, again.known) == (0, first.events)
        assert not again.notes, f"it is told otherwise the second time: {dict(again.notes)}"

    def test_the_order_of_the_rows_does_not_matter(self, tmp_path: Path) -> None:
        if not self.in_any_order:
            pytest.skip("the importer does not claim to read rows in any order")
        told = []
        for turned in (False, True):
            folder = tmp_path / str(turned)
            folder.mkdir()
            answers = self._read(self.write_source(folder, turned=turned))
            taken = [(row.deal.id, row.deal, row.stages) for row in answers if isinstance(row, RowRead)]
            told.append(sorted(taken, key=lambda deal: deal[0]))
        assert told[0] == told[1]

    # ---- what it goes by

    def test_the_same_file_is_always_read_the_same(self, tmp_path: Path) -> None:
        source = self.write_source(tmp_path)
        importer = self.make_importer()
        first = list(importer.read(source, reference().processes))
        assert first == list(importer.read(source, reference().processes)) == self._read(source)

    def test_it_asks_no_clock_and_no_chance(self, tmp_path: Path) -> None:
        source = self.write_source(tmp_path)
        alone(lambda: self._read(source))

    def test_it_leaves_the_file_as_it_was(self, tmp_path: Path) -> None:
        source = self.write_source(tmp_path)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        self._read(source)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    def _read(self, source: Path) -> list[RowRead | RejectedRow]:
        return list(self.make_importer().read(source, reference().processes))

    def _import(self, source: Path, store: Store) -> ImportResult:
        return import_rows(self.make_importer(), source, store=store, playbook=reference(), at=MOMENT)
