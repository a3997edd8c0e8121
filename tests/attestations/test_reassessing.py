"""Assessing again: what changed since, and what somebody confirmed."""

import pytest
from django.urls import reverse

from compliance.accounts.models import Role
from compliance.assessments.models import Assessment
from compliance.attestations.models import Confirmation
from tests.attestations.issued import complete, quickly
from tests.people import Team, browser, join, person
from tests.visiting import Page, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def assessment(team: Team) -> Assessment:
    found = complete(team)
    quickly(team, found)
    return found


def again(team: Team, assessment: Assessment, role: str = "assessor") -> Page:
    return Page(team.browser(role).get(reverse("attestations:compare", args=[assessment.pk])))


def boxes(page: Page) -> list[str]:
    return [each.get("value") for each in page.main.xpath(".//input[@name='holds']")]


def hold(team: Team, assessment: Assessment, held: list[str]) -> None:
    team.browser("assessor").post(reverse("attestations:compare", args=[assessment.pk]), {"holds": held})


def test_nothing_has_changed(team: Team, assessment: Assessment) -> None:
    page = again(team, assessment)
    assert "The tier is the same" in page.text
    assert "different" not in page.text
    assert len(boxes(page)) > 5


def test_an_answer_that_is_another_is_shown_with_the_one_before(team: Team, assessment: Assessment) -> None:
    Visitor(assessment.pk).store({"organisation_size": "large", "role": "use_only"})
    page = again(team, assessment)
    assert "The tier is another" in page.text
    assert "then: 10 to 49 people" in page.text
    assert "2 answers are different" in page.text
    assert "Rules that held then and do not now" in page.text
    assert "not asked, or not answered" in page.text


def test_sections_are_confirmed_one_by_one(team: Team, assessment: Assessment) -> None:
    first, second, *_ = boxes(again(team, assessment))
    hold(team, assessment, [first, second])
    page = again(team, assessment)
    assert page.chosen == [first, second]
    assert "confirmed by assessor of Larkspur Labs" in page.text
    hold(team, assessment, [second])
    assert again(team, assessment).chosen == [second]


def test_an_answer_given_since_unconfirms_its_section(team: Team, assessment: Assessment) -> None:
    hold(team, assessment, boxes(again(team, assessment)))
    everything = again(team, assessment).chosen
    Visitor(assessment.pk).store({"organisation_size": "large"})
    assert len(again(team, assessment).chosen) == len(everything) - 1


def test_what_was_answered_anew_while_somebody_read_is_not_confirmed(
    team: Team, assessment: Assessment
) -> None:
    shown = boxes(again(team, assessment))
    Visitor(assessment.pk).store({"organisation_size": "large"})
    hold(team, assessment, shown)
    assert Confirmation.objects.count() == len(shown) - 1


def test_a_new_attestation_asks_for_new_confirmations(team: Team, assessment: Assessment) -> None:
    hold(team, assessment, boxes(again(team, assessment)))
    quickly(team, assessment, key="second")
    assert again(team, assessment).chosen == []


def test_signing_anew_keeps_what_was_ticked(team: Team, assessment: Assessment) -> None:
    user = person("Ada", second_factor=True)
    join(team.organisation, user, Role.ASSESSOR, Role.SIGNATORY)
    address = reverse("attestations:compare", args=[assessment.pk])
    page = Page(browser(user).get(address))
    (button,) = [each for each in page.main.iter("button") if each.text == "Sign anew"]
    sent = {"holds": boxes(page), button.get("name"): button.get("value")}
    done = Page(browser(user).post(address, sent))
    assert done.leads_to == reverse("attestations:sign", args=[assessment.pk])
    assert again(team, assessment).chosen == boxes(page)


def test_those_who_only_read_confirm_nothing(team: Team, assessment: Assessment) -> None:
    page = again(team, assessment, "reviewer")
    assert boxes(page) == []
    team.browser("reviewer").post(reverse("attestations:compare", args=[assessment.pk]), {"holds": ["x:y"]})
    assert not Confirmation.objects.exists()


def test_without_an_attestation_there_is_nothing_to_compare(team: Team) -> None:
    new = complete(team)
    assert again(team, new).leads_to == reverse("assessments:tasks", args=[new.pk])
