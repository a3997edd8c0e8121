"""compliance.assessments.services: what is saved, what is kept apart, what ends."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

import questionnaires
from compliance.assessments import services
from compliance.assessments.models import Answer, Assessment, PrivateLink
from compliance.assessments.queries import standing
from compliance.assessments.services import Gone, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return services.start(questionnaire="downstream-modification")


def save(assessment: Assessment, **values: Submission) -> dict[str, services.Conflict]:
    return services.save_answers(assessment_id=assessment.pk, submissions=values)


def saved(assessment: Assessment) -> dict[str, object]:
    found = standing(assessment.pk)
    assert found is not None
    return found.answers


def test_an_assessment_begins_with_the_newest_version_and_is_kept_for_ninety_days(
    assessment: Assessment,
) -> None:
    newest = list(questionnaires.library()["downstream-modification"])[-1]
    assert (assessment.questionnaire, assessment.version) == ("downstream-modification", newest)
    assert timedelta(days=89, hours=23) < assessment.expires_at - timezone.now() <= timedelta(days=90)


def test_an_unknown_questionnaire_cannot_be_begun() -> None:
    with pytest.raises(questionnaires.UnknownQuestionnaire, match="no questionnaire `nonsense`"):
        services.start(questionnaire="nonsense")
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("role", "modify"),
        ("markets", ["eu", "kr"]),
        ("base_model", "Модель «β» 模型"),
        ("base_training_flop", 6.3e24),
        ("refusal_rate_after", 0.0),
        ("base_parameters", "unknown"),
        ("base_systemic", "unsure"),
    ],
)
def test_a_value_of_every_kind_comes_back_as_it_was_saved(
    assessment: Assessment, question: str, value: object
) -> None:
    assert save(assessment, **{question: Submission(value, 0)}) == {}
    assert saved(assessment) == {question: value}
    assert save(assessment, **{question: Submission(value, 0)}) == {}, "the same again is no change"


@pytest.mark.parametrize("number", [0, 40, 0.1, 1 / 3, 1e24, 5e-324, 1.7976931348623157e308])
def test_a_number_is_the_same_double_afterwards(assessment: Assessment, number: float) -> None:
    """Whatever the database keeps it as."""
    save(assessment, base_parameters=Submission(number, 0))
    stored = assessment.answers.get().value
    assert (stored, type(stored)) == (number, float)


def test_each_change_raises_the_revision(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    save(assessment, role=Submission("host", 1))
    assert Answer.objects.get().revision == 2
    assert saved(assessment) == {"role": "host"}


def test_the_same_value_twice_changes_nothing_even_from_an_older_window(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    before = Answer.objects.get()
    assert save(assessment, role=Submission("modify", 0)) == {}
    after = Answer.objects.get()
    assert (
        (after.revision, after.updated_at) == (before.revision, before.updated_at) == (1, before.updated_at)
    )


def test_an_older_window_does_not_overwrite_a_newer_answer(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    save(assessment, role=Submission("host", 1))
    conflicts = save(assessment, role=Submission("use_only", 1))
    assert (conflicts["role"].saved, conflicts["role"].revision) == ("host", 2)
    assert saved(assessment) == {"role": "host"}


def test_a_window_that_saw_no_answer_does_not_overwrite_the_first_one(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    assert set(save(assessment, role=Submission("host", 0))) == {"role"}
    assert saved(assessment) == {"role": "modify"}


def test_a_conflict_holds_back_only_the_answer_it_is_about(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    conflicts = save(assessment, role=Submission("host", 0), stage=Submission("planned", 0))
    assert set(conflicts) == {"role"}
    assert saved(assessment) == {"role": "modify", "stage": "planned"}


def test_whoever_has_seen_the_newer_answer_may_replace_it(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    conflict = save(assessment, role=Submission("host", 0))["role"]
    assert save(assessment, role=Submission("host", conflict.revision)) == {}
    assert saved(assessment) == {"role": "host"}


def test_a_cleared_answer_counts_as_none_and_its_revision_goes_on(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    assert save(assessment, role=Submission(None, 1)) == {}
    assert saved(assessment) == {}
    assert Answer.objects.get().revision == 2


def test_a_window_older_than_the_clearing_is_told_that_the_answer_is_gone(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    save(assessment, role=Submission(None, 1))
    conflict = save(assessment, role=Submission("host", 1))["role"]
    assert (conflict.saved, conflict.revision) == (None, 2)
    assert saved(assessment) == {}


def test_clearing_what_was_never_answered_leaves_no_trace(assessment: Assessment) -> None:
    assert save(assessment, role=Submission(None, 0)) == {}
    assert not Answer.objects.exists()


def test_saving_counts_the_ninety_days_from_now_again(assessment: Assessment) -> None:
    Assessment.objects.update(expires_at=timezone.now() + timedelta(days=1))
    save(assessment, role=Submission("modify", 0))
    assessment.refresh_from_db()
    assert assessment.expires_at > timezone.now() + timedelta(days=89)


def test_starting_over_clears_the_answers_and_keeps_the_private_links(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0), stage=Submission("planned", 0))
    services.make_private_link(assessment_id=assessment.pk)
    services.start_over(assessment_id=assessment.pk)
    assert saved(assessment) == {}
    assert PrivateLink.objects.count() == 1


def test_an_older_window_does_not_bring_back_what_starting_over_cleared(assessment: Assessment) -> None:
    save(assessment, role=Submission("modify", 0))
    services.start_over(assessment_id=assessment.pk)
    assert set(save(assessment, role=Submission("host", 1))) == {"role"}
    assert saved(assessment) == {}


def test_deleting_leaves_nothing_of_it_and_everything_of_others(assessment: Assessment) -> None:
    other = services.start(questionnaire="downstream-modification")
    for each in (assessment, other):
        save(each, role=Submission("modify", 0))
        services.make_private_link(assessment_id=each.pk)
    services.delete(assessment_id=assessment.pk)
    assert [each.pk for each in Assessment.objects.all()] == [other.pk]
    assert [each.assessment_id for each in Answer.objects.all()] == [other.pk]
    assert [each.assessment_id for each in PrivateLink.objects.all()] == [other.pk]


def test_deleting_twice_does_no_harm(assessment: Assessment) -> None:
    services.delete(assessment_id=assessment.pk)
    services.delete(assessment_id=assessment.pk)


@pytest.mark.parametrize(
    "service",
    [
        lambda key: services.save_answers(assessment_id=key, submissions={"role": Submission("modify", 0)}),
        lambda key: services.describe(assessment_id=key, organisation="A", model_name="B", model_version=""),
        lambda key: services.start_over(assessment_id=key),
        lambda key: services.make_private_link(assessment_id=key),
    ],
    ids=["save", "describe", "start over", "private link"],
)
def test_a_deleted_assessment_is_gone_for_every_service(service: Callable[[object], object]) -> None:
    with pytest.raises(Gone):
        service(uuid4())


def test_what_was_kept_long_enough_is_forgotten_and_counted(assessment: Assessment) -> None:
    old = services.start(questionnaire="downstream-modification")
    save(old, role=Submission("modify", 0))
    Assessment.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    services.make_private_link(assessment_id=assessment.pk)
    PrivateLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert services.forget_expired() == 1
    assert [each.pk for each in Assessment.objects.all()] == [assessment.pk]
    assert not Answer.objects.exists()
    assert not PrivateLink.objects.exists()
