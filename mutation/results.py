"""What became of each mutant, kept line by line, so that a run that was interrupted goes on where it was."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

__all__ = ["Result", "Results", "digest"]


@attrs.frozen
class Result:
    """The fate of one mutant.

    Args:
        id: The mutant.

        fate: ``killed``, ``timeout``, ``survived``; ``alive`` where it has yet to be looked at the thorough way;
            ``invalid`` where it is no Python.

        by: The test that noticed it, or why nothing did.

        of: The digest of the module that it was made of.
    """

    id: str
    fate: str
    by: str
    of: str

    @property
    def dead(self) -> bool:
        """Whether something noticed it."""
        return self.fate in ("killed", "timeout")


class Results:
    """All results, by mutant, in a file to which each is added at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found = {result.id: result for result in _read(path)}

    def __getitem__(self, mutant: str) -> Result | None:
        return self._found.get(mutant)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._found.values())

    def add(self, result: Result) -> None:
        """Keep *result*, in the file as well."""
        self._found[result.id] = result
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(attrs.asdict(result), ensure_ascii=False) + "\n")

    def reread(self) -> None:
        """Take in what another process added."""
        self._found = {result.id: result for result in _read(self._path)}

    def keep(self, mutants: Iterable[str]) -> None:
        """Write the file anew, with one line for each of *mutants* and nothing of others."""
        kept = [self._found[mutant] for mutant in mutants if mutant in self._found]
        lines = [json.dumps(attrs.asdict(result), ensure_ascii=False) + "\n" for result in kept]
        self._path.write_text("".join(lines), "utf-8")
        self._found = {result.id: result for result in kept}


def digest(text: bytes) -> str:
    """A short name for the content of a module."""
    return hashlib.sha256(text).hexdigest()[:12]


def _read(path: Path) -> Iterator[Result]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            try:
                yield Result(**json.loads(line))
            except json.JSONDecodeError:  # the last line of a run that was interrupted
                continue
