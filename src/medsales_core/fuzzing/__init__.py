"""Fuzzing a process: a model made from a playbook, engines that drive it, invariants that must hold, what was seen.

Neither pytest nor Hypothesis is needed here; the state machine that stands on Hypothesis is in
`medsales_core.testing.workflow_machine`.
"""
