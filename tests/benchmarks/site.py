"""The real site in this process, with its real settings, on a database file that goes away; or on the empty
database of a PostgreSQL server, where MODCHECK_DATABASE names one, as setup/postgresql.py does."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command
from django.db import connection

from compliance.databases import SCHEMES

HOST = "localhost"


@contextmanager
def site() -> Iterator[None]:
    """Set Django up; modules that import the site's models can be imported within."""
    given = os.environ.get("MODCHECK_DATABASE", "")
    server = given if given.startswith(SCHEMES) else None
    with TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "compliance.settings",
            "MODCHECK_SECRET_KEY": "of nobody",
            "MODCHECK_HOSTS": HOST,
            "MODCHECK_HTTPS": "0",
            "MODCHECK_DEBUG": "0",
            "MODCHECK_DATABASE": server or str(Path(folder) / "benchmark.sqlite3"),
        }
        django.setup()
        if connection.introspection.table_names():
            sys.exit("The database that MODCHECK_DATABASE names is not empty: nothing is measured there.")
        call_command("migrate", verbosity=0, interactive=False)
        try:
            yield
        finally:
            connection.close()
