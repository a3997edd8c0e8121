"""An authority with much to read, and the validator of PDFs as the tests of attestations have it."""

import pytest

from tests.attestations.conftest import verapdf
from tests.review.desks import Desk

__all__ = ["verapdf"]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
