"""What ``medsales show`` prints: the playbook in each of its forms, and where its lines come from."""

from medsales_core.cli.output import print_json, say
from medsales_core.playbook.drawing import as_svg
from medsales_core.playbook.origin import as_origin, origin_lines
from medsales_core.playbook.playbook import Playbook
from medsales_core.playbook.show import as_mermaid, as_text, as_toml

__all__ = ["drawn", "show_origin"]


def drawn(playbook: Playbook, form: str, language: str) -> str:
    """*playbook* in one of the forms that ``--format`` names."""
    if form == "toml":
        return as_toml(playbook)
    draw = {"text": as_text, "mermaid": as_mermaid, "svg": as_svg}[form]
    return draw(playbook, language)


def show_origin(playbook: Playbook, *, json: bool) -> None:
    """Print the merged playbook, each line with the file and line that says it."""
    if not json:
        say(as_origin(playbook.layers).rstrip("\n"))
        return
    print_json(
        {
            "playbook": playbook.id,
            "layers": [document.name for document in playbook.layers.documents],
            "lines": [
                {
                    "path": line.path,
                    "text": line.text,
                    "value": line.value,
                    "file": line.file,
                    "line": line.line,
                    "column": line.column,
                    "layer": line.layer,
                }
                for line in origin_lines(playbook.layers)
            ],
        }
    )
