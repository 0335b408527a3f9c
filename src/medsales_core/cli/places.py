"""Places that a command is to write to, tried before it begins rather than when all is done."""

import tempfile
from pathlib import Path

from medsales_core.errors import ValueRefused

__all__ = ["see_that_file_can_be_written", "see_that_folder_takes_files", "write_bytes"]


def see_that_folder_takes_files(option: str, folder: Path) -> None:
    """Try to write a file in *folder*, which may yet have to be made; nothing of it stays.

    Raises:
        ValueRefused: It is no folder, cannot be made, or takes no files.
    """
    made: list[Path] = []
    try:
        if folder.exists() and not folder.is_dir():
            raise ValueRefused(f"{option} {folder} is a file, and takes a folder")
        for one in [*reversed(folder.parents), folder]:
            if not one.exists():
                one.mkdir()
                made.append(one)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise _refused(option, folder, problem) from problem
    finally:
        for one in reversed(made):
            one.rmdir()


def see_that_file_can_be_written(option: str, file: Path) -> None:
    """Try to open *file* for writing; what it says stays, and where it was not there it is not there again.

    Raises:
        ValueRefused: It cannot be written.
    """
    try:
        there = file.exists()
        with file.open("ab"):
            pass
        if not there:
            file.unlink()
    except OSError as problem:
        raise _refused(option, file, problem) from problem


def write_bytes(option: str, file: Path, written: bytes) -> None:
    """Write the file.

    Raises:
        ValueRefused: It cannot be written.
    """
    try:
        file.write_bytes(written)
    except OSError as problem:
        raise _refused(option, file, problem) from problem


def _refused(option: str, place: Path, problem: OSError) -> ValueRefused:
    return ValueRefused(f"{option} {place} cannot be written: {problem.strerror or problem}")
