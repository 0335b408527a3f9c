"""The reference as a model, made once."""

import pytest

from medsales_core.fuzzing.model import Model
from medsales_core.playbook import Playbook


@pytest.fixture(scope="session")
def model(reference: Playbook) -> Model:
    return Model(reference)
