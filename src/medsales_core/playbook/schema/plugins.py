"""``[plugins.NAME]`` in the JSON Schema: what is installed, and the settings that each manifest declares."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from medsales_core.playbook.schema.parts import NUMBER, Part, choice, choices, table, texts

if TYPE_CHECKING:
    from medsales_core.plugins.manifest import Manifest
    from medsales_core.plugins.setting import Setting

__all__ = ["plugin_tables"]

_DESCRIPTION: Final = "The plugins that the playbook enables, each with its settings"
_TYPES: Final[Mapping[str, Callable[[], Part]]] = {
    "text": lambda: {"type": "string"},
    "texts": texts,
    "integer": lambda: {"type": "integer"},
    "number": lambda: dict(NUMBER),
    "flag": lambda: {"type": "boolean"},
    "date": lambda: {"type": "string"},
}


def plugin_tables(manifests: "Iterable[Manifest]" = ()) -> Part:
    """The tables of the plugins with these *manifests*; without any, every name is let through."""
    known = {manifest.name: _plugin(manifest) for manifest in manifests}
    return {
        "type": "object",
        "description": _DESCRIPTION,
        **({"properties": known, "additionalProperties": False} if known else {}),
    }


def _plugin(manifest: "Manifest") -> Part:
    common: dict[str, Part] = {
        "enabled": {"type": "boolean", "description": "false leaves out what a lower file enables"},
        "layers": {"type": "boolean", "description": "false takes its hooks and settings without its layers"},
    }
    settings = {name: _setting(setting) for name, setting in manifest.settings.items()}
    return table({**settings, **common}, description=str(manifest.title))


def _setting(setting: "Setting") -> Part:
    part = _TYPES[setting.type]()
    if setting.one_of:
        part = (choices if setting.type == "texts" else choice)(setting.one_of, "")
    part["description"] = str(setting.label)
    for word, limit in (("minimum", setting.at_least), ("maximum", setting.at_most)):
        if limit is not None:
            part[word] = int(limit) if limit == int(limit) else float(limit)
    if setting.type in ("text", "integer", "flag") and setting.default is not None:
        part["default"] = setting.default
    return part
