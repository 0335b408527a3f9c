"""The mistakes that identifiers hold, by code: what each is called, and what mends it."""

from typing import Final, NamedTuple

from medsales_core.text import LangText, text
from medsales_identifiers.identifier import Problem

__all__ = ["CODES", "Mistake", "Notes"]

_SHOWN: Final = 40


class Mistake(NamedTuple):
    """One kind of mistake.

    Args:
        message: The sentence, with ``{what}``, ``{expected}`` and ``{found}`` to be filled in.

        remedy: What to do about it.
    """

    message: LangText
    remedy: LangText


#: Every kind of mistake, by its code.
CODES: Final[dict[str, Mistake]] = {
    "empty": Mistake(
        text("{what} is empty", "{what}为空"),
        text("scan the label again, or type what is printed on it", "请重新扫描标签，或按标签内容录入"),
    ),
    "stray-blank": Mistake(
        text("there is a blank beside {what}", "{what}首尾有空白字符"),
        text("remove the blank; the rest was read without it", "请删除空白字符；其余部分已按无空白解析"),
    ),
    "stray-delimiter": Mistake(
        text("{found} belongs to the bar code, not to {what}", "{found}属于条码符号，不属于{what}"),
        text(
            "set the scanner to leave out the start and stop signs; the rest was read without them",
            "请将扫描枪设置为不输出起止符；其余部分已按无起止符解析",
        ),
    ),
    "lower-case": Mistake(
        text("{what} is written in small letters", "{what}使用了小写字母"),
        text("write capital letters; the rest was read as such", "请改为大写字母；其余部分已按大写解析"),
    ),
    "wrong-character": Mistake(
        text("{what} takes {expected}, and {found} is none of them", "{what}应为{expected}，而{found}不在其中"),
        text("compare this character with the label", "请与标签核对该字符"),
    ),
    "wrong-length": Mistake(
        text("{what} takes {expected}; {found} is longer or shorter", "{what}应为{expected}，{found}长度不符"),
        text("compare it with the label: a character is missing or too many", "请与标签核对：缺字符或多字符"),
    ),
    "element-too-long": Mistake(
        text("{what} takes {expected}; {found} is longer", "{what}应为{expected}，{found}过长"),
        text(
            "set the scanner to send FNC1 as the group separator (1D): without it two elements run into one",
            "请将扫描枪设置为把FNC1作为组分隔符(1D)输出：缺少它时相邻数据会连在一起",
        ),
    ),
    "wrong-check-character": Mistake(
        text("the check character of {what} is {expected}, not {found}", "{what}的校验码应为{expected}，而非{found}"),
        text(
            "one of the characters was misread: scan again, or compare all of them with the label",
            "有字符读错：请重新扫描，或逐字与标签核对",
        ),
    ),
    "not-a-date": Mistake(
        text("{what} takes {expected}, and {found} is no day of the calendar", "{what}应为{expected}，而{found}不是有效日期"),
        text("compare the date with the label", "请与标签核对日期"),
    ),
    "dates-reversed": Mistake(
        text("{what} is before it was made: {found}", "{what}早于生产日期：{found}"),
        text("compare both dates with the label", "请与标签核对两个日期"),
    ),
    "unknown-structure": Mistake(
        text("{what} begins with none of {expected}: {found}", "{what}应以{expected}开头，实为{found}"),
        text(
            "scan the whole symbol; if it is complete, its issuing agency is none that is known here",
            "请扫描完整条码；若条码完整，则其发码机构不在已知范围内",
        ),
    ),
    "unknown-element": Mistake(
        text("{found} is no {what} of this agency", "{found}不是该发码机构的{what}"),
        text("what follows was not read; compare it with the label", "其后内容未解析；请与标签核对"),
    ),
    "repeated-element": Mistake(
        text("{what} {found} stands a second time", "{what}{found}重复出现"),
        text("the first was taken; compare both with the label", "已采用第一个；请与标签核对"),
    ),
    "missing-device-identifier": Mistake(
        text("{what} has no device identifier: {expected}", "{what}缺少产品标识(DI)：{expected}"),
        text("scan the symbol that names the product as well", "请同时扫描标识产品的条码"),
    ),
    "wrong-link": Mistake(
        text("{what} links to a primary symbol that ends in {found}, not {expected}", "{what}所关联的主条码以{found}结尾，而非{expected}"),
        text("the two symbols are of different products: scan both from one label", "两个条码不属同一产品：请扫描同一标签上的条码"),
    ),
    "wrong-form": Mistake(
        text("{what} is written as {expected}, not {found}", "{what}的格式应为{expected}，实为{found}"),
        text("compare it with the certificate", "请与证书核对"),
    ),
    "contradiction": Mistake(
        text("{what} contradict each other: {expected}, not {found}", "{what}相互矛盾：应为{expected}，而非{found}"),
        text("compare both with the certificate", "请与证书核对"),
    ),
}  # fmt: skip


class Notes:
    """The problems of one identifier, noted while it is read.

    Args:
        what: What is read, for the sentences of its problems.
    """

    __slots__ = ("_problems", "what")

    def __init__(self, what: LangText) -> None:
        self.what = what
        self._problems: list[Problem] = []

    def add(
        self,
        code: str,
        at: int,
        found: str = "",
        *,
        expected: LangText | str = "",
        what: LangText | None = None,
    ) -> None:
        """Note a mistake.

        Args:
            code: One of `CODES`.

            at: The index of its first character.

            found: What stands there.

            expected: What should.

            what: The part that is wrong, where it is not the whole.
        """
        wanted = expected if isinstance(expected, LangText) else text(expected, expected)
        shown = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
        parts = {
            "what": what or self.what,
            "expected": wanted,
            "found": repr(shown) if shown else text("nothing", "空"),
        }
        mistake = CODES[code]
        self._problems.append(
            Problem(
                code=code,
                position=at + 1,
                expected=wanted,
                found=shown,
                message=mistake.message.format(**parts),
                remedy=mistake.remedy,
            )
        )

    def __len__(self) -> int:
        return len(self._problems)

    def all(self) -> tuple[Problem, ...]:
        """What was noted, in the order of the characters."""
        if len(self._problems) > 1:
            self._problems.sort(key=lambda problem: problem.position)
        return tuple(self._problems)
