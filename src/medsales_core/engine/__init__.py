"""Decide, then apply: pure functions over a compiled playbook. No clock, no store, no plugin."""
