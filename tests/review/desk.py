"""A company and an authority to test with, and what goes between them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from compliance.accounts.models import Kind, Organisation, Role, User
from compliance.accounts.services import recognise
from compliance.assessments import services
from compliance.assessments.models import Assessment
from compliance.assessments.services import Submission as Answered
from compliance.attestations.models import Attestation
from compliance.review import receiving
from compliance.review.models import Submission
from tests.attestations.issued import complete, quickly
from tests.people import Team, join, person


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@dataclass
class Desk:
    """`first` and `second` review at the authority."""

    company: Team = field(default_factory=lambda: Team("Larkspur Labs"))
    office: Team = field(default_factory=lambda: Team("Office", Kind.REGULATOR))
    first: User = field(init=False)
    second: User = field(init=False)

    def __post_init__(self) -> None:
        recognise(authority=self.authority)
        self.first = self.office.user("reviewer")
        self.second = person("Second reviewer", second_factor=True)
        self.office.members["second"] = join(self.authority, self.second, Role.REVIEWER)

    @property
    def authority(self) -> Organisation:
        return self.office.organisation

    @property
    def signatory(self) -> User:
        return self.company.user("signatory")

    def attest(self, case: str = "v04", assessment: Assessment | None = None, key: str = "") -> Attestation:
        assessment = assessment or complete(self.company, case)
        return quickly(self.company, assessment, key=key or str(assessment.pk))

    def send(self, attestation: Attestation | None = None, **how: Any) -> Submission:
        return receiving.submit(
            attestation=attestation or self.attest(), authority=self.authority, actor=self.signatory, **how
        )

    def correct(self, attestation: Attestation, **answers: Any) -> Attestation:
        """Answer some questions anew, and sign anew."""
        assessment = attestation.assessment
        assert assessment is not None
        revisions = {each.question: each.revision for each in assessment.answers.all()}
        submissions = {each: Answered(value, revisions.get(each, 0)) for each, value in answers.items()}
        assert not services.save_answers(assessment_id=assessment.pk, submissions=submissions)
        return self.attest(assessment=assessment, key=f"again {assessment.attestations.count()}")
