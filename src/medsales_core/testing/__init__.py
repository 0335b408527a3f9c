"""Conformance kits: subclass one in your tests, and it says whether your plugin keeps its promises.

Nothing here is imported by the library itself but `driving`, when `medsales fuzz --engine machine` asks for it; it wants the extra ``testing``.
"""

import pytest

# Before they are imported: then their asserts show what was found, as those of a test file do.
pytest.register_assert_rewrite(
    *(
        f"medsales_core.testing.{module}"
        for module in (
            "calendar_kit",
            "check_kit",
            "conduct",
            "format_kit",
            "importer_kit",
            "observer_kit",
            "plugin_kit",
            "report_kit",
            "score_kit",
            "stage_pack_kit",
            "store_kit",
            "store_machine",
            "store_rules",
            "workflow_machine",
        )
    )
)
