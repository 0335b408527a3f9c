"""What a plugin gives the command line: a word after ``medsales``."""

from collections.abc import Callable, Sequence

import attrs

from medsales_core.text import LangText

__all__ = ["CliCommand"]


@attrs.frozen(kw_only=True)
class CliCommand:
    """A command of a plugin. It reads its own arguments, with whatever it likes to read them with.

    ::

        def run(arguments):
            parser = argparse.ArgumentParser(prog="medsales notices")
            parser.add_argument("--since", type=dt.date.fromisoformat)
            chosen = parser.parse_args(arguments)
            ...
            return 0


        CliCommand(name="notices", title=text("List tender notices", "列出招标公告"), run=run)

    Args:
        name: The word; a command of the library's own cannot be replaced.

        title: What it does, for the list of commands.

        run: Given the words after its name, does it and returns the exit code: 0 done, 1 something was found,
            2 not done. A `medsales_core.errors.MedsalesError` that it raises is told like any other.
    """

    name: str
    title: LangText
    run: Callable[[Sequence[str]], int]
