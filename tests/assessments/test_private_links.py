"""Private links: the only way back without the browser that began, so nothing may give one away."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.assessments import services
from compliance.assessments.models import Assessment, PrivateLink
from tests.visiting import Page, Visitor


def make_link(visitor: Visitor) -> str:
    page = Page(visitor.client.post(visitor.address("private_link")))
    return page.main.get_element_by_id("id_private").text.strip()


def token_of(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[-1]


def open_link(link: str, client: Client | None = None) -> Page:
    return Page((client or Client()).get(re.sub(r"^https?://[^/]+", "", link)))


def paste(text: str) -> Page:
    return Page(Client().post(reverse("assessments:resume"), {"link": text}))


def test_a_link_opens_the_answers_in_another_browser(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    other = Client()
    page = open_link(make_link(visitor), other)
    assert (page.status, page.leads_to) == (302, visitor.address("tasks"))
    assert Page(other.get(visitor.address("check"))).heading == "Check your answers"


def test_a_link_may_be_opened_many_times(visitor: Visitor) -> None:
    link = make_link(visitor)
    assert [open_link(link).status for _ in range(3)] == [302, 302, 302]


def test_the_database_holds_the_hash_of_a_token_and_nowhere_the_token(visitor: Visitor) -> None:
    token = token_of(make_link(visitor))
    assert len(token) >= 43  # 256 random bits
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            rows += cursor.fetchall()
    assert token not in repr(rows)
    assert hashlib.sha256(token.encode()).hexdigest() in repr(rows)


def test_the_link_is_shown_once(visitor: Visitor) -> None:
    token = token_of(make_link(visitor))
    for name in ("private_link", "tasks", "check"):
        assert token not in visitor.see(name).response.content.decode()


def test_opening_a_link_tells_no_site_where_the_browser_came_from(visitor: Visitor) -> None:
    response = open_link(make_link(visitor)).response
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_neither_does_the_page_of_a_link_that_ended(db: None) -> None:
    response = open_link("/resume/nonsense/").response
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_the_page_that_shows_a_link_is_kept_by_no_cache(visitor: Visitor) -> None:
    response = visitor.client.post(visitor.address("private_link"))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("what", ["unknown", "expired", "its answers expired", "its answers deleted"])
def test_a_link_that_ended_says_so(visitor: Visitor, what: str) -> None:
    link, past = make_link(visitor), timezone.now() - timedelta(seconds=1)
    if what == "unknown":
        link = link.rstrip("/") + "x/"
    elif what == "expired":
        PrivateLink.objects.update(expires_at=past)
    elif what == "its answers expired":
        Assessment.objects.update(expires_at=past)
    else:
        services.delete(assessment_id=visitor.assessment_id)
    page = open_link(link)
    assert (page.status, page.heading) == (410, "This link has ended")
    assert "A private link works for 90 days" in page.text


def test_a_link_works_until_the_day_it_names(visitor: Visitor) -> None:
    page = Page(visitor.client.post(visitor.address("private_link")))
    day = timezone.now() + timedelta(days=90)
    assert f"It works until {day.day} {day:%B %Y}." in page.text


def test_a_sixth_link_ends_the_oldest(visitor: Visitor) -> None:
    links = [make_link(visitor) for _ in range(6)]
    assert [open_link(each).status for each in links] == [410, 302, 302, 302, 302, 302]
    assert PrivateLink.objects.count() == services.MOST_LINKS == 5


def test_a_link_that_was_kept_can_be_pasted(visitor: Visitor) -> None:
    link = make_link(visitor)
    for text in (link, f"  {link}\n", link.rstrip("/"), token_of(link)):
        page = paste(text)
        assert (page.status, page.leads_to) == (302, visitor.address("tasks"))


def test_pasting_nothing_asks_for_the_link(db: None) -> None:
    for text in ("", "   ", "///"):
        page = paste(text)
        assert page.status == 422
        assert page.errors == ["Paste the link you kept. It ends in a long row of letters and digits."]
        assert page.title.startswith("Error:")


@pytest.mark.parametrize("text", ["hello", "https://example.org/", "x" * 10_000, "\x00", "🦊"])
def test_pasting_something_else_finds_nothing(db: None, text: str) -> None:
    assert paste(text).status == 410
