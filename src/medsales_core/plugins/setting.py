"""What a playbook may tell a plugin: settings, declared in its manifest and typed."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from medsales_core.config import Table
from medsales_core.text import LANGUAGES, LangText, near_or_known, text

__all__ = ["RESERVED", "TYPES", "Setting", "read_setting"]

#: What a playbook says in a plugin's table that is not the plugin's business.
RESERVED: Final = ("enabled", "layers")
#: The types of settings, and what each is called.
TYPES: Final[Mapping[str, LangText]] = {
    "text": text("a text", "文本"),
    "texts": text("a list of texts", "文本列表"),
    "integer": text("a whole number", "整数"),
    "number": text("a number", "数字"),
    "flag": text("true or false", "是或否"),
    "date": text("a date", "日期"),
}
_READERS: Final[Mapping[str, Callable[[Table, str], Any]]] = {
    "text": lambda table, key: table.text(key),
    "texts": lambda table, key: table.texts(key),
    "integer": lambda table, key: table.integer(key),
    "number": lambda table, key: table.decimal(key),
    "flag": lambda table, key: table.flag(key),
    "date": lambda table, key: table.day(key),
}
_TEXTS: Final = ("text", "texts")
_NUMBERS: Final = ("integer", "number")


@attrs.frozen(kw_only=True)
class Setting:
    """One value that a playbook may give a plugin.

    Args:
        name: Its key in the plugin's table.

        type: One of `TYPES`.

        label: What it is for.

        default: Its value where a playbook does not say; None where it must.

        one_of: The texts it may be; any if empty.

        at_least: The least number it may be.

        at_most: The greatest.
    """

    name: str
    type: str
    label: LangText
    default: Any = None
    one_of: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def read(self, table: Table, key: str = "") -> Any:
        """The value in *table*, or the default; whatever is wrong with it is reported there."""
        key = key or self.name
        if table.raw(key) is None:
            if self.default is None:
                told = f"[{'.'.join(map(str, table.path))}] needs {key!r}, {TYPES[self.type]}"
                table.error("", "missing-key", told, hint=str(self.label))
            return self.default
        before = table.found.errors
        value = _READERS[self.type](table, key)
        if table.found.errors == before:
            self._check(table, key, value)
        return value

    def _check(self, table: Table, key: str, value: Any) -> None:
        for word in (value if self.type == "texts" else (value,)) if self.one_of else ():
            if word not in self.one_of:
                table.error(
                    key, "unknown-value", f"{key!r} is {word!r}", hint=near_or_known(word, self.one_of)
                )
        if self.at_least is not None and value < self.at_least:
            table.error(key, "unknown-value", f"{key!r} is {value}, at least {self.at_least} is wanted")
        if self.at_most is not None and value > self.at_most:
            table.error(key, "unknown-value", f"{key!r} is {value}, at most {self.at_most} is wanted")


def read_setting(name: str, table: Table) -> Setting:
    """One ``[settings.NAME]`` of a manifest; its default is held against what it says of itself."""
    setting = Setting(
        name=name,
        type=table.choice("type", TYPES) or "text",
        label=table.lang_text("label", LANGUAGES),
        one_of=table.texts("one_of"),
        at_least=table.decimal("at_least"),
        at_most=table.decimal("at_most"),
    )
    if name in RESERVED:
        table.error(
            "", "reserved-name", f"{name!r} is what a playbook says of any plugin", hint="another name"
        )
    if setting.type not in _TEXTS and setting.one_of:
        table.error("one_of", "needless-key", "'one_of' goes with texts")
    if setting.type not in _NUMBERS and (setting.at_least, setting.at_most) != (None, None):
        table.error("", "needless-key", "'at_least' and 'at_most' go with numbers")
        setting = attrs.evolve(setting, at_least=None, at_most=None)
    if table.raw("default") is not None:
        setting = attrs.evolve(setting, default=setting.read(table, "default"))
    table.finish()
    return setting
