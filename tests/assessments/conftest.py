"""A visitor with a fresh assessment."""

import pytest

from tests.visiting import Visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor.begin()
