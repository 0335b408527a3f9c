"""Finding installed plugins without importing any of them."""

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import attrs

from medsales_core.config import Document, read_toml
from medsales_core.errors import ConfigError
from medsales_core.plugins.manifest import BUILTIN, MANIFEST_FILE, Manifest, read_manifest
from medsales_core.plugins.order import circles, in_order
from medsales_core.plugins.problem import Problem, Unusable

__all__ = ["GROUP", "FoundPlugin", "find_plugins", "inspect_home"]

#: The entry point group that plugins announce themselves in.
GROUP: Final = "medsales.plugins"


@attrs.frozen(kw_only=True)
class FoundPlugin:
    """A plugin that is installed: found, and nothing more.

    Args:
        name: Its name, from its entry point.

        distribution: The distribution it came in, with its version.

        manifest: What it says of itself, None where that cannot be told.

        home: The folder of its package, None where there is none.

        problem: Why it cannot be used, None if it can.
    """

    name: str
    distribution: str
    manifest: Manifest | None = None
    home: Path | None = attrs.field(default=None, repr=False)
    problem: Problem | None = None

    def with_problem(self, code: str, cause: str, *, hint: str = "") -> "FoundPlugin":
        """The same plugin, not to be used; what was wrong with it already stays."""
        problem = Unusable(code, cause, hint=hint).of(self.name, self.distribution)
        return attrs.evolve(self, problem=self.problem or problem)

    def read_layers(self) -> tuple[Document, ...]:
        """The layers that it brings, lowest first.

        Raises:
            ConfigError: One is not there, or is not TOML.
        """
        assert self.manifest is not None
        assert self.home is not None
        return tuple(
            read_toml(_bytes(self.home / file, f"{self.name}:{file}"), name=f"{self.name}:{file}")
            for file in self.manifest.layers
        )


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ConfigError(f"{name}: cannot be read: {problem.strerror or problem}") from problem


def find_plugins(core_version: str) -> tuple[FoundPlugin, ...]:
    """Every installed plugin in its order, the builtin one first; a broken one is found with its problem."""
    found = [_inspect(BUILTIN, "medsales_core.builtin", f"medsales-core {core_version}", core_version)]
    found += _installed(core_version)
    return _ordered(list(_clashes_named(found)))


def _installed(core_version: str) -> Iterator[FoundPlugin]:
    for point in entry_points(group=GROUP):
        yield _inspect(point.name, point.value, _distribution(point), core_version)


def _distribution(point: EntryPoint) -> str:
    """Name and version of a distribution: its metadata are long, and only their first lines are wanted."""
    if point.dist is None:
        return "an unknown distribution"
    said: dict[str, str] = {}
    for line in (point.dist.read_text("METADATA") or point.dist.read_text("PKG-INFO") or "").splitlines():
        key, _, value = line.partition(":")
        if not line.strip() or {"Name", "Version"} <= said.keys():
            break
        said.setdefault(key, value.strip())
    return f"{said.get('Name', 'unknown')} {said.get('Version', 'unknown')}"


def _inspect(name: str, package: str, distribution: str, core_version: str) -> FoundPlugin:
    try:
        homes = _homes(package)
    except Unusable as problem:
        return FoundPlugin(name=name, distribution=distribution, problem=problem.of(name, distribution))
    return inspect_home(name, package, homes, distribution, core_version)


def inspect_home(
    name: str, package: str, homes: Iterable[Path], distribution: str, core_version: str
) -> FoundPlugin:
    """The plugin *name* whose *package* lies in one of the folders *homes*."""
    bare = FoundPlugin(name=name, distribution=distribution)
    try:
        home = _with_manifest(package, homes)
        manifest = read_manifest(home / MANIFEST_FILE, core_version)
    except Unusable as problem:
        return attrs.evolve(bare, problem=problem.of(name, distribution))
    except ConfigError as problem:
        return bare.with_problem("bad-manifest", _told(problem))
    plugin = attrs.evolve(bare, manifest=manifest, home=home)
    if manifest.name != name:
        cause = f"its manifest calls it {manifest.name!r}, its entry point {name!r}"
        return plugin.with_problem("name-differs", cause, hint="give both the same name")
    for file in manifest.layers:
        if not (home / file).is_file():
            cause = f"its manifest names layer {file!r}, and there is no such file beside it"
            return plugin.with_problem("missing-layer", cause, hint="see that the wheel carries it")
    return plugin


