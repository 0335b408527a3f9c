"""Looking into a wheel before anybody installs it: whether it carries what its entry points promise."""

from collections.abc import Iterator
from configparser import ConfigParser, Error
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from medsales_core.errors import PluginError
from medsales_core.plugins.discovery import GROUP, FoundPlugin, inspect_home

__all__ = ["look_into_wheel"]


def look_into_wheel(path: Path, core_version: str) -> tuple[FoundPlugin, ...]:
    """The plugins in a wheel, each with its problem if it has one; nothing is installed or imported.

    Raises:
        PluginError: The file is no wheel, or no plugin is in it.
    """
    try:
        with ZipFile(path) as wheel, TemporaryDirectory(prefix="medsales-") as scratch:
            wheel.extractall(
                scratch, [n for n in wheel.namelist() if n.endswith((".toml", ".txt", "METADATA"))]
            )
            found = tuple(_inspected(Path(scratch), core_version))
    except (OSError, BadZipFile, Error) as problem:
        raise PluginError(f"{path.name} cannot be read as a wheel: {problem}") from problem
    if not found:
        raise PluginError(
            f"{path.name} announces no plugin",
            hint=f'[project.entry-points."{GROUP}"] in pyproject.toml names the package that holds medsales.toml',
        )
    return found


def _inspected(folder: Path, core_version: str) -> Iterator[FoundPlugin]:
    for metadata in folder.glob("*.dist-info/METADATA"):
        headers = HeaderParser().parsestr(metadata.read_text("utf-8"))
        distribution = f"{headers['Name']} {headers['Version']}"
        points = ConfigParser(delimiters=("=",))
        points.read(metadata.with_name("entry_points.txt"), "utf-8")
        for name, package in points.items(GROUP) if points.has_section(GROUP) else ():
            yield inspect_home(
                name, package, [folder.joinpath(*package.split("."))], distribution, core_version
            )
