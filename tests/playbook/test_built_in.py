"""The playbooks that come with the library: read once a process, and the same for everybody who stands on them."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.playbook.built_in import BUILT_IN
from medsales_core.playbook.difference import differences
from medsales_core.playbook.load import check_playbook, load_playbook
from medsales_core.playbook.origin import as_origin
from medsales_core.playbook.show import as_text, as_toml
from medsales_core.text import LANGUAGES

EXAMPLE = Path(__file__).parents[2] / "examples/05_company_rules/imaging.toml"
CHANGES = """
extends = ["medsales:all"]
remove  = ["stage.needs-discovery.exit.need-patient-needs", "standard.pricing", "role.nobody", "calendar"]
id      = "changed"

[threshold.margin-floor]
value        = 0.32
illustrative = false

[stage.needs-discovery]
label = { en = "Needs", zh-Hans = "需求" }

[stage.needs-discovery.exit.need-of-ours]
label   = { en = "Ours", zh-Hans = "我们的" }
source  = "I"
require = { "deal.nmae" = "filled" }
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_playbook_is_read_once_a_process(name: str) -> None:
    assert BUILT_IN[name]() is BUILT_IN[name]()


def test_nothing_that_is_done_with_a_playbook_changes_the_files_that_all_share(
    write_playbook: Callable[..., Path],
) -> None:
    before = {name: copy.deepcopy([file.data for file in BUILT_IN[name]()]) for name in BUILT_IN}
    playbooks = [load_playbook(name) for name in ("medsales:all", EXAMPLE, *BUILT_IN)]
    refused, found = check_playbook(write_playbook(CHANGES))
    assert refused is None
    assert found
    for playbook in playbooks:
        as_toml(playbook)
        as_origin(playbook.layers)
        differences(playbooks[0], playbook)
        for language in LANGUAGES:
            as_text(playbook, language)
    assert before == {name: [file.data for file in BUILT_IN[name]()] for name in BUILT_IN}
