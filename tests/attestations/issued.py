"""Attestations to test with, issued as the site issues them."""

import io
from dataclasses import replace
from typing import Any
from uuid import UUID

import pikepdf

from compliance.accounts.models import User
from compliance.assessments import services
from compliance.assessments.grants import WHOLE
from compliance.assessments.models import Assessment
from compliance.assessments.queries import standing
from compliance.assessments.services import Submission
from compliance.attestations import issuing, keyring, requesting
from compliance.attestations.models import Attestation, Shows
from compliance.attestations.requesting import Wish
from compliance.attestations.signing import Sealed, seal
from compliance.attestations.statement import Subject
from tests.cases import MAIN, answers_of
from tests.people import Team

WISH = Wish(
    subject=Subject("Larkspur Labs", "PentestPilot", "2.3"),
    function="managing director",
    shows=Shows.SUMMARY,
    published=False,
    with_remedies=False,
    with_time_stamp=False,
)


def complete(team: Team, case: str = "v04") -> Assessment:
    """An assessment of a team with every answer of a worked case."""
    new = services.start(questionnaire=MAIN, owner=team.organisation, model_name="PentestPilot")
    submissions = {each: Submission(value, 0) for each, value in answers_of(case).items()}
    services.save_answers(assessment_id=new.pk, submissions=submissions)
    return new


def request(team: Team, assessment_id: UUID, *, key: str = "once", **wish: Any) -> Attestation:
    """Signed by the team's signatory, and not issued yet."""
    return sign(team.user("signatory"), assessment_id, key=key, **wish)


def sign(signatory: User, assessment_id: UUID, *, key: str = "once", **wish: Any) -> Attestation:
    wanted = replace(WISH, **wish)
    found = standing(assessment_id)
    assert found is not None
    seen = requesting.shown(found, wanted, signatory)
    return requesting.request(
        assessment_id=assessment_id, signatory=signatory, grant=WHOLE, wish=wanted, seen=seen, key=key
    )


def quickly(
    team: Team, assessment: Assessment | None = None, *, key: str = "once", **wish: Any
) -> Attestation:
    return publish(request(team, (assessment or complete(team)).pk, key=key, **wish))


def publish(requested: Attestation) -> Attestation:
    """Issued, with a file that has no more than the statement and a seal: pages take long to make."""
    issuing.write_down(requested, sealed(requested))
    issuing.publish(requested)
    requested.refresh_from_db()
    return requested


def sealed(attestation: Attestation) -> Sealed:
    """An empty page with the statement attached."""
    with pikepdf.new() as new:
        new.add_blank_page()
        twin = pikepdf.AttachedFileSpec(new, attestation.statement.encode(), filename="statement.json")
        new.attachments["statement.json"] = twin
        new.Root.AF = pikepdf.Array([twin.obj])
        output = io.BytesIO()
        new.save(output)
    return seal(output.getvalue(), key=keyring.seal(), organisation=attestation.subject_organisation)


def issue(team: Team, assessment: Assessment | None = None, *, key: str = "once", **wish: Any) -> Attestation:
    assessment = assessment or complete(team)
    return issuing.proceed(request(team, assessment.pk, key=key, **wish).pk)
