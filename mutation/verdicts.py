"""Which survivors were found to be equivalent, by whom they are known from run to run, and why."""

import tomllib
from pathlib import Path

__all__ = ["read_verdicts"]


def read_verdicts(path: Path) -> dict[str, str]:
    """Why each mutant of *path* is no fault that a test could notice, by its id."""
    if not path.exists():
        return {}
    verdicts = tomllib.loads(path.read_text("utf-8")).get("equivalent", [])
    return {mutant: verdict["why"] for verdict in verdicts for mutant in verdict["mutants"]}
