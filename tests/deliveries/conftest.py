from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.deliveries import sink
from tests.deliveries.sink import Sink


@pytest.fixture(autouse=True)
def _outbox(settings: Settings, tmp_path: Path) -> None:
    """As the site has it; in tests, Django puts another backend in its place."""
    settings.EMAIL_BACKEND = "compliance.deliveries.backend.OutboxBackend"
    settings.EMAIL_URL_WITH_PASSWORD = ""
    settings.MAIL_DIRECTORY = tmp_path / "mail"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[Sink]:
    with sink.running() as found:
        settings.EMAIL_URL_WITH_PASSWORD = found.url
        yield found
