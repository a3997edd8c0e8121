"""When something of ours fails: a plain page, even where the database is what failed."""

import pytest
from django.conf import settings
from django.test import Client

from tests.visiting import Page

pytestmark = pytest.mark.urls("tests.assessments.broken_urls")


def test_a_failure_shows_a_plain_page_and_nothing_of_its_cause(db: None) -> None:
    page = Page(Client(raise_request_exception=False).get("/fail/"))
    assert (page.status, page.heading) == (500, "Something failed on our side")
    assert "What you saved before is safe." in page.text
    assert "a secret of ours" not in page.response.content.decode()


def test_the_page_needs_no_database() -> None:
    # Without the db fixture pytest-django refuses every query, as a database that is down would.
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    page = Page(client.get("/fail/"))
    assert (page.status, page.heading) == (500, "Something failed on our side")
