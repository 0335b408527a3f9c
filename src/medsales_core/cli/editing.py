"""``medsales schema``, ``medsales fmt`` and ``medsales diff``: for those who write playbooks."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from medsales_core.cli.common import Json, Lang, open_playbook, registry
from medsales_core.cli.exits import FOUND, OK
from medsales_core.cli.output import print_json, say
from medsales_core.errors import ConfigError, ValueRefused
from medsales_core.text import text

__all__ = ["diff", "fmt", "schema"]


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

        print_json(playbook_schema(plugins.checks.values(), plugins.manifests))
        return OK
    from medsales_core.importing.schema import mapping_schema

    stages = []
    if playbook:
        processes = open_playbook(playbook, plugins).processes.values()
        stages = [stage.id for process in processes if process.moves == "deal" for stage in process.stages]
    print_json(mapping_schema(stages))
    return OK


def fmt(
    playbook: Path,
    /,
    *,
    check: Annotated[
        bool, Parameter(negative="", help="Write nothing; exit with 1 if it would change.")
    ] = False,
    stdout: Annotated[bool, Parameter(negative="", help="Print it and leave the file as it is.")] = False,
    lang: Lang = "en",
) -> int:
    """Give a playbook file its usual form; comments stay, and so does what it means.

    Keys stand in one order, tables one blank line apart. Needs the extra `fmt` (tomlkit).

    Example: `medsales fmt company.toml`

    Example: `medsales fmt company.toml --check`

    Parameters
    ----------
    playbook
        A playbook file.
    """
    from medsales_core.playbook.formatting import formatted, rewrite

    if check and stdout:
        raise ValueRefused("--check and --stdout exclude one another", hint="use one of them")
    try:
        raw = playbook.read_bytes()
        written = formatted(raw, name=str(playbook))
        same = raw.decode("utf-8").replace("\r\n", "\n") == written
        if stdout:
            # As it is, since a terminal's own line ends are not the file's.
            sys.stdout.write(written)
            return OK
        if not same and not check:
            rewrite(playbook, written)
    except OSError as problem:
        raise ConfigError(f"{playbook}: {problem.strerror or problem}") from problem
    told = (
        text("is in its usual form", "格式已规范")
        if same
        else text("would change", "格式需调整")
        if check
        else text("formatted", "已格式化")
    )
    say(f"{playbook}: {told.pick(lang)}")
    return FOUND if check and not same else OK


def diff(before: str, after: str, /, *, json: Json = False, lang: Lang = "en") -> int:
    """Tell what sets two playbooks apart; exit with 1 if anything does.

    Stages, requirements, transitions, thresholds ...: which were added (+), removed (-), changed (~), and how.

    Example: `medsales diff reference company.toml`

    Parameters
    ----------
    before
        A playbook file, or `reference`.
    after
        Another.
    """
    from medsales_core.playbook.difference import differences
    from medsales_core.playbook.difference_text import differences_as_text

    plugins = registry()
    old, new = open_playbook(before, plugins), open_playbook(after, plugins)
    changes = differences(old, new)
    if json:
        print_json(
            {
                "before": {"playbook": old.id, "version": old.version, "hash": old.hash},
                "after": {"playbook": new.id, "version": new.version, "hash": new.hash},
                "changes": [change.as_dict() for change in changes],
            }
        )
    else:
        say(differences_as_text(changes, lang).rstrip("\n"))
    return FOUND if changes else OK
