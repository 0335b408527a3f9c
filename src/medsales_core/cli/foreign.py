"""Commands that plugins bring: a word after ``medsales`` that the library does not know itself."""

from collections.abc import Sequence

from medsales_core.cli.common import registry
from medsales_core.errors import MedsalesError, PluginError

__all__ = ["foreign_commands", "run_foreign"]


def foreign_commands() -> list[str]:
    """The commands that plugins announce, each with its plugin; none of them is imported."""
    return [f"{name} ({m.name})" for m in registry().manifests for name in m.provides["command"]]


def run_foreign(name: str, arguments: Sequence[str]) -> int | None:
    """Run the command *name* of a plugin and give its exit code; None where no plugin has one.

    Raises:
        PluginError: The command failed, or its plugin cannot be used.
    """
    plugins = registry()
    homes = [m.name for m in plugins.manifests if name in m.provides["command"]]
    if not homes:
        return None
    command = plugins.commands.get(name)
    if command is None:
        raise PluginError("\n".join(str(p) for p in plugins.problems if p.plugin in homes))
    try:
        return command.run(arguments)
    except MedsalesError:
        raise
    except Exception as problem:
        told = f"command {name!r} of plugin {homes[0]!r} failed: {type(problem).__name__}: {problem}"
        raise PluginError(told) from problem
