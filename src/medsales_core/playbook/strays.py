"""Changes of a layer to what its base does not have: told as that, not as definitions with nothing in them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from medsales_core.config import Diagnostics
from medsales_core.config.positions import Path
from medsales_core.playbook.layers import Layers, bases_of
from medsales_core.text import closest

__all__ = ["Stray", "report_strays", "strays_in"]

#: What makes a definition of a table, by where it stands (``*`` for an id): with none of these it changes one.
_MAKINGS: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("process", "*"): ("moves", "start", "label"),
    ("stage", "*"): ("process", "position", "label"),
    ("stage", "*", "entry", "*"): ("require", "label"),
    ("stage", "*", "exit", "*"): ("require", "label"),
    ("stage", "*", "standing", "*"): ("require", "label"),
    ("transition", "*"): ("from", "kind"),
    ("standard", "*"): ("label",),
    ("standard", "*", "requirement", "*"): ("require", "label"),
    ("threshold", "*"): ("label", "unit"),
    ("always", "*"): ("holds", "label"),
    ("never", "*"): ("holds", "label"),
}
_WORDS: Final = {"entry": "requirement", "exit": "requirement", "standing": "requirement"}
#: A stage adopts what stands in standards under this key, which is no id.
_NO_ID: Final = "use"


class Stray(NamedTuple):
    """A table that defines nothing and changes nothing.

    Args:
        path: Where it stands.

        near: The id that was most likely meant, None where none is alike.
    """

    path: Path
    near: str | None

    @property
    def kind(self) -> str:
        """What it would change, in the words of the file."""
        word = str(self.path[-2])
        return _WORDS.get(word, word)


def strays_in(data: Mapping[str, Any]) -> Iterator[Stray]:
    """Every table in *data*, the layers together, that lacks all that makes a definition of it."""
    for place, makings in _MAKINGS.items():
        for path, siblings in _tables(data, place):
            name = str(path[-1])
            table = siblings[name]
            if isinstance(table, dict) and name != _NO_ID and table.keys().isdisjoint(makings):
                yield Stray(path, closest(name, [other for other in siblings if other != name]))


def _tables(data: Any, place: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The paths that *place* matches in *data*, each with the tables that it stands among."""
    step, *rest = place
    if not isinstance(data, dict):
        return
    for name in list(data) if step == "*" else [step] if step in data else ():
        if rest:
            yield from _tables(data[name], tuple(rest), (*path, name))
        else:
            yield (*path, name), data


def report_strays(layers: Layers, found: Diagnostics) -> None:
    """Tell of each stray table of a layer what it is, in place of all that it lacks as a definition."""
    for stray in strays_in(layers.data):
        document = layers.origin(stray.path)
        below = " with ".join(bases_of(document))
        if not below:
            continue  # nothing lies below: it is a definition, and lacks what it lacks
        found.retract(stray.path, ("missing-key", "no-source"))
        needs = ", ".join(map(repr, _MAKINGS[_pattern(stray.path)]))
        found.error(
            layers, stray.path, "layer-mismatch",
            f"{document.name} changes {stray.kind} {stray.path[-1]!r}, which {below} does not have",
            hint=f"did you mean {stray.near!r}?" if stray.near else f"to define it, give it {needs}",
        )  # fmt: skip


def _pattern(path: Path) -> tuple[str, ...]:
    return tuple("*" if number % 2 else str(step) for number, step in enumerate(path))
