"""A JSON Schema for playbook files, by which editors complete, explain and check while one writes."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from medsales_core.playbook.built_in import BUILT_IN
from medsales_core.playbook.load import core_schema
from medsales_core.playbook.schema.conditions import condition_definitions
from medsales_core.playbook.schema.entries import definitions, demanded
from medsales_core.playbook.schema.parts import DIALECT, Part, lang_text, listed, ref, table, tables, texts
from medsales_core.playbook.schema.plugins import plugin_tables
from medsales_core.rules.check import NamedCheck

if TYPE_CHECKING:
    from medsales_core.plugins.manifest import Manifest

__all__ = ["playbook_schema", "root_keys"]

_VERSION: Final = 1


def playbook_schema(checks: Iterable[NamedCheck] = (), plugins: "Iterable[Manifest]" = ()) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a playbook file, whole or a layer.

    Dates are taken as texts, as editors hand them over. What needs more than one file to know, such as
    whether a stage exists, is left to ``medsales check``.

    Args:
        checks: The plugin checks that requirements may call; without any, every name is let through.

        plugins: The plugins that may be enabled; without any, every name is let through.
    """
    keys = root_keys() | {"plugins": plugin_tables(plugins)}
    return {
        "$schema": DIALECT,
        "title": "A medsales playbook: stages, requirements, transitions, thresholds",
        **table(keys, description="A playbook, or a layer over another playbook"),
        "if": {"required": ["extends"]},
        # A layer says only what differs; a playbook that stands alone says everything.
        "else": demanded(),
        "$defs": {
            "texts": texts(),
            "languages": lang_text(),
            **definitions(),
            **condition_definitions(core_schema(), _by_id(checks)),
        },
    }


def _by_id(checks: Iterable[NamedCheck]) -> Mapping[str, NamedCheck]:
    return {check.id: check for check in checks}


def root_keys() -> dict[str, Part]:
    """The keys of a playbook at its top, in their usual order."""
    return {
        "extends": {
            **texts(),
            "description": "What this one is a layer over: a file beside it or a name; of several the last wins",
            "examples": list(BUILT_IN),
        },
        "schema": {
            "type": "integer",
            "maximum": _VERSION,
            "description": "The version of this notation",
            "examples": [_VERSION],
        },
        "id": {"type": "string", "description": "Stable ASCII id of the playbook"},
        "version": {"type": "string", "description": "Its version, as its authors count"},
        "languages": ref("texts", "The languages that everything in it speaks, as BCP 47 tags"),
        "title": ref("languages", "Its name, in every language"),
        "remove": listed(
            {"type": "string"}, "What the layer takes out of its base, for example stage.ID.exit.ID"
        ),
        "calendar": {
            "type": "string",
            "description": "The calendar that its work days are counted by: weekdays, or one of a plugin",
            "default": "weekdays",
        },
        "plugins": plugin_tables(),
        "role": tables("role", "Who acts, by id"),
        "process": tables("process", "What one kind of subject runs through, by id"),
        "stage": tables("stage", "The stages of all processes, by id"),
        "transition": tables("transition", "The ways between stages and out of a process, by id"),
        "threshold": tables("threshold", "Numbers that requirements read, by id"),
        "training": tables("training", "The cells of the training matrix, by id"),
        "always": tables("promise", "What holds whenever a move is granted: to be proved or refuted, by id"),
        "never": tables("promise", "What never holds when a move is granted: to be proved or refuted, by id"),
        "standard": tables("standard", "Titled sets of requirements over any subject, by id"),
    }
