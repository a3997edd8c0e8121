"""What all tests share: a database file that goes away, static files straight from the source, and how
many examples Hypothesis tries: HYPOTHESIS_PROFILE=campaign asks for many thousand (`make campaign`)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.utils import timezone

# The default tries the same examples each time: what fails here fails everywhere. A campaign seeks new ones.
SLOW = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]
hypothesis.settings.register_profile(
    "default", max_examples=100, deadline=None, derandomize=True, suppress_health_check=SLOW
)
hypothesis.settings.register_profile(
    "campaign", max_examples=20_000, deadline=None, print_blob=True, suppress_health_check=SLOW
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs: all else is the same there as on SQLite."""
    if connection.vendor == "sqlite":
        return
    touching = [each for each in items if _touches_the_database(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in touching])
    items[:] = touching


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool({"db", "transactional_db", "live_server"} & fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """A database for each process that runs tests. With SQLite a file as in production, not its shared
    memory: threads of the live server lock each other out and wait as they do there."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _files_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No collectstatic before a test, and nothing written to var/."""
    private = {}
    for name in ("evidence", "attestations", "review"):
        there = settings.STORAGES[name]
        here = {"location": tmp_path_factory.mktemp(name) / "files"}
        private[name] = {**there, "OPTIONS": {**there["OPTIONS"], **here}}
    storages = {
        **settings.STORAGES,
        **private,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    keys = tmp_path_factory.mktemp("keys")
    with override_settings(
        STORAGES=storages, KEYS=keys, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True
    ):
        yield


@pytest.fixture(autouse=True)
def _new_register(tmp_path: Path) -> Iterator[None]:
    """Each test begins with an empty database, and so with no memory of a register."""
    with override_settings(CHECKPOINTS=str(tmp_path / "checkpoints")):
        yield


@pytest.fixture(autouse=True)
def _log_may_go(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is cleaned up by emptying all tables; the audit log lets go of its rows only where
    their organisation is closed."""
    mark = request.node.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction")
    if not commits and not {"live_server", "transactional_db"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    apps.get_model("accounts", "Organisation").objects.update(closed_at=timezone.now())
    cache.clear()  # attempts that were counted; its table is no model's, so that it is not emptied


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database in which somebody is still connected: a thread of a live server, say,
    whose connection waits to be used again."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
