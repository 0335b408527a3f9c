"""Hooks for what goes in and out: importers, stores, and commands of the command line."""

from collections.abc import Iterable

from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.hookspecs.marker import hookspec
from medsales_core.ports.command import CliCommand
from medsales_core.ports.importer import Importer
from medsales_core.ports.store import StoreProvider

__all__ = ["medsales_commands", "medsales_importers", "medsales_stores"]


@hookspec
def medsales_importers(context: PluginContext) -> Iterable[Importer]:
    """Provide importers, which read deals out of the files of another system.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Importers, whose ids begin with the plugin's name.

    Called:
        Once for each registry, when a file is first imported through one.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it.

    Example::

        from medsales_core.model import Deal
        from medsales_core.plugins import hookimpl
        from medsales_core.ports.importer import Importer, RejectedRow, RowRead, StageEntered
        from medsales_core.text import text

        NO_STAGE = text("the line names no stage", "该行未写明阶段")


        class Plain(Importer):
            \"""One deal a line: its number, a semicolon, and its stage.\"""

            id = "acme.plain"
            title = text("Plain lists", "简单列表")
            suffixes = (".lst",)

            def read(self, source, processes):
                for line, row in enumerate(source.read_text("utf-8").splitlines(), start=1):
                    deal, semicolon, stage = row.partition(";")
                    if semicolon and deal:
                        yield RowRead(line=line, deal=Deal(id=deal), stages=(StageEntered(stage=stage),))
                    else:
                        yield RejectedRow(line=line, code="no-stage", reason=NO_STAGE, row=(row,))


        @hookimpl
        def medsales_importers():
            return [Plain()]
    """
    return ()


@hookspec
def medsales_stores(context: PluginContext) -> Iterable[StoreProvider]:
    """Provide stores, each for a URL scheme and for file suffixes.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Providers, by schemes of their own.

    Called:
        Once for each registry, when a desk is first opened on a path or URL.

    Order:
        Of two providers for the same suffix, the one whose plugin stands first opens the file. A scheme
        that two plugins provide is used by neither, unless one of them is the library.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.store import StoreProvider
        from medsales_core.text import text
        from medsales_sqlite import SqliteStore


        @hookimpl
        def medsales_stores():
            title = text("SQLite file", "SQLite文件")
            return [StoreProvider(scheme="sqlite", suffixes=(".db",), title=title, open=SqliteStore.open)]
    """
    return ()


@hookspec
def medsales_commands(context: PluginContext) -> Iterable[CliCommand]:
    """Provide commands, each a word after ``medsales``.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Commands, by names of their own.

    Called:
        Once for each registry, when a word is given that is no command of the library, and the manifest
        promises it.

    Order:
        Does not matter: a name that two plugins provide is used by neither, and the library's own always
        count first.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.command import CliCommand
        from medsales_core.text import text


        def greet(arguments):
            print("hello,", *arguments)
            return 0


        @hookimpl
        def medsales_commands():
            return [CliCommand(name="greet", title=text("Say hello", "问候"), run=greet)]
    """
    return ()
