"""Conformance kits: subclass one in your tests, and it says whether your plugin keeps its promises."""
