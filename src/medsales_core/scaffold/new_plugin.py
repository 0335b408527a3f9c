"""A new plugin: a distribution that installs, passes its conformance kit and type-checks as it is written."""

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template
from types import MappingProxyType
from typing import Final

from medsales_core import __version__
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.text import LangText, text

__all__ = ["PLUGIN_KINDS", "new_plugin"]

#: What a plugin of each kind is, in words.
PLUGIN_KINDS: Final[Mapping[str, LangText]] = MappingProxyType(
    {
        "stage-pack": text("a stage pack", "阶段包"),
        "check": text("a check", "检查"),
        "score": text("a scoring method", "评分方法"),
        "store": text("a store", "存储"),
        "report": text("a report", "报告"),
        "format": text("a report format", "报告格式"),
        "importer": text("an importer", "导入器"),
        "calendar": text("a calendar", "日历"),
        "observer": text("an observer", "观察者"),
        "command": text("a command", "命令"),
    }
)

#: What is in every plugin, beside what is in those of its kind.
_EVERY: Final = "every"
_SUFFIX: Final = ".tmpl"
_PACKAGE: Final = "package"
_LAYER: Final = "layer.toml"
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 40
_TAKEN: Final = "builtin"
_PREFIX: Final = "medsales-"


def new_plugin(kind: str, name: str, folder: Path) -> tuple[Path, ...]:
    """Write the distribution ``medsales-NAME`` into *folder*.

    Args:
        kind: One of `PLUGIN_KINDS`.

        name: The plugin's name: small letters, digits and hyphens.

        folder: Where the folder of the distribution is made.

    Returns:
        The files that were written.

    Raises:
        UnknownName: There is no such kind.

        ValueRefused: It is no name for a plugin, or there is such a folder already.
    """
    if kind not in PLUGIN_KINDS:
        raise UnknownName.among("kind of plugin", kind, PLUGIN_KINDS)
    _check_name(name)
    home = folder / f"{_PREFIX}{name}"
    if home.exists():
        raise ValueRefused(f"{home} is there already", hint="choose another name, or another folder")
    # All of it is made before the first file is written: what fails leaves nothing behind.
    written = {home / path: content for path, content in _rendered(kind, name)}
    for path, content in sorted(written.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    return tuple(sorted(written))


def _check_name(name: str) -> None:
    if name.startswith(_PREFIX) or name == _PREFIX.rstrip("-"):
        told, hint = f"{name!r} begins with {_PREFIX!r}", f"leave it out: the distribution is {_PREFIX}NAME"
    elif name == _TAKEN:
        told, hint = f"the name {name!r} is taken by the library", "choose another"
    elif not _NAME.fullmatch(name):
        told, hint = (
            f"{name!r} is no name for a plugin",
            "small letters and digits, joined by hyphens: bid-bond",
        )
    elif len(name) > _LONGEST:
        told, hint = f"{name!r} has {len(name)} letters", f"at most {_LONGEST}"
    else:
        return
    raise ValueRefused(told, hint=hint)


def _rendered(kind: str, name: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Each file of the new distribution, by its path in it."""
    templates = resources.files(__package__).joinpath("templates")
    words = _words(kind, name)
    use = templates.joinpath(kind, f"use.md{_SUFFIX}").read_text("utf-8")
    words["use"] = Template(use).substitute(words)
    for room in (_EVERY, kind):
        for path, file in _files(templates.joinpath(room), PurePosixPath()):
            if path.name != f"use.md{_SUFFIX}":
                yield _place(path, words), Template(file.read_text("utf-8")).substitute(words)


def _words(kind: str, name: str) -> dict[str, str]:
    """What is put in the place of each ``$word`` of a template."""
    title = name.replace("-", " ").capitalize()
    what = PLUGIN_KINDS[kind]
    major, minor = (int(part) for part in __version__.split(".")[:2])
    return {
        "name": name,
        "distribution": f"{_PREFIX}{name}",
        "package": f"{_PREFIX}{name}".replace("-", "_"),
        "title": title,
        "title_zh": f"{title}{what['zh-Hans']}",
        "description": f"{title}: {what['en']} for medsales_core",
        "core": f">={major}.{minor},<{major}.{minor + 1}",
    }


def _files(folder: Traversable, above: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    """The templates below *folder*, each by its path."""
    for entry in folder.iterdir():
        path = above / entry.name
        if entry.is_dir():
            yield from _files(entry, path)
        elif entry.name.endswith(_SUFFIX):
            yield path, entry


def _place(path: PurePosixPath, words: Mapping[str, str]) -> PurePosixPath:
    """Where the file of a template goes."""
    named = {_PACKAGE: words["package"], f"{_LAYER}{_SUFFIX}": f"{words['name']}.toml"}
    parts = [named.get(part, part) for part in path.parts]
    return PurePosixPath(*parts[:-1], parts[-1].removesuffix(_SUFFIX))
