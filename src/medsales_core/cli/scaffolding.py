"""``medsales new-plugin``."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import Lang
from medsales_core.cli.exits import OK
from medsales_core.cli.output import say
from medsales_core.scaffold import new_plugin as write_plugin
from medsales_core.text import text

__all__ = ["new_plugin"]


def new_plugin(
    kind: str,
    name: str,
    /,
    *,
    out: Annotated[Path, Parameter(help="The folder to make it in.")] = Path(),
    lang: Lang = "en",
) -> int:
    """Write a new plugin that installs, passes its conformance kit and type-checks as it is.

    Example: `medsales new-plugin stage-pack tender`

    Parameters
    ----------
    kind
        `stage-pack`, `check`, `score`, `store`, `report`, `format`, `importer`, `calendar`, `observer` or `command`.
    name
        Its name: small letters, digits and hyphens. The distribution is `medsales-NAME`.
    """
    written = write_plugin(kind, name, out)
    for path in written:
        say(str(path))
    say("")
    home = out / f"medsales-{name}"
    say(text("To see that it keeps its promises:", "验证插件是否符合约定：").pick(lang))
    say(f"  cd {home}")
    say("  python -m pip install -e '.[testing]'")
    say("  python -m pytest")
    return OK
