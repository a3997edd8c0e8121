"""What pages need to know about submissions: an authority's own, and those that a company sent."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.accounts.models import Membership, Organisation

from .models import Clarification, Decision, Submission

WHOLE = ("enclosures", "remarks", "clarifications", "decisions", "events", "incidents")


def of_authority(authority: Organisation) -> QuerySet[Submission]:
    return Submission.objects.filter(authority=authority)


def one(authority: Organisation, submission_id: UUID) -> Submission | None:
    """With everything about it, in a fixed number of queries."""
    found = of_authority(authority).filter(pk=submission_id)
    related = found.select_related("authority", "sender", "follows", "assignee", "attestation__superseded_by")
    return related.prefetch_related(*WHOLE, "followed_by").first()


def sent_by(sender: Organisation) -> QuerySet[Submission]:
    """The newest first."""
    found = Submission.objects.filter(sender=sender).select_related("authority")
    return found.prefetch_related("clarifications").order_by("-received_at", "-pk")


def one_sent(sender: Organisation, submission_id: UUID) -> Submission | None:
    found = sent_by(sender).filter(pk=submission_id).select_related("authority", "attestation", "follows")
    return found.prefetch_related("enclosures", "events", "followed_by", "decisions").first()


def waiting(sender: Organisation) -> QuerySet[Clarification]:
    """What a company was asked and has not answered."""
    found = Clarification.objects.filter(
        submission__sender=sender, submission__closed=False, answered_at=None
    )
    return found.order_by("due", "pk")


def reviewers(authority: Organisation) -> QuerySet[Membership]:
    found = authority.memberships.filter(reviewer=True, user__is_active=True)
    return found.select_related("user").order_by("user__name", "pk")


def proposal(submission: Submission) -> Decision | None:
    """What waits for a second reviewer."""
    standing = (each for each in submission.decisions.all() if not each.returned_because)
    return next((each for each in standing if each.decided_at is None), None)


def decision(submission: Submission) -> Decision | None:
    """How it was closed."""
    return next((each for each in submission.decisions.all() if each.decided_at), None)


def overdue() -> Q:
    """Clarifications whose day has passed."""
    return Q(answered_at=None, due__lt=timezone.localdate())
