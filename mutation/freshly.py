"""A module is imported with a mutant in it, as if it had always been written so."""

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType

__all__ = ["import_with", "module_name"]


class _Mutated(SourceFileLoader):
    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError("never from a cache, nor into one")

    def get_data(self, path: str) -> bytes:
        return self._text.encode()


class _Finder(MetaPathFinder):
    def __init__(self, name: str, path: str, text: str) -> None:
        self._name, self._path, self._text = name, path, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self._path, loader=_Mutated(fullname, self._path, self._text)
        )


def import_with(name: str, path: Path, text: str) -> None:
    """From now on, importing *name* reads *text* instead of *path*."""
    assert name not in sys.modules, f"{name} was imported before its mutant"
    sys.meta_path.insert(0, _Finder(name, str(path), text))


def module_name(file: str, source: str) -> str:
    """The dotted name of the module in *file*, with packages starting in *source*."""
    return ".".join(Path(file).relative_to(source).with_suffix("").parts)