def _told(problem: ConfigError) -> str:
    """Every defect in one sentence, the reader's own heading left out where there are some."""
    return "; ".join(map(str, problem.diagnostics)) or problem.message


def _homes(package: str) -> list[Path]:
    """The folders where the package may lie; nothing of it is run.

    `find_spec` on a top-level name asks every finder, those of editable installations too, and imports nothing.
    """
    top, *below = package.split(".")
    if not all(part.isidentifier() for part in (top, *below)):
        raise Unusable(
            "bad-entry-point",
            f"its entry point is {package!r}",
            hint="it names the package that holds medsales.toml, and nothing in it",
        )
    try:
        spec = find_spec(top)
    except Exception as problem:
        # A finder that some other distribution brought may fail in any way.
        raise Unusable("bad-entry-point", f"looking for package {top!r} failed: {problem!r}") from problem
    if spec is None:
        raise Unusable("bad-entry-point", f"there is no package {top!r}", hint="reinstall the distribution")
    return [Path(place, *below) for place in spec.submodule_search_locations or ()]


def _with_manifest(package: str, homes: Iterable[Path]) -> Path:
    for home in homes:
        if (home / MANIFEST_FILE).is_file():
            return home
    top = package.partition(".")[0]
    raise Unusable(
        "no-manifest",
        f"package {package!r} holds no {MANIFEST_FILE}",
        hint=f"put {MANIFEST_FILE} into the package, and see that the wheel carries it; for setuptools: "
        f'[tool.setuptools.package-data] {top} = ["*.toml"]',
    )


def _clashes_named(found: list[FoundPlugin]) -> Iterator[FoundPlugin]:
    homes: dict[str, list[str]] = {}
    for plugin in found:
        homes.setdefault(plugin.name, []).append(plugin.distribution)
    for number, plugin in enumerate(found):
        if plugin.name == BUILTIN and number:
            # Ours is the first; whoever else takes the name is the only problem.
            yield plugin.with_problem("name-taken", f"the name {BUILTIN!r} is taken by the library")
        elif len(homes[plugin.name]) > 1 and plugin.name != BUILTIN:
            told = f"{plugin.name!r} is provided by {' and '.join(sorted(homes[plugin.name]))}"
            yield plugin.with_problem("name-clash", told, hint="uninstall one of them")
        else:
            yield plugin


def _ordered(found: list[FoundPlugin]) -> tuple[FoundPlugin, ...]:
    """*found* as their manifests want it; those that want a circle are put out of use, and stand by name."""
    after = _wanted(found)
    for circle in circles(after):
        told = f"it stands in a circle: {' before '.join([*circle, circle[0]])}"
        hint = "take one 'before' or 'after' out of a manifest"
        found = [p.with_problem("order-circle", told, hint=hint) if p.name in circle else p for p in found]
        after.update((name, {BUILTIN}) for name in circle)
    places = {name: number for number, name in enumerate(in_order(after))}
    return tuple(
        sorted(
            found, key=lambda plugin: (places[plugin.name], plugin.problem is not None, plugin.distribution)
        )
    )


def _wanted(found: Iterable[FoundPlugin]) -> dict[str, set[str]]:
    """For each name the names that it stands behind: everything behind what comes with the library."""
    after: dict[str, set[str]] = {plugin.name: {BUILTIN} - {plugin.name} for plugin in found}
    for plugin in found:
        if plugin.manifest is None or plugin.name == BUILTIN:
            continue
        after[plugin.name] |= {name for name in plugin.manifest.after if name in after}
        for name in plugin.manifest.before:
            if name in after and name != BUILTIN:
                after[name].add(plugin.name)
    return after
