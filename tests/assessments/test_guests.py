"""Who may open what, for every route there is: a route that nobody declared here fails."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from compliance.assessments import services
from compliance.assessments.models import Assessment
from tests.cases import answers_of
from tests.visiting import Page, Visitor

# Everybody may open these; all other routes must be of one assessment, and for its holder only.
PUBLIC = {
    "assessments:home",
    "assessments:help",
    "assessments:rules",
    "assessments:newest_rules",
    "assessments:changes",
    "assessments:graph",
    "assessments:graph_picture",
    "assessments:start",
    "assessments:resume",
    "assessments:open_link",
}
SLUG = "role"


def routes(resolver: URLResolver | None = None, rooms: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Name and pattern of each route of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join((*rooms, str(entry.name))), str(entry.pattern)
        else:
            yield from routes(entry, (*rooms, entry.namespace) if entry.namespace else rooms)


ROUTES = dict(routes())
OF_AN_ASSESSMENT = sorted(name for name, pattern in ROUTES.items() if "<uuid:assessment_id>" in pattern)


def address(name: str, assessment_id: UUID) -> str:
    return reverse(name, args=[assessment_id, SLUG] if "<slug:slug>" in ROUTES[name] else [assessment_id])


@pytest.fixture
def complete(visitor: Visitor) -> Visitor:
    visitor.store(answers_of("v04"))
    return visitor


def test_every_route_is_public_or_of_one_assessment() -> None:
    assert set(ROUTES) == PUBLIC | set(OF_AN_ASSESSMENT)
    assert len(OF_AN_ASSESSMENT) >= 8


@pytest.mark.parametrize("name", OF_AN_ASSESSMENT)
def test_the_holder_opens_it(complete: Visitor, name: str) -> None:
    assert complete.client.get(address(name, complete.assessment_id)).status_code == 200


@pytest.mark.parametrize("name", OF_AN_ASSESSMENT)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_nobody_else_does(complete: Visitor, name: str, method: str) -> None:
    stranger = Visitor.begin().client  # holds an assessment, but not this one
    before = complete.answers
    response = getattr(stranger, method)(address(name, complete.assessment_id))
    assert response.status_code in ((404,) if method == "get" else (404, 405))
    assert complete.answers == before


@pytest.mark.parametrize("name", OF_AN_ASSESSMENT)
def test_a_stranger_cannot_tell_whether_there_is_such_an_assessment(complete: Visitor, name: str) -> None:
    there, not_there = (Client().get(address(name, each)) for each in (complete.assessment_id, uuid4()))
    assert there.content == not_there.content
    assert Page(there).heading == "Page not found"


@pytest.mark.parametrize("name", OF_AN_ASSESSMENT)
def test_the_holder_neither_once_its_time_is_over(complete: Visitor, name: str) -> None:
    Assessment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert complete.client.get(address(name, complete.assessment_id)).status_code == 404


@pytest.mark.parametrize("name", OF_AN_ASSESSMENT)
def test_the_holder_neither_once_it_is_deleted(complete: Visitor, name: str) -> None:
    services.delete(assessment_id=complete.assessment_id)
    assert complete.client.get(address(name, complete.assessment_id)).status_code == 404


def test_deleting_lets_go_of_it_and_of_nothing_else(complete: Visitor) -> None:
    second = Visitor.begin(complete.client)
    page = Page(complete.client.post(complete.address("delete"), follow=True))
    assert page.notices == ["Everything about that assessment is deleted."]
    assert complete.see("tasks").status == 404
    assert second.see("tasks").status == 200


def test_the_home_page_lists_what_this_browser_holds_and_nothing_of_others(complete: Visitor) -> None:
    services.describe(
        assessment_id=complete.assessment_id, organisation="A", model_name="Larkspur", model_version="2"
    )
    assert "Larkspur 2" in Page(complete.client.get("/")).text
    assert "Larkspur" not in Page(Client().get("/")).text
    assert "Larkspur" not in Page(Visitor.begin().client.get("/")).text


def test_a_browser_holds_the_twenty_assessments_it_opened_last(db: None) -> None:
    first = Visitor.begin()
    others = [Visitor.begin(first.client) for _ in range(20)]
    assert first.see("tasks").status == 404
    assert all(each.see("tasks").status == 200 for each in others)
