"""Text that a person reads, in every language it is written in."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

__all__ = ["LANGUAGES", "LangText", "closest", "text"]

#: The languages that everything shown by this library speaks, as BCP 47 tags.
LANGUAGES: Final = ("en", "zh-Hans")

# Nothing of ours has a longer name, and to compare long texts with many names takes long.
_LONGEST: Final = 200


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
        return LangText(
            {
                tag: template.format(
                    **{k: v.pick(tag) if isinstance(v, LangText) else v for k, v in parts.items()}
                )
                for tag, template in self._texts.items()
            }
        )


def text(en: str, zh: str) -> LangText:
    """A text in the two languages of the library itself."""
    return LangText({"en": en, "zh-Hans": zh})


def closest(name: str, names: Iterable[str]) -> str | None:
    """The one of *names* that *name* was most likely meant to be, if any is near enough."""
    if len(name) > _LONGEST:
        return None
    found = get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else None
