import pytest

from tests.review.desks import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
