"""The commands and what they have in common: help, version, errors as messages."""

import sys
from collections.abc import Sequence
from typing import Final

from cyclopts import App
from cyclopts.exceptions import CycloptsError

from medsales_core import __version__
from medsales_core.cli.exits import BAD_INPUT, OK, STOPPED
from medsales_core.cli.output import discard_output, say, speak_as_well_as_may_be, tell_error
from medsales_core.errors import MedsalesError

__all__ = ["app", "run"]

_HELP: Final = """The medical-device sales process and its standards, run from a playbook in TOML.

PLAYBOOK is a file, or the word `reference`. A store is a file such as `deals.db`.

Exit codes: 0 done; 1 done, and something was found (a defect, a refused move); 2 not done (bad input);
130 stopped from the keyboard.
"""

app = App(
    name="medsales",
    help=_HELP,
    version=__version__,
    help_format="markdown",
    suppress_keyboard_interrupt=False,
)

_COMMANDS: Final = {
    "demo": "demo:demo",
    "check": "playbooks:check",
    "show": "playbooks:show",
    "schema": "editing:schema",
    "fmt": "editing:fmt",
    "diff": "editing:diff",
    "import": "importing:import_",
    "explain": "deals:explain",
    "advance": "deals:advance",
    "migrate": "migrating:migrate",
    "audit": "portfolio:audit",
    "judge": "judging:judge",
    "training": "people:training",
    "scorecard": "people:scorecard",
    "score": "portfolio:score",
    "report": "portfolio:report",
    "fuzz": "fuzzing:fuzz",
    "replay": "fuzzing:replay",
    "verify": "verifying:verify",
    "plugins": "plugins:plugins",
    "new-plugin": "scaffolding:new_plugin",
}
for _name, _place in _COMMANDS.items():
    app.command(f"medsales_core.cli.{_place}", name=_name)


def run(arguments: Sequence[str]) -> None:
    """Run one command and exit with its code; whatever is wrong with the input is a message, not a trace."""
    speak_as_well_as_may_be()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except CycloptsError:
        sys.exit(BAD_INPUT)
    except MedsalesError as problem:
        tell_error(problem)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        discard_output()
        sys.stderr.close()
        sys.exit(OK)
    except OSError as problem:
        _tell_of_the_system(problem)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(STOPPED)
    sys.exit(code if isinstance(code, int) else OK)


def _tell_of_the_system(problem: OSError) -> None:
    """A full disk, a folder that nobody may write to: of a file by its name, else of the output itself."""
    discard_output()
    what = problem.filename or "standard output"
    sys.stderr.write(f"error: {what}: {problem.strerror or problem}\n")


def _run(arguments: Sequence[str]) -> object:
    word = arguments[0] if arguments else "--help"
    if not word.startswith("-") and word not in _COMMANDS:
        from medsales_core.cli.foreign import run_foreign

        foreign = run_foreign(word, arguments[1:])
        if foreign is not None:
            return foreign
    if word in ("--help", "-h"):
        # Only the list of all commands needs them all: each tells its own first line.
        for name in _COMMANDS:
            app[name]
    code = app(list(arguments), exit_on_error=False, result_action="return_value")
    if word in ("--help", "-h"):
        from medsales_core.cli.foreign import foreign_commands

        if brought := foreign_commands():
            say(f"Commands of plugins: {', '.join(brought)}")
    return code
