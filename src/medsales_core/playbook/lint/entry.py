"""What is said of one kind of defect, whichever playbook has it."""

import attrs

from medsales_core.text import LangText, text

__all__ = ["Entry", "entry"]


@attrs.frozen(kw_only=True)
class Entry:
    """One kind of defect.

    Args:
        code: Its stable name.

        title: What it is called.

        meaning: What it means, and why it matters.

        mend: What mends it.
    """

    code: str
    title: LangText
    meaning: LangText
    mend: LangText


def entry(code: str, en: tuple[str, str, str], zh: tuple[str, str, str]) -> Entry:
    """An entry from its title, meaning and mend in both languages."""
    title, meaning, mend = (text(*pair) for pair in zip(en, zh, strict=True))
    return Entry(code=code, title=title, meaning=meaning, mend=mend)
