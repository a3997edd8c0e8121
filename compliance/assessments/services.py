"""What changes an assessment. Each service is one transaction; the time it holds the database is short."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import questionnaires

from . import moves
from .models import KEPT_DAYS, Answer, Assessment, PrivateLink

MOST_LINKS = 5  # private links an assessment may have at once; a new one beyond it ends the oldest


class Gone(Exception):
    """The assessment was deleted, by its holder in another window or because its time was over."""


class Moved(Exception):
    """The assessment is on another version than the one that was in view; nothing was changed."""


@dataclass(frozen=True)
class Submission:
    """A value somebody wants to save (None clears), and the revision of the answer they had in view."""

    value: Any
    seen: int


@dataclass(frozen=True)
class Conflict:
    """Somebody else's newer answer that a submission did not know of. Nothing was overwritten."""

    saved: Any
    revision: int
    changed_at: datetime


@transaction.atomic
def start(*, questionnaire: str) -> Assessment:
    """Begin with the newest published version, or the newest of all. Raises UnknownQuestionnaire."""
    edition = questionnaires.current(questionnaire)
    return Assessment.objects.create(questionnaire=edition.id, version=edition.version)


@transaction.atomic
def save_answers(
    *, assessment_id: UUID, submissions: Mapping[str, Submission], version: str | None = None
) -> dict[str, Conflict]:
    """Save what was seen in its newest revision; give back the rest, unsaved, as conflicts. Raises Gone, and
    Moved where the assessment is on another version than the one answered.

    The same value again is no change, so that a double click or a repeated request does no harm.
    """
    assessment = _locked(assessment_id)
    if version not in (None, assessment.version):
        raise Moved
    there = assessment.answers.filter(version=assessment.version, question__in=list(submissions))
    stored = {each.question: each for each in there}
    now = timezone.now()
    conflicts: dict[str, Conflict] = {}
    changed: list[Answer] = []
    for question, submission in submissions.items():
        answer = stored.get(question) or Answer(
            assessment=assessment, version=assessment.version, question=question, value=None, revision=0
        )
        if answer.value == submission.value:
            continue
        if answer.revision != submission.seen:
            conflicts[question] = Conflict(answer.value, answer.revision, answer.updated_at)
            continue
        answer.value, answer.revision, answer.updated_at = submission.value, answer.revision + 1, now
        changed.append(answer)
    _store(changed)
    assessment.keep()
    assessment.save(update_fields=["updated_at", "expires_at"])
    return conflicts


def move(*, assessment_id: UUID, seen: str, to: str) -> Assessment:
    """Go on in a newer version: what carries over is answered there, and what was answered stays where it is.

    A second time does nothing. Raises Gone; Moved where the assessment is on neither version; NotTheNext and
    UnknownQuestionnaire where no way leads there.
    """
    about = Assessment.objects.filter(pk=assessment_id).first()
    if about is None:
        raise Gone
    way = moves.way(about.questionnaire, seen, to)  # read before the database is held
    with transaction.atomic():
        assessment = _locked(assessment_id)
        if assessment.version == to:
            return assessment
        if assessment.version != seen:
            raise Moved
        stored = list(assessment.answers.filter(version__in=[seen, to]))
        _answer(assessment, to, moves.latest(way, stored).answers)
        return _settle(assessment, version=to, moved_from=seen)


@transaction.atomic
def move_back(*, assessment_id: UUID, seen: str) -> Assessment:
    """Go back to the version from which the assessment was moved, with the answers as they were there; those
    given since stay too, and return with the next move. A second time does nothing. Raises Gone."""
    assessment = _locked(assessment_id)
    if assessment.version != seen or not assessment.moved_from:
        return assessment
    return _settle(assessment, version=assessment.moved_from, moved_from="")


@transaction.atomic
def describe(*, assessment_id: UUID, organisation: str, model_name: str, model_version: str) -> Assessment:
    """Say whose assessment it is and of what. Raises Gone."""
    assessment = _locked(assessment_id)
    assessment.organisation, assessment.model_name = organisation, model_name
    assessment.model_version = model_version
    assessment.keep()
    assessment.save()
    return assessment


@transaction.atomic
def start_over(*, assessment_id: UUID) -> None:
    """Clear every answer; the assessment and its private links stay. Raises Gone."""
    assessment = _locked(assessment_id)
    answers = list(assessment.answers.exclude(value=None))
    for answer in answers:  # cleared, not deleted: an older window must not pass its answers off as new ones
        answer.value, answer.revision, answer.updated_at = None, answer.revision + 1, timezone.now()
    Answer.objects.bulk_update(answers, ["value", "revision", "updated_at"])
    assessment.save(update_fields=["updated_at"])


@transaction.atomic
def delete(*, assessment_id: UUID) -> None:
    """Delete the assessment with its answers and private links."""
    Assessment.objects.filter(pk=assessment_id).delete()


@transaction.atomic
def make_private_link(*, assessment_id: UUID) -> tuple[str, PrivateLink]:
    """A new private link: its token, which is stored nowhere, and its record. Raises Gone."""
    assessment = _locked(assessment_id)
    token = secrets.token_urlsafe(32)
    link = PrivateLink.objects.create(
        assessment=assessment,
        token_hash=hash_token(token),
        expires_at=timezone.now() + timedelta(days=KEPT_DAYS),
    )
    older = assessment.links.order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST_LINKS:]
    PrivateLink.objects.filter(pk__in=list(older)).delete()
    assessment.keep()
    assessment.save(update_fields=["updated_at", "expires_at"])
    return token, link


@transaction.atomic
def forget_expired() -> int:
    """Delete what was kept long enough; how many assessments."""
    PrivateLink.objects.filter(expires_at__lt=timezone.now()).delete()
    gone = Assessment.objects.filter(expires_at__lt=timezone.now())
    count = gone.count()
    gone.delete()
    return count


def _answer(assessment: Assessment, version: str, values: Mapping[str, Any]) -> None:
    """Let these be all answers to a version."""
    stored = {each.question: each for each in assessment.answers.filter(version=version)}
    changed = []
    for question in dict.fromkeys([*values, *stored]):
        blank = Answer(assessment=assessment, version=version, question=question, value=None, revision=0)
        answer, value = stored.get(question, blank), values.get(question)
        if answer.value != value:
            answer.value, answer.revision, answer.updated_at = value, answer.revision + 1, timezone.now()
            changed.append(answer)
    _store(changed)


def _store(answers: list[Answer]) -> None:
    Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["assessment", "version", "question"],
        update_fields=["value", "revision", "updated_at"],
    )


def _settle(assessment: Assessment, *, version: str, moved_from: str) -> Assessment:
    assessment.version, assessment.moved_from = version, moved_from
    assessment.keep()
    assessment.save(update_fields=["version", "moved_from", "updated_at", "expires_at"])
    return assessment


def hash_token(token: str) -> str:
    """SHA-256 is enough: a token has 256 random bits, so there is nothing to guess or to slow down."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(assessment_id: UUID) -> Assessment:
    assessment = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
    if assessment is None:
        raise Gone
    return assessment
