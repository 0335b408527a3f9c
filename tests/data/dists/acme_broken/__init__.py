"""A plugin that is installed, and whose hooks cannot be imported."""
