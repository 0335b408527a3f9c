"""The ``medsales`` command. Each command lives in a module of its own and is imported when it is asked for."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; needs the ``cli`` extra."""
    try:
        from medsales_core.cli.app import run
    except ModuleNotFoundError as missing:
        if missing.name not in ("cyclopts", "rich"):
            raise
        sys.stderr.write("medsales needs the cli extra: pip install 'medsales-core[cli]'\n")
        sys.exit(2)
    run(sys.argv[1:])
