"""What people are told by e-mail, within the transaction that it is about."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.accounts.models import User
from compliance.deliveries.notices import tell

from . import queries
from .models import Clarification, Decision, Incident, Submission

# Both our own conventions.
BEFORE = timedelta(days=3)
LONG_LATE = timedelta(days=30)  # after which nobody needs to be told


def received(submission: Submission) -> None:
    """The receipt, to whoever sent it; and to its reviewer, where it follows one that has a reviewer."""
    if submission.submitted_by:
        _send(submission, "received", [submission.submitted_by], _("Received: %s"), _theirs(submission))
    if submission.assignee:
        _send(submission, "followed", [submission.assignee], _("A newer attestation: %s"), _ours(submission))


def asked(clarification: Clarification) -> None:
    """To those of the company who can answer."""
    here = clarification.submission
    _send(here, "asked", _company(here), _("A question about %s"), _theirs(here), clarification)


def remind() -> int:
    """Tell companies of questions whose day is near or over; how many questions. Run it daily: whoever was
    told of one is not told again."""
    today = timezone.localdate()
    due = Clarification.objects.filter(
        answered_at=None,
        submission__closed=False,
        due__range=(today - LONG_LATE, today + BEFORE),
    ).exclude(submission__sender=None)
    found = list(due.select_related("submission__sender", "submission__authority"))
    for each in found:
        here = each.submission
        if each.due < today:
            _send(here, "late", _company(here), _("Not answered in time: %s"), _theirs(here), each)
        elif timezone.localdate(each.asked_at) < each.due - BEFORE:  # who was asked just now knows
            _send(here, "due", _company(here), _("To be answered soon: %s"), _theirs(here), each)
    return len(found)


def answered(clarification: Clarification) -> None:
    here = clarification.submission
    reviewer = here.assignee or clarification.asked_by
    _send(here, "answered", [reviewer] if reviewer else [], _("Answered: %s"), _ours(here), clarification)


def proposed(decision: Decision) -> None:
    """To the other reviewers: one of them is to look as well."""
    here = decision.submission
    reviewers = queries.reviewers(here.authority).exclude(user=decision.proposed_by)
    others = [each.user for each in reviewers]
    _send(here, "proposed", others, _("A decision waits for you: %s"), _ours(here), decision)


def incident(incident: Incident) -> None:
    """To those who review at the authority, where a company reports it."""
    address = settings.ADDRESS + reverse("review:incident", args=[incident.authority_id, incident.pk])
    body = render_to_string("review/mail/incident.txt", {"incident": incident, "address": address})
    reviewers = [each.user for each in queries.reviewers(incident.authority)]
    subject = _("Incident reported: %s") % incident.title
    tell(reviewers, number=f"incident-{incident.pk}", subject=subject, body=body)


def decided(decision: Decision) -> None:
    here = decision.submission
    _send(here, "decided", _company(here), _("Decided: %s"), _theirs(here), decision)


def _company(submission: Submission) -> list[User]:
    if submission.sender is None:
        return []
    members = submission.sender.memberships.select_related("user").filter(user__is_active=True)
    return [each.user for each in members if each.signatory or each.assessor]


def _ours(submission: Submission) -> str:
    return settings.ADDRESS + reverse("review:case", args=[submission.authority_id, submission.pk])


def _theirs(submission: Submission) -> str:
    return settings.ADDRESS + reverse("review:sent", args=[submission.sender_id, submission.pk])


def _send(
    submission: Submission,
    what: str,
    to: Iterable[User],
    subject: str,
    address: str,
    about: Clarification | Decision | None = None,
) -> None:
    body = render_to_string(
        f"review/mail/{what}.txt", {"submission": submission, "address": address, "about": about}
    )
    number = f"submission-{submission.pk}-{what}" + (f"-{about.pk}" if about else "")
    tell(to, number=number, subject=subject % submission.subject_model, body=body)
