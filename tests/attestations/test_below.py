"""What attestations say among the answers in progress that they were made of: files that have to stay, and an
assessment that somebody deletes."""

import io
from typing import Any

import pytest
from django.urls import reverse

from compliance.assessments import above, evidence
from compliance.assessments.models import Assessment, Evidence
from compliance.attestations import lifecycle
from compliance.attestations.models import Attestation
from tests.attestations.issued import complete, quickly, request
from tests.people import Team
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def assessment(team: Team) -> Assessment:
    return complete(team)


@pytest.fixture
def file(assessment: Assessment) -> Evidence:
    how: dict[str, Any] = {
        "version": "2026.1",
        "file": io.BytesIO(b"Refused 97 of 100."),
        "name": "tests.txt",
    }
    return evidence.attach(assessment_id=assessment.pk, question="safety_tests", **how)


def page(team: Team, assessment: Assessment) -> Page:
    return Page(team.browser("administrator").get(reverse("assessments:delete", args=[assessment.pk])))


def delete(team: Team, assessment: Assessment) -> Page:
    return Page(team.browser("administrator").post(reverse("assessments:delete", args=[assessment.pk])))


def withdraw(team: Team, attestation: Attestation) -> None:
    lifecycle.withdraw(attestation=attestation, actor=team.user("signatory"), reason="The wrong build.")


def test_what_an_attestation_in_force_names_as_evidence_is_not_deleted_with_the_answers(
    team: Team, assessment: Assessment, file: Evidence
) -> None:
    attestation = quickly(team, assessment)
    seen = page(team, assessment)
    assert any("It has to stay for now tests.txt: The attestation of" in each for each in seen.notices)
    assert "Delete it" not in seen.text
    assert seen.links()["To the attestation"].endswith(f"/attestations/{attestation.pk}/")
    assert delete(team, assessment).status == 409
    with pytest.raises(above.Kept):
        evidence.detach(assessment_id=assessment.pk, evidence_id=file.pk)
    assert Evidence.objects.filter(pk=file.pk).exists()


def test_nor_while_it_is_being_issued(team: Team, assessment: Assessment, file: Evidence) -> None:
    request(team, assessment.pk)
    assert delete(team, assessment).status == 409


def test_once_it_is_withdrawn_the_answers_may_go(team: Team, assessment: Assessment, file: Evidence) -> None:
    attestation = quickly(team, assessment)
    withdraw(team, attestation)
    seen = page(team, assessment)
    assert any("The attestation that was signed of it stays" in each for each in seen.notices)
    assert not any("still in force" in each for each in seen.notices)
    assert delete(team, assessment).status == 302
    attestation.refresh_from_db()
    assert attestation.assessment is None


def test_without_files_it_may_go_at_once_and_what_stays_is_told(team: Team, assessment: Assessment) -> None:
    attestation = quickly(team, assessment)
    seen = page(team, assessment)
    assert any(
        "One is still in force. If it does not hold any more, withdraw it." in each for each in seen.notices
    )
    assert delete(team, assessment).status == 302
    address = reverse("attestations:attestation", args=[team.organisation.pk, attestation.pk])
    there = Page(team.browser("signatory").get(address))
    assert there.status == 200
    assert "Assess again" not in there.links()


def test_where_nothing_was_signed_nothing_is_said_of_it(team: Team, assessment: Assessment) -> None:
    assert page(team, assessment).notices == []
