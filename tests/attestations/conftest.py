"""One Java process for all files that are validated."""

from collections.abc import Iterator

import pytest

from tests.attestations.verapdf import Validator, validator


@pytest.fixture(scope="session")
def verapdf() -> Iterator[Validator]:
    with validator() as running:
        yield running
