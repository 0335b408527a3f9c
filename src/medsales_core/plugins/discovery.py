"""Finding installed plugins without importing any of them."""

from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

import attrs

from medsales_core.errors import ConfigError, PluginError
from medsales_core.plugins.manifest import MANIFEST_FILE, Manifest, fits, read_manifest

__all__ = ["GROUP", "FoundPlugin", "find_plugins"]

#: The entry point group that plugins announce themselves in.
GROUP: Final = "medsales.plugins"
#: The name of what comes with the library.
BUILTIN: Final = "builtin"


@attrs.frozen(kw_only=True)
class FoundPlugin:
    """A plugin that is installed: found, and nothing more.

    Args:
        name: Its name, from its entry point.

        distribution: The distribution it came in, with its version.

        manifest: What it says of itself, None where that cannot be told.

        problem: Why it cannot be used, empty if it can.
    """

    name: str
    distribution: str
    manifest: Manifest | None = None
    problem: str = ""


def find_plugins(core_version: str) -> tuple[FoundPlugin, ...]:
    """Every installed plugin by name, the builtin one first; a broken one is found with its problem."""
    found = [_inspect(BUILTIN, "medsales_core.builtin", f"medsales-core {core_version}", core_version)]
    found += sorted(_installed(core_version), key=lambda plugin: (plugin.name, plugin.distribution))
    return tuple(_clashes_named(found))


def _installed(core_version: str) -> Iterator[FoundPlugin]:
    for point in entry_points(group=GROUP):
        yield _inspect(point.name, point.value, _distribution(point), core_version)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown distribution"


def _inspect(name: str, package: str, distribution: str, core_version: str) -> FoundPlugin:
    try:
        manifest = read_manifest(_manifest_path(package))
    except (ConfigError, PluginError) as problem:
        return FoundPlugin(name=name, distribution=distribution, problem=str(problem))
    trouble = ""
    if manifest.name != name:
        trouble = f"its manifest calls it {manifest.name!r}, its entry point {name!r}"
    elif not fits(core_version, manifest.requires_core):
        trouble = f"it needs medsales-core {manifest.requires_core}, this is {core_version}"
    return FoundPlugin(name=name, distribution=distribution, manifest=manifest, problem=trouble)


def _manifest_path(package: str) -> Path:
    """Where a package's manifest lies; `find_spec` on a top-level name runs none of its code."""
    parts = package.split(".")
    spec = PathFinder.find_spec(parts[0])
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    for place in places:
        path = Path(place, *parts[1:], MANIFEST_FILE)
        if path.is_file():
            return path
    raise PluginError(
        f"package {package!r} holds no {MANIFEST_FILE}" if places else f"there is no package {package!r}",
        hint=f"put {MANIFEST_FILE} into the package, and see that the wheel carries it",
    )


def _clashes_named(found: list[FoundPlugin]) -> Iterator[FoundPlugin]:
    homes: dict[str, list[str]] = {}
    for plugin in found:
        homes.setdefault(plugin.name, []).append(plugin.distribution)
    for number, plugin in enumerate(found):
        if plugin.name == BUILTIN:
            # Ours is the first; whoever else takes the name is the only problem.
            yield (
                plugin
                if number == 0
                else attrs.evolve(plugin, problem=f"the name {BUILTIN!r} is taken by the library")
            )
        elif len(homes[plugin.name]) > 1:
            yield attrs.evolve(
                plugin, problem=f"{plugin.name!r} is provided by {' and '.join(homes[plugin.name])}"
            )
        else:
            yield plugin
