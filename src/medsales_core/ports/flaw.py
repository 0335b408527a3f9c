"""What can be wrong with a ledger, in words."""

from enum import StrEnum
from typing import Any, Final

import attrs

from medsales_core.text import LangText, text

__all__ = ["Flaw", "FlawKind"]


class FlawKind(StrEnum):
    """What is wrong at a place of a ledger."""

    LINK = "link"
    POSITION = "position"
    VERSION = "version"
    UNREADABLE = "unreadable"
    UNSEEN = "unseen"
    OWN_HEAD = "own-head"
    HEAD = "head"


_SAID: Final = {
    FlawKind.LINK: text(
        "the event does not follow the one before it: it was changed, or what stood before it was; "
        "its hash should be {expected}, and is {found}",
        "该事件与前一事件不衔接：其自身或之前内容被改动；哈希应为{expected}，实为{found}",
    ),
    FlawKind.POSITION: text(
        "here position {expected} should follow, and {found} does", "此处位置应为{expected}，实为{found}"
    ),
    FlawKind.VERSION: text(
        "here version {expected} of the stream should follow, and {found} does",
        "此处该流的版本应为{expected}，实为{found}",
    ),
    FlawKind.UNREADABLE: text("it cannot be read: {found}", "无法读取：{found}"),
    FlawKind.UNSEEN: text(
        "the stream holds event {found}, which the ledger does not show",
        "流中存在账本未列出的事件{found}",
    ),
    FlawKind.OWN_HEAD: text(
        "the store itself tells of the head {expected}, and the ledger has {found}",
        "存储自记的末尾为{expected}，账本实为{found}",
    ),
    FlawKind.HEAD: text(
        "the head that was kept is {expected}, and the ledger has {found}: events are missing at its end, or all "
        "of it was written anew",
        "另存的末尾凭据为{expected}，账本实为{found}：末尾有事件缺失，或账本被整体重写",
    ),
}


@attrs.frozen(kw_only=True)
class Flaw:
    """One thing that is wrong with a ledger.

    Args:
        kind: What it is.

        position: Where in the ledger.

        stream: The stream of the event there, empty where it is about no event.

        version: Its version in that stream, 0 where it is about no event.

        expected: What should be there.

        found: What is there.
    """

    kind: FlawKind
    position: int
    stream: str = ""
    version: int = 0
    expected: str = ""
    found: str = ""

    @property
    def message(self) -> LangText:
        """The flaw in words, without its place."""
        return _SAID[self.kind].format(expected=self.expected, found=self.found)

    def as_dict(self) -> dict[str, Any]:
        """The flaw as plain data."""
        return {**attrs.asdict(self), "kind": str(self.kind), "message": dict(self.message)}
