"""Fails as a plugin does whose own dependency is missing."""

import acme_that_nobody_installed  # noqa: F401
