"""What a playbook means, beyond its form: loops, gates that never open, numbers and names that should not be there."""

from medsales_core.playbook.lint.figures import RULES as FIGURES
from medsales_core.playbook.lint.gates import RULES as GATES
from medsales_core.playbook.lint.graph import RULES as GRAPH
from medsales_core.playbook.lint.meaning import RULES as MEANING
from medsales_core.playbook.lint.periods import RULES as PERIODS
from medsales_core.playbook.lint.ranges import RULES as RANGES
from medsales_core.playbook.lint.rule import Linted, Rule
from medsales_core.playbook.lint.structure import RULES as STRUCTURE
from medsales_core.playbook.lint.ways import RULES as WAYS

__all__ = ["RULES", "Linted", "lint"]

#: Every rule, in the order in which they are tried; what is found is told in the order of the text.
RULES: tuple[Rule, ...] = (*STRUCTURE, *GRAPH, *WAYS, *FIGURES, *PERIODS, *MEANING, *RANGES, *GATES)


def lint(linted: Linted) -> None:
    """Report every defect of meaning; those of form were reported while reading."""
    for rule in RULES:
        rule.apply(linted)
