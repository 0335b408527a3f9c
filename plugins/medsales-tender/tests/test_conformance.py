"""The pack keeps what every stage pack must keep."""

from collections.abc import Iterable
from pathlib import Path

import medsales_tender
from medsales_core.testing.stage_pack_kit import StagePackConformance


class TestTender(StagePackConformance):
    def layers(self) -> Iterable[Path]:
        return [Path(medsales_tender.__file__).with_name("tender.toml")]
