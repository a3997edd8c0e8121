"""What changes an assessment. Each service is one transaction; the time it holds the database is short."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import questionnaires
from compliance.accounts import audit
from compliance.accounts.models import Organisation, User
from compliance.accounts.tokens import hash_token, new_token

from . import above, moves
from .actions import Action
from .models import KEPT_DAYS, Answer, AnswerChange, Assessment, PrivateLink

MOST_LINKS = 5  # private links an assessment may have at once; a new one beyond it ends the oldest


class Gone(Exception):
    """The assessment was deleted, by its holder in another window or because its time was over."""


class Moved(Exception):
    """The assessment is on another version than the one that was in view; nothing was changed."""


@dataclass(frozen=True)
class Submission:
    """A value somebody wants to save (None clears), the revision of the answer they had in view, and where
    the value is from, if that is known."""

    value: Any
    seen: int
    why: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody else's newer answer that a submission did not know of. Nothing was overwritten."""

    saved: Any
    revision: int
    changed_at: datetime
    changed_by: str = ""


@transaction.atomic
def start(
    *,
    questionnaire: str,
    owner: Organisation | None = None,
    actor: User | None = None,
    model_name: str = "",
    model_version: str = "",
) -> Assessment:
    """Begin with the newest published version, or the newest of all. Raises UnknownQuestionnaire."""
    edition = questionnaires.current(questionnaire)
    assessment = Assessment(
        questionnaire=edition.id,
        version=edition.version,
        owner=owner,
        created_by=actor,
        organisation=owner.name if owner else "",
        model_name=model_name,
        model_version=model_version,
    )
    assessment.keep()
    assessment.save()
    record(assessment, actor, Action.STARTED, questionnaire=edition.id, version=edition.version)
    return assessment


@transaction.atomic
def save_answers(
    *,
    assessment_id: UUID,
    submissions: Mapping[str, Submission],
    version: str | None = None,
    actor: User | None = None,
    why: str = "",
) -> dict[str, Conflict]:
    """Save what was seen in its newest revision; give back the rest, unsaved, as conflicts. Raises Gone, and
    Moved where the assessment is on another version than the one answered.

    The same value again is no change, so that a double click or a repeated request does no harm.
    """
    assessment = locked(assessment_id)
    if version not in (None, assessment.version):
        raise Moved
    there = assessment.answers.filter(version=assessment.version, question__in=list(submissions))
    stored = {each.question: each for each in there.select_related("answered_by")}
    conflicts: dict[str, Conflict] = {}
    values: dict[str, Any] = {}
    for question, submission in submissions.items():
        answer = stored.get(question) or _blank(assessment, assessment.version, question)
        if answer.value == submission.value:
            continue
        if answer.revision != submission.seen:
            by = str(answer.answered_by or "")
            conflicts[question] = Conflict(answer.value, answer.revision, answer.updated_at, by)
            continue
        values[question] = submission.value
    reasons = {question: submissions[question].why or why for question in values}
    _change(assessment, assessment.version, stored, values, actor, reasons)
    assessment.keep()
    assessment.save(update_fields=["updated_at", "expires_at"])
    if values:
        record(assessment, actor, Action.ANSWERED, questions=sorted(values))
    return conflicts


def move(*, assessment_id: UUID, seen: str, to: str, actor: User | None = None) -> Assessment:
    """Go on in a newer version: what carries over is answered there, and what was answered stays where it is.

    A second time does nothing. Raises Gone; Moved where the assessment is on neither version; NotTheNext and
    UnknownQuestionnaire where no way leads there.
    """
    about = Assessment.objects.filter(pk=assessment_id).first()
    if about is None:
        raise Gone
    way = moves.way(about.questionnaire, seen, to)  # read before the database is held
    with transaction.atomic():
        assessment = locked(assessment_id)
        if assessment.version == to:
            return assessment
        if assessment.version != seen:
            raise Moved
        stored = list(assessment.answers.filter(version__in=[seen, to]))
        _answer(assessment, to, moves.latest(way, stored).answers, actor)
        record(assessment, actor, Action.MOVED, version=to, from_=seen)
        return _settle(assessment, version=to, moved_from=seen)


@transaction.atomic
def move_back(*, assessment_id: UUID, seen: str, actor: User | None = None) -> Assessment:
    """Go back to the version from which the assessment was moved, with the answers as they were there; those
    given since stay too, and return with the next move. A second time does nothing. Raises Gone."""
    assessment = locked(assessment_id)
    if assessment.version != seen or not assessment.moved_from:
        return assessment
    record(assessment, actor, Action.MOVED, version=assessment.moved_from, from_=seen)
    return _settle(assessment, version=assessment.moved_from, moved_from="")


