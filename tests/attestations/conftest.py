"""One Java process for all files that are validated, and a time-stamping service for a module."""

import asyncio
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


@pytest.fixture(autouse=True)
def _without_the_loop_of_a_browser() -> Iterator[None]:
    """Playwright leaves its event loop running in the thread of the journeys, which may have come before in
    this process; pyHanko starts one of its own, and there can be only one."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
