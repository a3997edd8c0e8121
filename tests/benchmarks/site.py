"""The real site in this process, with its real settings, on a database file that goes away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command
from django.db import connection

HOST = "localhost"


@contextmanager
def site() -> Iterator[None]:
    """Set Django up; modules that import the site's models can be imported within."""
    with TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "compliance.settings",
            "MODCHECK_SECRET_KEY": "of nobody",
            "MODCHECK_HOSTS": HOST,
            "MODCHECK_HTTPS": "0",
            "MODCHECK_DEBUG": "0",
            "MODCHECK_DATABASE": str(Path(folder) / "benchmark.sqlite3"),
        }
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            yield
        finally:
            connection.close()
