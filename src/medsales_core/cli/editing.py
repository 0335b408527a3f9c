"""``medsales schema``, ``medsales fmt`` and ``medsales diff``: for those who write playbooks."""

from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import open_playbook, registry
from medsales_core.cli.exits import OK
from medsales_core.cli.output import print_json

__all__ = ["schema"]


def schema(
    kind: Literal["playbook", "mapping"] = "playbook",
    /,
    *,
    playbook: Annotated[
        str, Parameter(name="--playbook", help="For a mapping: the playbook whose stages it may name.")
    ] = "",
) -> int:
    """Print the JSON Schema of playbooks or mappings, by which an editor completes and explains.

    Example: `medsales schema playbook > playbook.schema.json`

    Example: `medsales schema mapping --playbook company.toml > mapping.schema.json`

    An editor with TOML support takes it from the first line of the file:
    `#:schema ./playbook.schema.json`

    Parameters
    ----------
    kind
        What to describe.
    """
    plugins = registry()
    if kind == "playbook":
        from medsales_core.playbook.schema import playbook_schema

        print_json(playbook_schema(plugins.checks.values()))
        return OK
    from medsales_core.importing.schema import mapping_schema

    stages = []
    if playbook:
        processes = open_playbook(playbook, plugins).processes.values()
        stages = [stage.id for process in processes if process.moves == "deal" for stage in process.stages]
    print_json(mapping_schema(stages))
    return OK
