"""Working on an assessment together. Each service is one transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

import questionnaires
from compliance.accounts.models import Membership, Organisation, User

from .actions import Action
from .given import given
from .models import Answer, AnswerChange, Assessment, Assignment, Comment
from .services import locked, record

MOST_COMMENTS = 500  # on one assessment; our own convention


class TooManyComments(Exception):
    pass


@transaction.atomic
def take_along(
    *, assessment_ids: Iterable[UUID], organisation: Organisation, actor: User
) -> list[Assessment]:
    """Give a guest's assessments to an organisation. Their private links end: whoever works on them from now
    on is a member. What is not a guest's (any more) is left alone."""
    found = Assessment.objects.select_for_update().filter(pk__in=list(assessment_ids), owner=None)
    taken = list(found.order_by("pk"))
    for each in taken:
        each.owner, each.created_by = organisation, actor
        each.organisation = each.organisation or organisation.name
        each.keep()
        each.save()
        each.links.all().delete()
        record(each, actor, Action.TAKEN_ALONG)
    return taken


@transaction.atomic
def copy(*, assessment_id: UUID, actor: User, model_name: str, model_version: str) -> Assessment:
    """A new assessment that starts from the answers of another one of the organisation. Raises Gone."""
    source = locked(assessment_id)
    new = Assessment(
        questionnaire=source.questionnaire,
        version=source.version,
        owner=source.owner,
        created_by=actor,
        organisation=source.organisation,
        model_name=model_name,
        model_version=model_version,
    )
    new.keep()
    new.save()
    answers = [
        Answer(
            assessment=new, version=each.version, question=each.question, value=each.value, answered_by=actor
        )
        for each in source.answers.filter(version=source.version).exclude(value=None)
    ]
    Answer.objects.bulk_create(answers)
    why = _("Copied from %s") % (source.title or _("an earlier assessment"))
    AnswerChange.objects.bulk_create(
        AnswerChange(
            assessment=new,
            version=each.version,
            question=each.question,
            revision=1,
            after=each.value,
            why=why,
            actor=actor,
            actor_name=str(actor),
        )
        for each in answers
    )
    record(new, actor, Action.COPIED, source=str(source.pk))
    return new


@transaction.atomic
def set_due(*, assessment_id: UUID, due: date | None, actor: User) -> None:
    """Say until when an assessment should be complete. Raises Gone."""
    assessment = locked(assessment_id)
    if assessment.due != due:
        record(assessment, actor, Action.DESCRIBED, due=str(due or ""))
        assessment.due = due
        assessment.save(update_fields=["due", "updated_at"])


# assignments ------------------------------------------------------------------------------------------


@transaction.atomic
def assign(
    *,
    assessment_id: UUID,
    actor: User,
    assignee: Membership,
    sections: Sequence[str],
    questions: Sequence[str],
    note: str,
    due: date | None,
    address: str,
) -> Assignment:
    """Ask a colleague to answer sections or single questions, and tell them by e-mail. Raises Gone."""
    assessment = locked(assessment_id)
    assignment = Assignment.objects.create(
        assessment=assessment,
        assignee=assignee,
        sections=list(sections),
        questions=list(questions),
        note=note,
        due=due,
        assigned_by=actor,
        address=address[:500],
    )
    edition = questionnaires.edition(assessment.questionnaire, assessment.version)
    context = {
        "given": given(assignment, edition),
        "assessment": assessment,
        "actor": actor,
        "address": address,
    }
    EmailMessage(
        subject=_("%(person)s asks you to answer questions about %(model)s")
        % {"person": " ".join(str(actor).split()), "model": assessment.title or _("an AI model")},
        body=render_to_string("assessments/mail/assignment.txt", context),
        to=[assignee.user.email],
    ).send()
    record(
        assessment,
        actor,
        Action.ASSIGNED,
        to=str(assignee.user),
        sections=list(sections),
        questions=list(questions),
    )
    return assignment


@transaction.atomic
def unassign(*, assessment_id: UUID, assignment_id: int, actor: User) -> None:
    """Take questions back. What was answered stays. A second time does nothing. Raises Gone."""
    assessment = locked(assessment_id)
    found = assessment.assignments.select_related("assignee__user").filter(pk=assignment_id).first()
    if found:
        found.delete()
        record(assessment, actor, Action.UNASSIGNED, to=str(found.assignee.user))


# comments ---------------------------------------------------------------------------------------------


@transaction.atomic
def comment(*, assessment_id: UUID, question: str, text: str, actor: User) -> Comment:
    """Say something about an answer. Raises Gone and TooManyComments."""
    assessment = locked(assessment_id)
    if assessment.comments.count() >= MOST_COMMENTS:
        raise TooManyComments
    new = Comment.objects.create(
        assessment=assessment, question=question, text=text, author=actor, author_name=str(actor)
    )
    record(assessment, actor, Action.COMMENTED, question=question)
    return new
