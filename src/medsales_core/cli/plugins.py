"""``medsales plugins``: what is installed, what one of them says of itself, whether it keeps its word."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from medsales_core import __version__
from medsales_core.cli.common import Json, Lang, place_of, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.plugins.discovery import FoundPlugin
from medsales_core.plugins.manifest import Manifest
from medsales_core.plugins.problem import CODES, Problem
from medsales_core.plugins.registry import Registry
from medsales_core.plugins.setting import TYPES
from medsales_core.plugins.wheel import look_into_wheel
from medsales_core.text import LangText, text

if TYPE_CHECKING:
    from medsales_core.cli.plugin_check import Defect

__all__ = ["plugins"]

_STATES: Final = {
    "broken": text("not usable", "不可用"),
    "disabled": text("disabled", "未启用"),
    "installed": text("installed", "已安装"),
    "enabled": text("enabled", "已启用"),
}


def plugins(
    action: Literal["list", "show", "check", "order"] = "list",
    name: str = "",
    /,
    *,
    playbook: Annotated[
        str, Parameter(name="--playbook", help="Tell which of them this playbook enables.")
    ] = "",
    json: Json = False,
    lang: Lang = "en",
) -> int:
    """List the installed plugins, show one, check one, or print their order. Only `check` imports any of them.

    Example: `medsales plugins`

    Example: `medsales plugins show sqlite`

    Example: `medsales plugins check medsales-sqlite`, or `medsales plugins check dist/medsales_sqlite-0.1.0-py3-none-any.whl`

    Example: `medsales plugins order`

    Parameters
    ----------
    action
        `list` all, `show` one, `check` one or a wheel, or print the `order` in which they stand.
    name
        For `show` and `check`: a plugin, its distribution, or for `check` the file of a wheel.
    """
    known = registry()
    if action in ("show", "check") and not name:
        raise ValueRefused("which plugin?", hint=f"medsales plugins {action} sqlite")
    if action == "check":
        return _check(known, name, lang, json=json)
    chosen = _named(known, name) if action == "show" else list(known.plugins)
    enabled = _enabled_by(known, playbook)
    if json:
        print_json([_as_data(plugin, _state(known, plugin, enabled)) for plugin in chosen])
        return OK
    for plugin in chosen:
        _print(plugin, _STATES[_state(known, plugin, enabled)], action, lang)
    return OK


def _named(known: Registry, name: str) -> list[FoundPlugin]:
    """The plugin called *name*, or those of the distribution called so."""
    found = [p for p in known.plugins if name in (p.name, p.distribution.partition(" ")[0])]
    if not found:
        names = {n for p in known.plugins for n in (p.name, p.distribution.partition(" ")[0])}
        raise UnknownName.among("plugin or distribution", name, names)
    return found


def _enabled_by(known: Registry, playbook: str) -> frozenset[str]:
    if not playbook:
        return frozenset()
    from medsales_core.playbook.load import enabled_plugins

    return enabled_plugins(place_of(playbook), registry=known)


def _state(known: Registry, plugin: FoundPlugin, enabled: frozenset[str]) -> str:
    if plugin.problem is not None:
        return "broken"
    if not known.is_enabled(plugin):
        return "disabled"
    return "enabled" if plugin.name in enabled else "installed"


def _as_data(plugin: FoundPlugin, state: str) -> dict[str, Any]:
    manifest = plugin.manifest
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "state": state,
        "problem": _problem_as_data(plugin.problem) if plugin.problem else None,
        "title": dict(manifest.title) if manifest else {},
        "requires-core": manifest.requires_core if manifest else None,
        "provides": {kind: ids for kind, ids in manifest.provides.items() if ids} if manifest else {},
        "layers": manifest.layers if manifest else (),
        "settings": {s.name: s.type for s in manifest.settings.values()} if manifest else {},
        "before": manifest.before if manifest else (),
        "after": manifest.after if manifest else (),
    }


def _problem_as_data(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "cause": problem.cause, "hint": problem.hint}


def _print(plugin: FoundPlugin, state: LangText, action: str, lang: str) -> None:
    title = plugin.manifest.title.pick(lang) if plugin.manifest else ""
    say(f"{plugin.name:16} {state.pick(lang):10} {plugin.distribution:28} {title}".rstrip())
    if plugin.manifest and action != "order":
        for label, words in _provided(plugin.manifest):
            say(f"{'':16}   {label}: {', '.join(words)}")
    if plugin.manifest and action == "show":
        for line in _details(plugin.manifest, lang):
            say(f"{'':16}   {line}")
    if plugin.manifest and action == "order":
        for word, names in (("before", plugin.manifest.before), ("after", plugin.manifest.after)):
            if names:
                say(f"{'':16}   {word}: {', '.join(names)}")
    if plugin.problem:
        _print_problem(plugin.problem, lang, indent=19)


def _print_problem(problem: Problem, lang: str, *, indent: int = 2) -> None:
    say(f"{'':{indent}}{CODES[problem.code].pick(lang)} [{problem.code}]: {problem.cause}")
    if problem.hint:
        say(f"{'':{indent}}→ {problem.hint}")


def _provided(manifest: Manifest) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((kind, ids) for kind, ids in manifest.provides.items() if ids)
    if manifest.layers:
        yield "layers", manifest.layers


def _details(manifest: Manifest, lang: str) -> Iterator[str]:
    yield f"requires-core: {manifest.requires_core}"
    if manifest.hooks:
        yield f"hooks: {manifest.hooks}"
    for word, names in (("before", manifest.before), ("after", manifest.after)):
        if names:
            yield f"{word}: {', '.join(names)}"
    for setting in manifest.settings.values():
        given = (
            text("must be given", "必填")
            if setting.default is None
            else text(f"{setting.default} by default", f"默认{setting.default}")
        )
        kind = TYPES[setting.type].pick(lang)
        yield f"{setting.name}: {kind}, {given.pick(lang)}. {setting.label.pick(lang)}"


def _check(known: Registry, name: str, lang: str, *, json: bool) -> int:
    from medsales_core.cli.plugin_check import Defect, check_plugin

    if name.endswith(".whl"):
        found = look_into_wheel(Path(name), __version__)
        defects = {p.name: [Defect.of(p.problem)] if p.problem else [] for p in found}
    else:
        found = tuple(_named(known, name))
        defects = {plugin.name: check_plugin(known, plugin) for plugin in found}
    if json:
        print_json([{"plugin": n, "defects": [d.as_dict() for d in told]} for n, told in defects.items()])
    else:
        for plugin in found:
            _print_defects(plugin, defects[plugin.name], lang)
    return FOUND if any(not defect.is_note for told in defects.values() for defect in told) else OK


def _print_defects(plugin: FoundPlugin, defects: "list[Defect]", lang: str) -> None:
    count = sum(not defect.is_note for defect in defects)
    verdict = text(f"{count} defect(s)", f"{count}项缺陷") if count else text("no defect found", "未发现缺陷")
    say(f"{plugin.name} ({plugin.distribution}): {verdict.pick(lang)}")
    for defect in defects:
        say(f"  {defect.title.pick(lang)} [{defect.code}]: {defect.told}")
        if defect.hint:
            say(f"  → {defect.hint}")
