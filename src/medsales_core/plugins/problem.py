"""What can be wrong with an installed plugin: one record each, by code, with the distribution it came in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from medsales_core.errors import PluginError
from medsales_core.text import LangText, text

__all__ = ["CODES", "Problem", "Unusable"]

#: Every code that a problem can carry, and what it says in a few words.
CODES: Final[Mapping[str, LangText]] = MappingProxyType(
    {
        "bad-entry-point": text("its entry point names no package", "入口点未指向软件包"),
        "no-manifest": text("its package holds no manifest", "软件包中没有清单"),
        "newer-manifest": text("its manifest is from the future", "清单版本过新"),
        "other-core": text("it is for another version of the library", "适用于其他版本的核心库"),
        "bad-manifest": text("its manifest is wrong", "清单有误"),
        "name-differs": text("its manifest and its entry point differ in its name", "清单与入口点名称不一致"),
        "name-taken": text("its name is taken by the library", "名称已被核心库占用"),
        "name-clash": text("its name is provided twice", "名称重复"),
        "order-circle": text("its order runs in a circle", "先后顺序形成循环"),
        "missing-layer": text("a layer that it names is not there", "缺少所列的层文件"),
        "import-failed": text("it cannot be imported", "无法导入"),
        "unknown-hook": text("it has a hook that there is not", "含有不存在的钩子"),
        "hook-failed": text("one of its hooks failed", "钩子执行失败"),
        "wrong-answer": text("one of its hooks returned something else", "钩子返回了错误的内容"),
        "broken-promise": text("it provides other things than its manifest says", "实际提供与清单不符"),
        "id-clash": text("it provides what another plugin provides", "与其他插件提供的内容重复"),
        "needs-settings": text("it needs settings that nobody gave", "缺少必需的设置"),
    }
)


@attrs.frozen(kw_only=True)
class Problem:
    """Why a plugin is not there, or not all of it.

    Args:
        code: What kind of problem; one of `CODES`.

        plugin: The plugin's name.

        distribution: The distribution it came in, with its version.

        cause: What was found and what was expected.

        hint: What would mend it.
    """

    code: str
    plugin: str
    distribution: str
    cause: str
    hint: str = ""

    def __str__(self) -> str:
        mend = f" ({self.hint})" if self.hint else ""
        return f"plugin {self.plugin!r} ({self.distribution}): {self.cause}{mend} [{self.code}]"


class Unusable(PluginError):
    """Why a plugin cannot be used, before it is known whose plugin it is.

    Args:
        problem: The code of the problem.

        cause: What was found and what was expected.

        hint: What would mend it.
    """

    def __init__(self, problem: str, cause: str, *, hint: str = "") -> None:
        super().__init__(cause, hint=hint)
        self.problem = problem

    def of(self, plugin: str, distribution: str) -> Problem:
        """The same as a record, now that it is known whose it is."""
        return Problem(
            code=self.problem,
            plugin=plugin,
            distribution=distribution,
            cause=self.message,
            hint=self.hint,
        )
