"""Checking a plugin: everything that can be found out without a conformance kit."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from medsales_core.playbook.lint.codes import CODES as DIAGNOSTICS
from medsales_core.playbook.load import REFERENCE, check_playbook
from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.discovery import FoundPlugin
from medsales_core.plugins.hooks import Hooks
from medsales_core.plugins.kind import KINDS
from medsales_core.plugins.problem import CODES, Problem, Unusable
from medsales_core.plugins.registry import Registry
from medsales_core.text import LANGUAGES, LangText, text

__all__ = ["Defect", "check_plugin"]

_NO_TITLE = text("a title is missing in a language", "缺少某种语言的标题")


@attrs.frozen(kw_only=True)
class Defect:
    """What is wrong with a plugin: its code, what that means, what was found, what would mend it.

    A note is no defect: it tells what could not be looked at.
    """

    code: str
    title: LangText
    told: str
    hint: str = ""
    is_note: bool = False

    @classmethod
    def of(cls, problem: Problem) -> "Defect":
        return cls(code=problem.code, title=CODES[problem.code], told=problem.cause, hint=problem.hint)

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "told": self.told, "hint": self.hint, "note": self.is_note}


def check_plugin(registry: Registry, plugin: FoundPlugin) -> list[Defect]:
    """Every defect of *plugin*: it is imported, each of its hooks is called, its layers are read and linted."""
    if plugin.problem is not None:
        return [Defect.of(plugin.problem)]
    return [*_hooks(plugin), *_layers(registry, plugin)]


def _hooks(plugin: FoundPlugin) -> Iterator[Defect]:
    assert plugin.manifest is not None
    if not plugin.manifest.hooks:
        return
    lacking = [name for name, setting in plugin.manifest.settings.items() if setting.default is None]
    try:
        hooks = Hooks.load(plugin.manifest)
    except Unusable as problem:
        yield Defect.of(problem.of(plugin.name, plugin.distribution))
        return
    if lacking:
        yield Defect(
            code="needs-settings",
            title=CODES["needs-settings"],
            told=f"its hooks were not called, since only a playbook gives {', '.join(lacking)}",
            hint=f"load a playbook with [plugins.{plugin.name}]",
            is_note=True,
        )
        return
    settings = {name: setting.default for name, setting in plugin.manifest.settings.items()}
    for kind in KINDS.values():
        try:
            items = hooks.ask(kind, PluginContext(name=plugin.name, settings=settings))
        except Unusable as problem:
            yield Defect.of(problem.of(plugin.name, plugin.distribution))
            continue
        for item in items:
            missing = [tag for tag in LANGUAGES if not getattr(item, "title", {}).get(tag)]
            if missing:
                told = f"{kind.name} {kind.id_of(item)!r} has no title in {', '.join(missing)}"
                yield Defect(code="missing-language", title=_NO_TITLE, told=told, hint="title = text(en, zh)")


def _layers(registry: Registry, plugin: FoundPlugin) -> Iterator[Defect]:
    """What the linter says of the reference with the plugin's layers over it, as far as it is about them."""
    assert plugin.manifest is not None
    if not plugin.manifest.layers:
        return
    with TemporaryDirectory(prefix="medsales-") as folder:
        path = Path(folder, "tried.toml")
        path.write_text(f'extends = "{REFERENCE}"\n[plugins.{plugin.name}]\n', "utf-8")
        _, diagnostics = check_playbook(path, registry=registry)
    for diagnostic in diagnostics:
        if diagnostic.file.startswith(f"{plugin.name}:"):
            yield Defect(
                code=diagnostic.code,
                title=DIAGNOSTICS[diagnostic.code].title,
                told=f"{diagnostic.where}: {diagnostic.message}",
                hint=diagnostic.hint,
            )
