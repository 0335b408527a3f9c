"""No kind of plugin is without a kit, and no kit without its row on the page and its proof."""

from pathlib import Path

import medsales_core.testing
from medsales_core.plugins.kind import KINDS

ROOT = Path(__file__).parents[2]
KITS = sorted(path.stem for path in Path(medsales_core.testing.__file__).parent.glob("*_kit.py"))


def test_every_kind_has_a_kit() -> None:
    # A command is a function with a name: what it does is for its own tests to say.
    assert {f"{kind}_kit" for kind in KINDS} - {"command_kit"} <= set(KITS)
    assert {"plugin_kit", "stage_pack_kit"} <= set(KITS)


def test_every_kit_is_on_its_page() -> None:
    page = (ROOT / "docs/reference/kits.md").read_text("utf-8")
    assert [kit for kit in KITS if f"| `medsales_core.testing.{kit}." not in page] == []


def test_every_kit_is_proved() -> None:
    here = Path(__file__).parent
    assert [kit for kit in KITS if not (here / f"test_{kit}.py").is_file()] == []
