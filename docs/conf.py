"""How the documentation is built: `just docs`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from medsales_core import __version__

project = "medsales_core"
author = "The medsales_core founders"
release = version = __version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "from_the_source",
    "gallery",
    "packs",
    "planted",
]
html_theme = "furo"
html_title = f"medsales_core {release}"
exclude_patterns = ["_build"]
# Quotes are often code here.
smartquotes = False
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
# The headings of our hook docstrings beside the usual ones.
napoleon_custom_sections = ["Called", "Order", "Errors"]
napoleon_use_ivar = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
