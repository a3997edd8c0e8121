"""Reminders of questions that are due by a day: one shortly before it, one when it is over, each once.
That somebody was reminded is written together with the mail: neither is there without the other."""

import logging
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaires import UnknownQuestionnaire

from .actions import Action
from .given import Given, given
from .models import Assignment
from .queries import standing
from .services import record

logger = logging.getLogger(__name__)

# Both our own conventions.
BEFORE = timedelta(days=2)
LONG_LATE = timedelta(days=30)  # after which nobody needs to be told


def remind() -> int:
    """Remind everybody whose turn it is; how many. Who was asked only within the last two days before the day
    knows, and is reminded when it is over."""
    today = timezone.localdate()
    soon = Q(due__range=(today, today + BEFORE), reminded_before_at=None)
    late = Q(due__range=(today - LONG_LATE, today - timedelta(days=1)), reminded_late_at=None)
    found = Assignment.objects.filter(soon | late).select_related("assignee__user", "assigned_by")
    return sum(_tried(each, today) for each in found.order_by("pk"))


def _tried(assignment: Assignment, today: date) -> bool:
    """What fails for one keeps it from no other."""
    try:
        return _remind(assignment, today)
    except Exception:
        logger.exception("No reminder for assignment %d; it is tried again", assignment.pk)
        return False


def _remind(assignment: Assignment, today: date) -> bool:
    assert assignment.due is not None  # noqa: S101 - that is how they were found
    late = assignment.due < today
    if not late and timezone.localdate(assignment.created_at) >= assignment.due - BEFORE:
        return False
    try:
        found = standing(assignment.assessment_id)
    except UnknownQuestionnaire:
        return False
    if found is None:
        return False
    words = given(assignment, found.edition, found.outcome.unanswered)
    return bool(words.open) and _send(words, found.assessment.title, late=late)


@transaction.atomic
def _send(words: Given, model: str, *, late: bool) -> bool:
    """Whether it was not sent before, and not taken back meanwhile."""
    assignment = words.assignment
    mark = "reminded_late_at" if late else "reminded_before_at"
    now = timezone.now()
    if not Assignment.objects.filter(pk=assignment.pk, **{mark: None}).update(**{mark: now}):
        return False
    subject = _("Late: questions about %s") if late else _("Due soon: questions about %s")
    context = {"given": words, "model": model, "assessment": assignment.assessment, "late": late}
    EmailMessage(
        subject=subject % (model or _("an AI model")),
        body=render_to_string("assessments/mail/reminder.txt", context),
        to=[assignment.assignee.user.email],
    ).send()
    record(assignment.assessment, None, Action.REMINDED, to=str(assignment.assignee.user))
    return True
