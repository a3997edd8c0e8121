"""Where the site keeps its data: an SQLite file, or a PostgreSQL server for many people and machines."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

SCHEMES = ("postgresql:", "postgres:")
EXAMPLE = "postgresql://user:password@host:5432/name"
WAIT_SECONDS = 20  # for whoever writes at the moment; our own convention, the same for both

# What libpq calls a thing, and what Django calls it. All else in an address is an option of libpq.
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
_TIMEOUTS = {
    "lock_timeout": f"{WAIT_SECONDS}s",
    "statement_timeout": "60s",  # no page takes a tenth of that: whoever waited for it is gone
    "idle_in_transaction_session_timeout": "60s",  # a process that hangs must not hold what others wait for
}


def database(given: str) -> dict[str, Any]:
    """Django's settings for a path or an address. Raises ImproperlyConfigured, without a word of the address:
    there is a password in it."""
    if given.startswith(SCHEMES):
        return postgresql(given)
    if "://" in given:
        kind = given.partition("://")[0]
        message = f"MODCHECK_DATABASE names a database of the kind {kind}. It takes {EXAMPLE}, or"
        raise ImproperlyConfigured(f"{message} the path of an SQLite file.")
    return sqlite(Path(given))


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at the start instead of failing in the middle
            "timeout": WAIT_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """What libpq reads in the address; its options there (sslmode, …) go before ours."""
    parts = _parts(address)
    names = {_NAMES[each]: parts.pop(each) for each in _NAMES if each in parts}
    ours = {
        "application_name": "modcheck",
        "connect_timeout": "10",  # seconds
        "options": " ".join(f"-c {name}={value}" for name, value in _TIMEOUTS.items()),
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **names,
        # A thread that serves pages keeps its connection, and looks first whether it still works: the server
        # may have been restarted.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**ours, **parts},
    }


def _parts(address: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        raise _wrong("cannot be read") from None
    # The signs of a password that was not encoded: the rest of it is taken for something else.
    if "@" in f"{parts.get('host', '')}{parts.get('dbname', '')}":
        raise _wrong("has an @ too many")
    if not all(each.isdecimal() and each.isascii() for each in str(parts.get("port", "5432")).split(",")):
        raise _wrong("has a port that is no number")
    if "dbname" not in parts:
        raise _wrong("does not say which database on that server")
    return dict(parts)


def _wrong(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The address in MODCHECK_DATABASE {what}. It takes {EXAMPLE}; in user and password, write %40 "
        "for @, %2F for /, %3A for : and %25 for %. After a ? may stand options of PostgreSQL's libpq, for "
        "example ?sslmode=verify-full."
    )
