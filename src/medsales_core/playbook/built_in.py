"""The playbooks that come with the library, each a folder or a file of it."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from medsales_core.config import Document, read_toml

__all__ = ["BUILT_IN", "REFERENCE"]

#: The name by which a playbook extends the reference, and a command asks for it.
REFERENCE: Final = "medsales:reference"


@cache
def _files(name: str, head: str, folder: str) -> tuple[Document, ...]:
    """The *head* under *name*, then every other file of *folder* under its own, in their order.

    They are constants of the package, so a process reads them once; nobody may change what they say.
    """
    room = resources.files("medsales_core").joinpath("reference")
    first = room.joinpath(head)
    others = [file for file in _toml_in(room.joinpath(folder)) if file != first] if folder else []
    return (
        read_toml(first.read_bytes(), name=name),
        *(read_toml(file.read_bytes(), name=f"{name}/{file.name}") for file in others),
    )


def _toml_in(folder: Traversable) -> list[Traversable]:
    found = [file for file in folder.iterdir() if file.name.endswith(".toml")] if folder.is_dir() else []
    return sorted(found, key=lambda file: file.name)


#: Every playbook that ``extends`` may name, with what reads its files: the source document, what public rules
#: add to it, what such documents hold by experience, and all of it.
BUILT_IN: Final[Mapping[str, Callable[[], tuple[Document, ...]]]] = MappingProxyType(
    {
        name: partial(_files, name, head, folder)
        for name, head, folder in (
            (REFERENCE, "process.toml", "standards"),
            ("medsales:public", "public/layer.toml", "public"),
            ("medsales:inferred", "inferred/layer.toml", "inferred"),
            ("medsales:all", "all.toml", ""),
        )
    }
)
