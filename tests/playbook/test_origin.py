"""Where each line of a playbook in layers comes from."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from medsales_core.playbook import Playbook, load_playbook
from medsales_core.playbook.origin import OriginLine, as_origin, origin_lines


def line_of(playbook: Playbook, start: str) -> OriginLine:
    """The one line after the header or value that begins with *start*."""
    (found,) = [line for line in origin_lines(playbook.layers) if line.text.startswith(start)]
    return found


@pytest.mark.parametrize("name", ["reference", "company"])
def test_without_the_places_it_is_the_merged_playbook(name: str, request: pytest.FixtureRequest) -> None:
    playbook: Playbook = request.getfixturevalue(name)
    written = "\n".join(line.text for line in origin_lines(playbook.layers))
    assert tomllib.loads(written, parse_float=Decimal) == playbook.layers.data


def test_every_value_stands_where_its_line_says(company: Playbook) -> None:
    texts = {document.name: document.text.split("\n") for document in company.layers.documents}
    for line in origin_lines(company.layers):
        here = texts[line.file][line.line - 1][line.column - 1 :]
        assert str(line.path[-1]) in here.split("=")[0], line


def test_a_layer_takes_over_only_what_it_says(company: Playbook) -> None:
    lines = {line.path: line for line in origin_lines(company.layers)}
    adopted = ("threshold", "margin-floor")
    assert lines[(*adopted, "value")].file.endswith("company.toml")
    assert lines[(*adopted, "value")].layer == len(company.layers.documents) - 1
    assert lines[(*adopted, "unit")].file == "medsales:reference"
    assert lines[(*adopted, "unit")].layer == 0


def test_what_a_layer_removes_is_gone(company: Playbook) -> None:
    assert not [line for line in origin_lines(company.layers) if "mkt-industry-trend-studied" in line.path]


def test_a_text_whose_languages_come_from_two_files_is_told_in_two_lines(
    write_playbook: Callable[..., Path],
) -> None:
    layer = 'extends = "medsales:reference"\n[role.legal]\nlabel.zh-Hans = "法务部"\n'
    playbook = load_playbook(write_playbook(layer, "layer.toml"))
    lines = {line.path: line for line in origin_lines(playbook.layers)}
    assert lines[("role", "legal", "label", "zh-Hans")].where.endswith("layer.toml:3")
    assert lines[("role", "legal", "label", "en")].file == "medsales:reference"
    assert ("role", "legal", "label") not in lines


def test_a_line_in_the_terminal_begins_with_its_place(company: Playbook) -> None:
    shown = as_origin(company.layers).splitlines()
    (adopted,) = [line for line in shown if line.endswith("  value = 0.32")]
    file = company.layers.documents[-1]
    number = 1 + file.text[: file.text.index("value        = 0.32")].count("\n")
    assert adopted.split()[0] == f"{file.name}:{number}"
