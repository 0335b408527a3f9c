"""What several commands take and open: playbook, store, language, the present moment."""

import datetime as dt
import os
from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.desk import Desk
from medsales_core.errors import ValueRefused
from medsales_core.playbook.built_in import BUILT_IN
from medsales_core.playbook.load import load_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.plugins.environment import allowed_by
from medsales_core.plugins.registry import Registry

__all__ = [
    "At",
    "Json",
    "Lang",
    "PlaybookOption",
    "StoreOption",
    "moment",
    "open_desk",
    "place_of",
    "registry",
]

Lang = Annotated[
    Literal["en", "zh-Hans"],
    Parameter(name="--lang", env_var="MEDSALES_LANG", help="Language of what is printed."),
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="Print JSON for a program to read.")]
PlaybookOption = Annotated[
    str, Parameter(name="--playbook", help="A playbook file, or `reference`, `public`, `inferred`, `all`.")
]
StoreOption = Annotated[str, Parameter(name="--store", help="The store, for example `deals.db`.")]
At = Annotated[
    str,
    Parameter(
        name=("--at", "--as-of"), help="Judge as of this moment, ISO 8601 with its zone; now by default."
    ),
]


def place_of(playbook: str) -> str:
    """The file of a playbook as it was asked for on the command line: a built-in one by its short name."""
    built_in = f"medsales:{playbook}"
    return built_in if built_in in BUILT_IN else playbook


def registry() -> Registry:
    """The plugins to use: what is installed, as far as ``MEDSALES_PLUGINS`` and its sister allow it."""
    return allowed_by(os.environ)


def open_playbook(playbook: str, plugins: Registry) -> Playbook:
    return load_playbook(place_of(playbook), registry=plugins)


def open_desk(store: str, playbook: str, *, create: bool = False) -> Desk:
    """A desk on a store that is there already, unless it may be made."""
    plugins = registry()
    return Desk.open(store, open_playbook(playbook, plugins), registry=plugins, create=create)


def moment(at: str) -> dt.datetime:
    """The moment named, else now in the machine's own zone."""
    if not at:
        return dt.datetime.now().astimezone()
    try:
        found = dt.datetime.fromisoformat(at)
    except ValueError as problem:
        raise ValueRefused(
            f"--at {at!r} is no moment", hint="write 2026-11-23 or 2026-11-23T09:00+08:00"
        ) from problem
    return found if found.tzinfo is not None else found.astimezone()
