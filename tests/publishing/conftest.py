"""The small record that the tests of this room share."""

import pytest

from dragoman.publishing import DossierInput
from tests.publishing.sample import sample


@pytest.fixture
def record() -> DossierInput:
    """Two reports, five claims, two events, one dispute."""
    return sample()
