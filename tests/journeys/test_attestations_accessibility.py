"""The pages of attestations, with their errors: axe finds nothing, and 320 px are enough."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.attestations import lifecycle
from compliance.attestations.models import Attestation
from compliance.attestations.queries import content, file_of
from tests.attestations.issued import complete, publish, quickly, request
from tests.journeys.looking import as_somebody, inspect, looked_at, send
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def page(team: Team, open_page: Callable[..., Page], live_server: Any) -> Page:
    found = open_page()
    as_somebody(found, team.browser("signatory"), live_server.url)
    return found


def of(attestation: Attestation) -> str:
    return f"/organisations/{attestation.organisation_id}/attestations/{attestation.pk}/"


@pytest.mark.parametrize("case", ["v02", "v04"])
def test_signing(case: str, team: Team, page: Page) -> None:
    root = f"/assessments/{complete(team, case).pk}/sign/"
    faults = looked_at(page, root)
    faults += send(page, root)
    page.fill("[name=function]", "managing director")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("Declare and issue")
    faults += inspect(page, "confirm")
    page.get_by_role("button", name="Declare and issue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    faults += inspect(page, "confirm, with an error")
    assert faults == []


def test_what_an_organisation_holds(team: Team, page: Page) -> None:
    empty = f"/organisations/{team.organisation.pk}/attestations/"
    faults = looked_at(page, empty)
    assessment = complete(team)
    older = quickly(team, assessment)
    newer = quickly(team, assessment, key="again", published=True)
    faults += looked_at(page, empty, of(older), of(newer), f"/organisations/{team.organisation.pk}/")
    faults += looked_at(page, f"{of(newer)}share/", f"/assessments/{assessment.pk}/again/")
    faults += send(page, f"{of(newer)}withdraw/")
    lifecycle.withdraw(attestation=newer, actor=team.user("signatory"), reason="It was wrong. " * 30)
    faults += looked_at(page, of(newer), f"/verify/{newer.pk}/")
    assert faults == []


def test_waiting_for_a_time_stamp(team: Team, page: Page) -> None:
    waiting = request(team, complete(team).pk)
    faults = looked_at(page, of(waiting))
    expect(page.get_by_role("heading", name="It is being issued")).to_be_visible()
    trouble = "The service of time-stamps does not answer."
    Attestation.objects.filter(pk=waiting.pk).update(time_stamp="http://127.0.0.1/", trouble=trouble)
    expect(page.get_by_role("button", name="Try again now")).to_be_visible()  # by itself
    faults += inspect(page, "in trouble")
    publish(waiting)
    assert faults == []


def test_verifying(team: Team, open_page: Callable[..., Page], tmp_path: Path) -> None:
    attestation = quickly(team, published=True)
    file = tmp_path / "attestation.pdf"
    kept = file_of(attestation)
    assert kept is not None
    file.write_bytes(content(kept) or b"")
    page = open_page()
    faults = looked_at(page, "/verify/")
    faults += send(page, "/verify/")
    for name, changed in (("genuine", b""), ("appended to", b"\n")):
        file.write_bytes(file.read_bytes() + changed)
        page.goto("/verify/")
        page.set_input_files("#id_file", file)
        page.locator("main").get_by_role("button", name="Verify").click()
        expect(page.locator("h1")).to_have_class(re.compile("mc-verdict"))
        faults += inspect(page, name)
    faults += looked_at(page, f"/verify/{attestation.pk}/")
    assert faults == []


def test_the_public_register(team: Team, open_page: Callable[..., Page]) -> None:
    page = open_page()
    faults = looked_at(page, "/register/")
    quickly(team, published=True)
    faults += looked_at(page, "/register/", "/register/?words=nobody", "/register/?tier=nonsense")
    assert faults == []
