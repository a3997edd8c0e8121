"""compliance.attestations.requesting: what is signed is what was shown, once."""

from datetime import timedelta

import pytest

from compliance.accounts.models import AuditEntry
from compliance.assessments import evidence, services
from compliance.assessments.grants import WHOLE
from compliance.assessments.models import Assessment
from compliance.assessments.queries import standing
from compliance.assessments.services import Submission
from compliance.attestations import issuing, queries, requesting
from compliance.attestations.models import Attestation, Shows, State
from compliance.attestations.statement import Subject, canonical, digest
from compliance.attestations.typography import Unprintable
from tests.attestations.issued import WISH, complete, quickly, request
from tests.people import Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def assessment(team: Team) -> Assessment:
    return complete(team)


def seen(team: Team, assessment: Assessment) -> str:
    found = standing(assessment.pk)
    assert found
    return requesting.shown(found, WISH, team.user("signatory"))


def sign(team: Team, assessment: Assessment, seen: str, key: str = "once") -> Attestation:
    signatory = team.user("signatory")
    return requesting.request(
        assessment_id=assessment.pk, signatory=signatory, grant=WHOLE, wish=WISH, seen=seen, key=key
    )


def change(assessment: Assessment, question: str, value: object) -> None:
    found = standing(assessment.pk)
    assert found
    submission = Submission(value, found.revision(question))
    services.save_answers(assessment_id=assessment.pk, submissions={question: submission})


def test_what_is_signed_is_what_was_shown(team: Team, assessment: Assessment) -> None:
    new = sign(team, assessment, seen(team, assessment))
    statement = queries.statement(new)
    assert new.state == State.REQUESTED
    assert new.statement == canonical(statement).decode()
    assert new.digest == digest(statement)
    assert statement["kind"] == "self-attestation"
    assert statement["id"] == str(new.pk)
    assert statement["signatory"] == {"name": "signatory of Larkspur Labs", "function": "managing director"}
    assert statement["sharing"] == {"shows": "summary", "published": False}
    assert statement["holder"] == str(team.organisation.pk)
    assert statement["issuer"]["evaluation"] is True
    assert len(statement["salt"]) == 32
    assert AuditEntry.objects.get(action="attestation.signed").actor_name == "signatory of Larkspur Labs"


def test_an_answer_changed_in_between_stops_it(team: Team, assessment: Assessment) -> None:
    before = seen(team, assessment)
    change(assessment, "organisation_size", "large")
    with pytest.raises(requesting.Changed):
        sign(team, assessment, before)
    assert not Attestation.objects.exists()


def test_so_does_a_file_that_was_attached(team: Team, assessment: Assessment, tmp_path: object) -> None:
    before = seen(team, assessment)
    with (tmp_path / "tests.txt").open("w+b") as file:  # type: ignore[operator]
        file.write(b"Refused 97 of 100.")
        file.seek(0)
        evidence.attach(
            assessment_id=assessment.pk, question="role", version="2026.1", file=file, name="tests.txt"
        )
    with pytest.raises(requesting.Changed):
        sign(team, assessment, before)


def test_the_same_request_again_is_the_same_attestation(team: Team, assessment: Assessment) -> None:
    before = seen(team, assessment)
    first = sign(team, assessment, before)
    assert sign(team, assessment, before) == first
    issuing.proceed(first.pk)
    change(assessment, "organisation_size", "large")  # the answer to a repeated request does not depend on it
    assert sign(team, assessment, before) == first
    assert Attestation.objects.count() == 1


def test_a_key_is_not_taken_for_something_else(team: Team, assessment: Assessment) -> None:
    sign(team, assessment, seen(team, assessment))
    change(assessment, "organisation_size", "large")
    with pytest.raises(requesting.KeyReused):
        sign(team, assessment, seen(team, assessment))


def test_two_windows_do_not_sign_the_same_assessment_at_once(team: Team, assessment: Assessment) -> None:
    first = sign(team, assessment, seen(team, assessment))
    with pytest.raises(requesting.UnderWay) as refused:
        sign(team, assessment, seen(team, assessment), key="another")
    assert refused.value.attestation == first


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_promised(team: Team) -> None:
    with pytest.raises(Unprintable):
        request(team, complete(team).pk, subject=Subject("Larkspur \U000e0041", "PentestPilot", ""))
    assert not Attestation.objects.exists()


def test_what_is_given_up_is_never_issued(team: Team, assessment: Assessment) -> None:
    new = sign(team, assessment, seen(team, assessment))
    assert requesting.abandon(attestation=new, actor=team.user("signatory"))
    assert issuing.proceed(new.pk).state == State.ABANDONED
    assert not queries.of_organisation(team.organisation).exists()
    assert sign(team, assessment, seen(team, assessment), key="another").state == State.REQUESTED


def test_what_is_issued_cannot_be_given_up(team: Team) -> None:
    assert not requesting.abandon(attestation=quickly(team), actor=team.user("signatory"))


def test_a_new_one_names_the_one_before(team: Team, assessment: Assessment) -> None:
    first = quickly(team, assessment)
    second = quickly(team, assessment, key="second")
    assert queries.statement(second)["supersedes"] == first.digest
    assert queries.statement(first)["supersedes"] is None


def test_it_holds_a_year_to_the_day(team: Team) -> None:
    new = quickly(team, shows=Shows.PAGES)
    assert new.valid_until + timedelta(days=1) == new.made_at.date().replace(year=new.made_at.year + 1)
