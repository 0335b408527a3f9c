"""``medsales plugins``."""

from medsales_core.cli.common import Json, Lang, registry
from medsales_core.cli.exits import OK
from medsales_core.cli.output import print_json, say
from medsales_core.text import text

__all__ = ["plugins"]


def plugins(*, json: Json = False, lang: Lang = "en") -> int:
    """List the installed plugins, importing none of them.

    Example: `medsales plugins`
    """
    known = registry()
    if json:
        print_json(
            [
                {
                    "name": plugin.name,
                    "distribution": plugin.distribution,
                    "enabled": known.is_enabled(plugin) and not plugin.problem,
                    "problem": plugin.problem or None,
                    "provides": dict(plugin.manifest.provides) if plugin.manifest else {},
                }
                for plugin in known.plugins
            ]
        )
        return OK
    for plugin in known.plugins:
        state = text("enabled", "已启用") if known.is_enabled(plugin) else text("disabled", "未启用")
        if plugin.problem:
            state = text("not usable", "不可用")
        title = plugin.manifest.title.pick(lang) if plugin.manifest else ""
        say(f"{plugin.name:12} {state.pick(lang):10} {plugin.distribution:28} {title}")
        for kind, names in (plugin.manifest.provides if plugin.manifest else {}).items():
            if names:
                say(f"{'':12}   {kind}: {', '.join(names)}")
        if plugin.problem:
            say(f"{'':12}   {plugin.problem}")
    return OK
