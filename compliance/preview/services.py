"""What changes the answers of a preview."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from compliance.assessments import services
from compliance.assessments.models import Assessment
from compliance.assessments.services import Submission
from questionnaires import Edition


@transaction.atomic
def begin_with(*, edition: Edition, answers: Mapping[str, Any]) -> Assessment:
    """An assessment that is answered already. Answers must be allowed values."""
    assessment = services.start(questionnaire=edition.id)
    submissions = {each: Submission(value, 0) for each, value in answers.items()}
    services.save_answers(assessment_id=assessment.pk, submissions=submissions)
    return assessment