@transaction.atomic
def describe(
    *,
    assessment_id: UUID,
    organisation: str,
    model_name: str,
    model_version: str,
    actor: User | None = None,
) -> Assessment:
    """Say whose assessment it is and of what. Raises Gone."""
    assessment = locked(assessment_id)
    before = [assessment.organisation, assessment.title]
    assessment.organisation, assessment.model_name = organisation, model_name
    assessment.model_version = model_version
    assessment.keep()
    assessment.save()
    if before != [assessment.organisation, assessment.title]:
        record(assessment, actor, Action.DESCRIBED, before=before)
    return assessment


@transaction.atomic
def start_over(*, assessment_id: UUID, actor: User | None = None) -> None:
    """Clear every answer; the assessment and its private links stay. Raises Gone."""
    assessment = locked(assessment_id)
    by_version: dict[str, dict[str, Answer]] = {}
    for answer in assessment.answers.exclude(value=None):
        by_version.setdefault(answer.version, {})[answer.question] = answer
    for version, stored in by_version.items():
        # Cleared, not deleted: an older window must not pass its answers off as new ones.
        _change(assessment, version, stored, dict.fromkeys(stored), actor)
    assessment.save(update_fields=["updated_at"])
    record(assessment, actor, Action.STARTED_OVER)


@transaction.atomic
def delete(*, assessment_id: UUID, actor: User | None = None) -> None:
    """Delete the assessment with its answers and private links. A second time does nothing.

    Raises above.Kept."""
    with suppress(Gone):
        assessment = locked(assessment_id)  # whoever saves at the moment comes before or after
        for _file, why in above.kept_files(assessment):
            raise above.Kept(why)
        record(assessment, actor, Action.DELETED)
        assessment.delete()


@transaction.atomic
def make_private_link(*, assessment_id: UUID) -> tuple[str, PrivateLink]:
    """A new private link: its token, which is stored nowhere, and its record. Raises Gone."""
    assessment = locked(assessment_id)
    token = new_token()
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
    # Locked, and so read again where somebody is saving at the moment: then its time begins anew.
    over = Assessment.objects.select_for_update().filter(expires_at__lt=timezone.now())
    gone = [each.pk for each in over]
    Assessment.objects.filter(pk__in=gone).delete()
    return len(gone)


def _answer(assessment: Assessment, version: str, values: Mapping[str, Any], actor: User | None) -> None:
    """Let these be all answers to a version."""
    stored = {each.question: each for each in assessment.answers.filter(version=version)}
    _change(assessment, version, stored, {each: values.get(each) for each in [*values, *stored]}, actor)


def _change(
    assessment: Assessment,
    version: str,
    stored: Mapping[str, Answer],
    values: Mapping[str, Any],
    actor: User | None,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Give answers new values, with a step in the history of each that differs."""
    reasons = reasons or {}
    now, changed, history = timezone.now(), [], []
    for question, value in values.items():
        answer = stored.get(question) or _blank(assessment, version, question)
        if answer.value == value:
            continue
        step = AnswerChange(
            assessment=assessment,
            version=version,
            question=question,
            revision=answer.revision + 1,
            before=answer.value,
            after=value,
            why=reasons.get(question, ""),
            actor=actor,
            actor_name=str(actor) if actor else "",
            at=now,
        )
        answer.value, answer.revision, answer.updated_at = value, answer.revision + 1, now
        answer.answered_by = actor
        changed.append(answer)
        history.append(step)
    Answer.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["assessment", "version", "question"],
        update_fields=["value", "revision", "updated_at", "answered_by"],
    )
    AnswerChange.objects.bulk_create(history)


def _blank(assessment: Assessment, version: str, question: str) -> Answer:
    return Answer(assessment=assessment, version=version, question=question, value=None, revision=0)


def _settle(assessment: Assessment, *, version: str, moved_from: str) -> Assessment:
    assessment.version, assessment.moved_from = version, moved_from
    assessment.keep()
    assessment.save(update_fields=["version", "moved_from", "updated_at", "expires_at"])
    return assessment


def record(assessment: Assessment, actor: User | None, action: Action, **details: Any) -> None:
    """Write into the audit log of the assessment's organisation."""
    subject = assessment.title or _title(assessment)
    audit.record(
        organisation=assessment.owner,
        actor=actor,
        action=action,
        subject=subject,
        assessment=str(assessment.pk),
        **details,
    )


def _title(assessment: Assessment) -> str:
    try:
        return questionnaires.edition(assessment.questionnaire, assessment.version).questionnaire.title
    except questionnaires.UnknownQuestionnaire:
        return assessment.questionnaire


def locked(assessment_id: UUID) -> Assessment:
    """The assessment, while nobody else changes it. Raises Gone."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("owner")
    assessment = found.filter(pk=assessment_id).first()
    if assessment is None:
        raise Gone
    return assessment
