"""A guest's assessment is open to the browser that began it, as long as it is there. Who else may not is in
tests/test_routes.py."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.accounts.models import Role
from compliance.assessments import services
from compliance.assessments.models import Assessment
from compliance.assessments.permissions import OfAssessment
from tests.cases import answers_of
from tests.people import browser, join, organisation, person
from tests.test_routes import ROUTES
from tests.visiting import Page, Visitor

OF_A_GUEST = sorted(
    name
    for name, (pattern, access) in ROUTES.items()
    if isinstance(access, OfAssessment)
    and not access.members_only
    and "evidence_id" not in pattern  # of a file: those are in test_evidence_pages.py
)
QUESTION = "role"


def address(name: str, assessment_id: UUID) -> str:
    more = [QUESTION] if "<slug:" in ROUTES[name][0] else []
    return reverse(name, args=[assessment_id, *more])


@pytest.fixture
def complete(visitor: Visitor) -> Visitor:
    visitor.store(answers_of("v04"))
    return visitor


@pytest.mark.parametrize("name", OF_A_GUEST)
def test_the_holder_opens_it(complete: Visitor, name: str) -> None:
    assert complete.client.get(address(name, complete.assessment_id)).status_code == 200


@pytest.mark.parametrize("name", OF_A_GUEST)
def test_a_stranger_cannot_tell_whether_there_is_such_an_assessment(complete: Visitor, name: str) -> None:
    ids = complete.assessment_id, uuid4()
    there, not_there = (_told_to_a_stranger(name, each) for each in ids)
    assert there == not_there
    assert "Page not found" in there


def _told_to_a_stranger(name: str, assessment_id: UUID) -> str:
    """Without the address as they typed it: the way back after signing in names it."""
    page = Client().get(address(name, assessment_id)).content.decode()
    return page.replace(str(assessment_id), "")


@pytest.mark.parametrize("name", OF_A_GUEST)
def test_the_holder_neither_once_its_time_is_over(complete: Visitor, name: str) -> None:
    Assessment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert complete.client.get(address(name, complete.assessment_id)).status_code == 404


@pytest.mark.parametrize("name", OF_A_GUEST)
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


def test_a_guest_who_signed_in_takes_it_along_to_where_they_may_start_assessments(db: None) -> None:
    ada = person("Ada", second_factor=True)
    guest = Visitor.begin(browser(ada))
    join(organisation("Larkspur Labs"), ada, Role.ASSESSOR)
    join(organisation("Heron"), ada, Role.REVIEWER)
    links = guest.see("tasks").links()
    assert [each for each in links if "along" in each] == ["Take it along to Larkspur Labs"]
    guest.store(answers_of("v04"))
    assert "Take it along to Larkspur Labs" in guest.see("outcome").links()
