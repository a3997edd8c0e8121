"""One Java process for all files that are validated, and a time-stamping service for a module."""

from collections.abc import Iterator

import pytest

from tests.attestations.time_stamping import Service, service
from tests.attestations.verapdf import Validator, validator


@pytest.fixture(scope="session")
def verapdf() -> Iterator[Validator]:
    with validator() as running:
        yield running


@pytest.fixture(scope="module")
def here() -> Iterator[Service]:
    with service() as running:
        yield running
