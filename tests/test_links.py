"""No page offers a way that whoever reads it cannot go: from where people land, each kind of page is opened
by its link once, in every role, with an assessment that is complete and with one that is not."""

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from lxml import html

from compliance.accounts.access import PUBLIC, declared_access
from compliance.accounts.models import Role
from compliance.assessments import colleagues, services
from tests.cases import MAIN, answers_of
from tests.visiting import Visitor
from tests.worlds import World


@pytest.fixture
def world(db: None) -> World:
    """With an assessment that is begun, beside the complete one."""
    world = World()
    organisation, assessor = world.team.organisation, world.team.user("assessor")
    begun = services.start(questionnaire=MAIN, owner=organisation, actor=assessor, model_name="Begun")
    Visitor(begun.pk).store(dict(list(answers_of("v04").items())[:12]))
    colleagues.assign(
        assessment_id=begun.pk,
        actor=assessor,
        assignee=world.team.members["helper"],
        sections=["upstream"],
        questions=["role"],
        note="",
        due=None,
        address="http://testserver/",
    )
    return world


def dead_ends(client: Client, start: str) -> list[str]:
    """Links that are answered with an error, with the page they stand on."""
    found, seen, waiting = [], set(), [(start, "")]
    while waiting:
        address, page = waiting.pop()
        address = address.split("#")[0]
        try:
            match = resolve(address.split("?")[0])
        except Resolver404:
            continue  # another site, a file, or the same page
        kind = (match.view_name, match.kwargs.get("assessment_id"))
        if kind in seen or declared_access(match.func, match.view_name) == PUBLIC:
            continue
        seen.add(kind)
        response = client.get(address)
        body = b"".join(response)
        if response.status_code >= 400:
            found.append(f"{response.status_code} for {match.view_name}, linked from {page}")
        elif response.status_code in (301, 302):
            waiting.append((response["Location"], page))
        elif response["Content-Type"].startswith("text/html"):
            waiting += [(each.get("href", ""), match.view_name) for each in html.fromstring(body).iter("a")]
    return found


def test_members_reach_all_that_is_offered_to_them(world: World) -> None:
    board = reverse("assessments:board", args=[world.team.organisation.pk])
    for role in (*Role, "helper"):
        assert dead_ends(world.team.browser(role), board) == [], role


def test_guests_reach_all_that_is_offered_to_them(db: None) -> None:
    guest = Visitor.begin()
    assert dead_ends(guest.client, guest.address("tasks")) == []
    guest.store(answers_of("v04"))
    assert dead_ends(guest.client, guest.address("outcome")) == []
