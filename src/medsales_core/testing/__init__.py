"""Conformance kits: subclass one in your tests, and it says whether your plugin keeps its promises.

Nothing here is imported by the library itself; it wants the extra ``testing``.
"""

import pytest

# Before they are imported: then their asserts show what was found, as those of a test file do.
pytest.register_assert_rewrite(
    "medsales_core.testing.store_kit",
    "medsales_core.testing.store_machine",
    "medsales_core.testing.store_rules",
    "medsales_core.testing.workflow_machine",
)
