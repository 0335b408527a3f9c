"""Loading a playbook: read, check everything, compile; or refuse it with every defect named."""

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from medsales_core.config import Diagnostic, Diagnostics, Table
from medsales_core.engine.plan import compile_plan
from medsales_core.errors import ConfigError
from medsales_core.identity import content_hash
from medsales_core.model.facts import ROOTS
from medsales_core.playbook.built_in import BUILT_IN, REFERENCE
from medsales_core.playbook.clauses import Clauses
from medsales_core.playbook.collector import collector_paused
from medsales_core.playbook.definitions import Reader, read_roles
from medsales_core.playbook.enabling import WEEKDAYS, Enabling
from medsales_core.playbook.layers import LAYER_KEYS, Layers, read_layers
from medsales_core.playbook.lint import Linted, lint
from medsales_core.playbook.lint.places import LocatingReader
from medsales_core.playbook.playbook import Playbook
from medsales_core.playbook.promises import read_promises
from medsales_core.playbook.soundness import is_sound
from medsales_core.playbook.strays import report_strays
from medsales_core.playbook.thresholds import read_thresholds
from medsales_core.playbook.training import read_training
from medsales_core.rules.calendar import Calendar
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.judging import Context
from medsales_core.rules.schema import FieldType, Kind, Schema

if TYPE_CHECKING:
    # At run time only where a playbook enables a plugin: scanning what is installed takes its time.
    from medsales_core.plugins.registry import Registry, Settings

__all__ = ["REFERENCE", "check_playbook", "enabled_plugins", "load_playbook", "reference_playbook"]

_SCHEMA_VERSION: Final = 1


def reference_playbook() -> Playbook:
    """The playbook of the source document: eight stages, each sentence of it with its source."""
    return load_playbook(REFERENCE)


def load_playbook(
    source: str | os.PathLike[str],
    *,
    registry: "Registry | None" = None,
    checks: Iterable[NamedCheck] = (),
    calendar: Calendar | None = None,
) -> Playbook:
    """Read a playbook and everything it extends, check it, and compile it.

    Args:
        source: A TOML file, or the name of a built-in playbook: ``medsales:reference``.

        registry: The plugins that it may enable; all that are installed by default.

        checks: Checks of the host's own, which its requirements may call beside those of plugins.

        calendar: The company's work days, in place of the calendar that the playbook names.

    Raises:
        ConfigError: It cannot be used; *diagnostics* of the error holds every defect with its place.
    """
    playbook, diagnostics = check_playbook(source, registry=registry, checks=checks, calendar=calendar)
    if playbook is None:
        errors = [d for d in diagnostics if d.level == "error"]
        raise ConfigError(
            f"{os.fspath(source)}: {len(errors)} defect(s) keep this playbook from being used", errors
        )
    return playbook


@collector_paused()
def check_playbook(
    source: str | os.PathLike[str],
    *,
    registry: "Registry | None" = None,
    checks: Iterable[NamedCheck] = (),
    calendar: Calendar | None = None,
    as_of: dt.date | None = None,
) -> tuple[Playbook | None, tuple[Diagnostic, ...]]:
    """The same, with every defect as data: the playbook, None if it cannot be used, and all diagnostics.

    Args:
        source: A TOML file, or the name of a built-in playbook: ``medsales:reference``.

        registry: The plugins that it may enable; all that are installed by default.

        checks: Checks of the host's own, which its requirements may call beside those of plugins.

        calendar: The company's work days, in place of the calendar that the playbook names.

        as_of: The day on which thresholds must be in force; without one this is not asked.

    Raises:
        ConfigError: A file cannot be read at all, or is not TOML.
    """
    found = Diagnostics()
    enabling = Enabling(found, registry)
    try:
        layers = read_layers(source, found, BUILT_IN, enabling.with_packs)
        layers = attrs.evolve(layers, data=enabling.settled(layers))
        provided, named = enabling.deciding(layers)
        by_id = {**provided, **{check.id: check for check in checks}}
        playbook = _build(layers, found, enabling.settings, by_id, calendar or named, as_of)
    except RecursionError as problem:
        raise ConfigError(f"{os.fspath(source)}: its tables are nested too deeply") from problem
    return playbook, tuple(found)


def enabled_plugins(source: str | os.PathLike[str], *, registry: "Registry | None" = None) -> frozenset[str]:
    """The names of the plugins that a playbook enables and that can be used; none of them is imported.

    Raises:
        ConfigError: A file cannot be read at all, or is not TOML.
    """
    found = Diagnostics()
    enabling = Enabling(found, registry)
    layers = read_layers(source, found, BUILT_IN, enabling.with_packs)
    enabling.settled(layers)
    return frozenset(enabling.settings)


def _build(
    layers: Layers,
    found: Diagnostics,
    plugins: "Mapping[str, Settings]",
    checks: Mapping[str, NamedCheck],
    calendar: Calendar,
    as_of: dt.date | None,
) -> Playbook | None:
    if not is_sound(layers, found):
        return None
    root = Table(layers, (), layers.data, found)
    _schema_version(root)
    for word in ("plugins", *LAYER_KEYS):
        root.raw(word)  # read before; here they are only known
    root.text("calendar", WEEKDAYS)
    languages = root.texts("languages") or ("en", "zh-Hans")
    roles, thresholds = read_roles(root, languages), read_thresholds(root, languages)
    training = read_training(root, roles)
    clauses = Clauses.of(root)
    conditions = LocatingReader(
        layers, found, core_schema(), thresholds, checks, roles=roles, references=clauses
    )
    reader = Reader(conditions, languages, roles, clauses)
    standards = reader.standards(root)
    processes = reader.processes(root, standards)
    promises = read_promises(root, conditions, languages, processes)
    name, version, title = root.text("id"), root.text("version"), root.lang_text("title", languages)
    root.finish()
    lint(
        Linted(
            layers=layers,
            found=found,
            processes=processes,
            standards=standards,
            thresholds=thresholds,
            places=conditions.places,
            as_of=as_of,
        )
    )
    report_strays(layers, found)
    if found.has_errors:
        return None
    requirements = {
        requirement.id: requirement
        for process in processes.values()
        for stage in process.stages
        for _, requirement in stage.criteria()
    }
    for standard in standards.values():
        requirements.update(standard.requirements)
    identity = content_hash(layers.data)
    context = Context(checks, calendar)
    return Playbook(
        id=name,
        version=version,
        title=title,
        languages=languages,
        processes=processes,
        standards=standards,
        requirements=requirements,
        thresholds=thresholds,
        training=training,
        promises=promises,
        roles=roles,
        plugins=plugins,
        hash=identity,
        warnings=tuple(found),
        layers=layers,
        plan=compile_plan(identity, processes.values(), requirements.values(), context),
    )


def _schema_version(root: Table) -> None:
    version = root.integer("schema")
    if version > _SCHEMA_VERSION:
        root.error(
            "schema", "newer-schema", f"schema {version} is newer than this library reads ({_SCHEMA_VERSION})",
            hint="upgrade medsales-core",
        )  # fmt: skip


@cache
def core_schema() -> Schema:
    """What the core's own entities let requirements ask for."""
    return Schema(
        {
            name: FieldType(kind=Kind.RECORD, type=root.entity, many=root.many, label=root.label)
            for name, root in ROOTS.items()
        }
    )
