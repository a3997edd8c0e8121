"""MODCHECK_DATABASE: a path or an address, and a clear word about what is neither."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from compliance.databases import EXAMPLE, database


def test_a_path_is_an_sqlite_file_that_writers_wait_for() -> None:
    found = database("/srv/modcheck/answers.sqlite3")
    assert (found["ENGINE"], found["NAME"]) == (
        "django.db.backends.sqlite3",
        "/srv/modcheck/answers.sqlite3",
    )
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_address_says_host_port_name_user_and_password() -> None:
    found = database("postgresql://ann:quiet@db.example.org:5433/modcheck")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [found[each] for each in names] == ["ann", "quiet", "db.example.org", "5433", "modcheck"]


def test_what_is_percent_encoded_is_decoded() -> None:
    found = database("postgresql://ann%40work:p%40ss%2Fw%3Ao%25rd%C3%A9@[2001:db8::1]/mod%20check")
    assert (found["USER"], found["PASSWORD"]) == ("ann@work", "p@ss/w:o%rdé")
    assert (found["HOST"], found["NAME"]) == ("2001:db8::1", "mod check")


def test_options_of_libpq_go_before_ours() -> None:
    ours = database("postgresql://db/modcheck")["OPTIONS"]
    given = database("postgres://db/modcheck?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=3")
    assert given["OPTIONS"] == {
        **ours,
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "connect_timeout": "3",
    }


def test_a_socket_needs_neither_host_nor_port() -> None:
    found = database("postgresql:///modcheck?host=/run/postgresql")
    assert (found["HOST"], found["NAME"]) == ("/run/postgresql", "modcheck")


def test_a_connection_is_kept_and_looked_at_and_nothing_waits_for_ever() -> None:
    found = database("postgresql://db/modcheck")
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"] is True
    for each in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
        assert each in found["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mysql://ann:secret@db/modcheck", "names a database of the kind mysql"),
        ("https://secret.example.org/", "names a database of the kind https"),
        ("postgresql://", "does not say which database"),
        ("postgresql://ann:secret@db", "does not say which database"),
        ("postgresql://ann:secret@db:http/modcheck", "has a port that is no number"),
        ("postgresql://ann:secret@db:٣/modcheck", "has a port that is no number"),
        ("postgresql://ann:secret/ret@db/modcheck", "has an @ too many"),
        ("postgresql://ann:sec@ret@db/modcheck", "has an @ too many"),
        ("postgresql://ann:secret%zz@db/modcheck", "cannot be read"),
        ("postgresql://ann:secret@db/modcheck?sslmodee=require", "cannot be read"),
        ("postgresql:ann:secret@db/modcheck", "cannot be read"),
        ("postgresql://ann:secret@[::1/modcheck", "cannot be read"),
    ],
)
def test_nonsense_is_told_with_what_is_expected_and_without_the_password(given: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        database(given)
    assert said in str(caught.value)
    assert EXAMPLE in str(caught.value)
    assert "sec" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.django_db
def test_the_database_in_use_is_set_as_it_is_meant(tmp_path: Path) -> None:
    """What is in the settings reaches the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
        else:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('application_name')")
            assert cursor.fetchone() == ("20s", "modcheck")
