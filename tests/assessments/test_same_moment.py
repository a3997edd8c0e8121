"""Saving while somebody deletes: each is done wholly, one after the other, and neither fails."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.assessments import services
from compliance.assessments.models import Answer, AnswerChange, Assessment
from compliance.assessments.services import Gone, Submission
from tests.moments import at_the_same_time
from tests.visiting import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("attempt", range(5))
def test_deleting_and_saving_at_the_same_moment(attempt: int) -> None:
    visitor = Visitor.begin()

    def save(question: str) -> str:
        try:
            services.save_answers(
                assessment_id=visitor.assessment_id, submissions={question: Submission("x", 0)}
            )
        except Gone:
            return "gone"
        return "saved"

    def delete() -> str:
        services.delete(assessment_id=visitor.assessment_id)
        return "deleted"

    saves = [lambda each=each: save(f"question_{each}") for each in range(5)]
    done = at_the_same_time([*saves[:3], delete, *saves[3:]])
    assert done[3] == "deleted"
    assert set(done) <= {"saved", "gone", "deleted"}
    for model in (Assessment, Answer, AnswerChange):
        assert not model.objects.exists()


def test_what_is_saved_at_the_moment_it_would_be_forgotten_is_forgotten_whole_or_kept() -> None:
    visitors = [Visitor.begin() for _ in range(4)]
    Assessment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    def save(visitor: Visitor) -> bool:
        try:
            visitor.store({"role": "modify"})
        except (Gone, AssertionError):  # gone before it was read, or before it was saved
            return False
        return True

    *saved, _count = at_the_same_time(
        [*(lambda each=each: save(each) for each in visitors), services.forget_expired]
    )
    left = set(Assessment.objects.values_list("pk", flat=True))
    assert left == {each.assessment_id for each, kept in zip(visitors, saved, strict=True) if kept}
    assert Answer.objects.count() == len(left)
