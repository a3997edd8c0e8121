"""A draft in a directory, and the preview's site around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches

import questionnaires
from compliance.preview import settings as preview_settings
from tests.questionnaires.broken import write

OF_THE_PREVIEW = ("MIDDLEWARE", "TEMPLATES", "ROOT_URLCONF", "INSTALLED_APPS", "ALLOWED_HOSTS")


@pytest.fixture
def draft(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The pets as a draft, shown by the preview."""
    monkeypatch.chdir(tmp_path)
    directory = write(tmp_path)
    changed = {name: getattr(preview_settings, name) for name in OF_THE_PREVIEW}
    with override_settings(**changed, DRAFT_DIRECTORY=directory):
        clear_url_caches()
        yield directory
    clear_url_caches()
    questionnaires.offer_shipped()


@pytest.fixture
def browser(draft: Path) -> Client:
    return Client(headers={"host": "localhost"})
