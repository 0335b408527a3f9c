"""Text that a person reads, in every language it is written in."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

__all__ = ["LANGUAGES", "LangText", "closest", "listed", "near_or_known", "text"]

#: The languages that everything shown by this library speaks, as BCP 47 tags.
LANGUAGES: Final = ("en", "zh-Hans")
# Names beyond these are too many, or one is too long, to be compared letter by letter.
_MANY: Final = 100
_LONGEST: Final = 200
_APART: Final = 3
# Two names less alike than this are two names.
_NEAR: Final = 0.6
# How many names a hint lists.
_LISTED: Final = 24


class LangText(Mapping[str, str]):
    """The same sentence in several languages, keyed by BCP 47 tag.

    Immutable and hashable, so that it can stand in frozen values.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"LangText({self._texts!r})"

    def __str__(self) -> str:
        return self.pick("en")

    def pick(self, language: str) -> str:
        """The text in *language*, else in English, else in whatever there is."""
        for tag in (language, "en"):
            if tag in self._texts:
                return self._texts[tag]
        return next(iter(self._texts.values()), "")

    def format(self, **parts: object) -> "LangText":
        """Fill the same *parts* into every language; a LangText part is taken in that language."""
        # By type: asking an abstract class whether a part is one of it costs as much as the filling itself.
        if not any(type(part) is LangText for part in parts.values()):
            return LangText({tag: template.format(**parts) for tag, template in self._texts.items()})
        return LangText(
            {
                tag: template.format(
                    **{k: v.pick(tag) if type(v) is LangText else v for k, v in parts.items()}
                )
                for tag, template in self._texts.items()
            }
        )


def text(en: str, zh: str) -> LangText:
    """A text in the two languages of the library itself."""
    return LangText({"en": en, "zh-Hans": zh})


def closest(name: str, names: Iterable[str]) -> str | None:
    """The one of *names* that *name* was most likely meant to be, if any is near enough."""
    known = list(names)
    if len(name) > _LONGEST:
        return None
    if len(known) > _MANY:
        known = _alike(name, known)
    nearest: str | None = None
    matcher, best = SequenceMatcher(), _NEAR
    matcher.set_seq2(name)
    letters = [(letter, name.count(letter)) for letter in set(name)]
    # Those about as long first: the earlier the nearest is found, the fewer of the rest are compared to the end.
    for other in sorted(known, key=lambda other: abs(len(other) - len(name))):
        shared = sum([min(count, other.count(letter)) for letter, count in letters])
        if name and 2.0 * shared / (len(name) + len(other)) < best:
            continue  # they cannot be more alike than their letters are
        matcher.set_seq1(other)
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and (nearest is None or other > nearest)):
            best, nearest = ratio, other
    return nearest


def _alike(name: str, names: list[str]) -> list[str]:
    """Of many names those about as long that begin or end like *name*; comparing all would take too long."""
    head, tail, size = name[:2], name[-2:], len(name)
    near = (other for other in names if abs(len(other) - size) <= _APART)
    return [other for other in near if other.startswith(head) or other.endswith(tail)][:_MANY]


def listed(names: Iterable[str]) -> str:
    """The first of *names* in a row, and how many more there are: a hint that lists them all hides itself."""
    known = list(names)
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return f"{', '.join(known[:_LISTED])}{more}"


def near_or_known(name: str, names: Iterable[str]) -> str:
    """A hint for a *name* that is none of *names*: the one that was meant, else what there is."""
    known = list(names)
    near = closest(name, known)
    return f"did you mean {near!r}?" if near else f"known: {listed(known) or 'none'}"
