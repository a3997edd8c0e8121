"""What is written down when a page fails."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What goes to standard error."""
    [handler] = logging.getLogger("django.request").handlers
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.mark.urls("tests.assessments.broken_urls")
@pytest.mark.django_db
def test_a_failure_is_written_down_with_its_cause_and_without_its_address(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/fail/secret-token/").status_code == 500
    assert "GET /fail/<str:token>/ failed\n" in written.getvalue()
    assert "Traceback" in written.getvalue()
    assert "secret-token" not in written.getvalue()


@pytest.mark.django_db
def test_what_is_not_found_or_refused_is_no_failure(written: io.StringIO) -> None:
    assert Client().get("/nothing-here/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/resume/").status_code == 403
    assert written.getvalue() == ""
