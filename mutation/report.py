"""The page that tells what became of all mutants: figures by module, every survivor, and who was found equivalent."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from mutation.mutants import Mutant
from mutation.results import Results, digest

__all__ = ["Tally", "tally", "write_page"]

_LONGEST: Final = 110
_HEAD: Final = """# Mutation testing

Are the tests of the rooms that judge worth anything?
The tool in `mutation/` puts one small fault at a time into a module and looks whether some test of {tests} notices.
A mutant is *killed* when a test fails or nothing comes to an end; *equivalent* ones behave in no way differently, and are told below with the reason; the ratio leaves these out.

Made by `just mutants` (`python -m mutation --page {page}`); the sources had the digest `{digest}`.
A run that was interrupted goes on where it was; `--again survivors` judges survivors again, `--again all` everyone.

What is mutated: relations, clauses, arithmetic, `not` and minus, conditions, loops, `break`, constants, words, elements of tables, siblings such as `all` and `any`, answers, statements, handlers.
What is not, by rule: annotations and type aliases, `__all__`, docstrings, imports, `TYPE_CHECKING`, decorators, wording (arguments of `text` and of exceptions, formatted texts, sentences), and what anything that runs the line would notice (the key of a subscript, a pair that is unpacked).

| | mutants | killed | survived | equivalent | ratio |
|---|---:|---:|---:|---:|---:|
"""


@attrs.frozen
class Tally:
    """How many mutants of a part there are, and what became of them."""

    mutants: int = 0
    killed: int = 0
    survived: int = 0
    equivalent: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        pairs = zip(attrs.astuple(self), attrs.astuple(other), strict=True)
        return Tally(*(mine + theirs for mine, theirs in pairs))

    @property
    def ratio(self) -> float:
        """The share of those that could be killed."""
        could = self.killed + self.survived
        return self.killed / could if could else 1.0

    def row(self, name: str) -> str:
        """A line of the table."""
        return f"| {name} | {self.mutants} | {self.killed} | {self.survived} | {self.equivalent} | {self.ratio:.1%} |\n"


def tally(mutant: Mutant, results: Results, verdicts: Mapping[str, str]) -> Tally:
    """What became of one mutant; nothing of one that is no Python, or was not judged yet."""
    known = results[mutant.id]
    if known is None or known.fate == "invalid":
        return Tally()
    if known.dead:
        return Tally(1, killed=1)
    return Tally(1, equivalent=1) if mutant.id in verdicts else Tally(1, survived=1)


def write_page(
    page: Path,
    root: Path,
    tests: Sequence[str],
    mutants: Sequence[Mutant],
    results: Results,
    verdicts: Mapping[str, str],
) -> None:
    """Write the page."""
    files = list(dict.fromkeys(mutant.file for mutant in mutants))
    whole = digest(b"".join((root / file).read_bytes() for file in files))
    named = ", ".join(f"`{each}`" for each in tests)
    parts = [_HEAD.format(tests=named, page=page.as_posix(), digest=whole)]
    parts += _table(root, mutants, results, verdicts)
    alive = [m for m in mutants if tally(m, results, verdicts).survived]
    parts += ["\n## Survivors\n", *_by_module(alive)]
    parts += ["\n## Equivalent\n", *_by_reason(mutants, results, verdicts)]
    page.write_text("".join(parts), "utf-8")


def _table(
    root: Path, mutants: Sequence[Mutant], results: Results, verdicts: Mapping[str, str]
) -> Iterator[str]:
    rooms: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    names = _names([mutant.file for mutant in mutants])
    for mutant in mutants:
        room, name = names[mutant.file]
        rooms[room][name] += tally(mutant, results, verdicts)
    everything = sum((one for files in rooms.values() for one in files.values()), Tally())
    yield everything.row("**all**")
    for room, files in rooms.items():
        whole = sum(files.values(), Tally())
        if not whole.mutants:
            continue  # nothing of it was judged
        yield whole.row(f"**{room}**")
        for name, one in files.items():
            if one.mutants:
                yield one.row(f"`{room}/{name}`")
    yield from _reservations(root, mutants, results)


def _names(files: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The room of each of *files*, which is a folder right below what they have in common, and its name there."""
    common = Path(os.path.commonpath([Path(file).parent for file in files])) if files else Path()
    found = {}
    for file in files:
        inside = Path(file).relative_to(common).parts
        found[file] = (inside[0] if len(inside) > 1 else common.name, "/".join(inside[1:] or inside))
    return found


def _reservations(root: Path, mutants: Sequence[Mutant], results: Results) -> Iterator[str]:
    """What the table does not know, or not for sure."""
    names, texts = _names([mutant.file for mutant in mutants]), dict[str, str]()
    waiting: Counter[str] = Counter()
    old: Counter[str] = Counter()
    quickly = 0
    for mutant in mutants:
        known, name = results[mutant.id], "/".join(names[mutant.file])
        if mutant.file not in texts:
            texts[mutant.file] = digest((root / mutant.file).read_bytes())
        quickly += known is not None and known.fate == "alive"
        if known is None:
            waiting[name] += 1
        elif known.of != texts[mutant.file]:
            old[name] += 1
    if waiting:
        yield f"\nNot judged yet: {_told(waiting)}.\n"
    if old:
        yield f"\nJudged in a text of the module that has changed since: {_told(old)}.\n"
    if quickly:
        yield f"\nOf the survivors {quickly} were shown to their tests in the quick way alone (`--quick`).\n"


def _told(counted: Counter[str]) -> str:
    named = ", ".join(f"{number} of `{name}`" for name, number in counted.most_common())
    return f"{counted.total()} mutants, namely {named}"


def _by_module(mutants: Iterable[Mutant]) -> Iterator[str]:
    modules: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        modules[mutant.file].append(mutant)
    if not modules:
        yield "\nNone.\n"
    for file, found in modules.items():
        yield f"\n### `{'/'.join(Path(file).parts[-2:])}`\n\n"
        for mutant in found:
            yield f"- {mutant.line} {_code(mutant.function)}: {_change(mutant)}\n"


def _by_reason(mutants: Iterable[Mutant], results: Results, verdicts: Mapping[str, str]) -> Iterator[str]:
    reasons: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        if tally(mutant, results, verdicts).equivalent:
            reasons[verdicts[mutant.id]].append(mutant)
    if not reasons:
        yield "\nNone.\n"
    for why, found in reasons.items():
        yield f"\n{why}\n\n"
        for mutant in found:
            place = f"{Path(mutant.file).name}:{mutant.line}"
            yield f"- {_code(f'{place} {mutant.function}')}: {_change(mutant)}\n"


def _change(mutant: Mutant) -> str:
    before, after = _unlike(mutant.before, mutant.after)
    return f"{_code(before)} → {_code(after)}" if after else f"{_code(before)} left out"


def _unlike(before: str, after: str) -> tuple[str, str]:
    """Both texts; long ones without what they share in front."""
    if len(before) + len(after) <= _LONGEST:
        return before, after
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - 20)
    half = _LONGEST // 2
    return tuple(_cut(each, start, half) for each in (before, after))  # type: ignore[return-value]


def _cut(written: str, start: int, longest: int) -> str:
    cut = written[start : start + longest]
    return f"{'…' if start else ''}{cut}{'…' if start + longest < len(written) else ''}"


def _code(written: str) -> str:
    """As code, whatever quotes are in it; a bar would end the cell of a table, and there is none here."""
    fence = "``" if "`" in written else "`"
    room = " " if "`" in written else ""
    return f"{fence}{room}{written}{room}{fence}"
