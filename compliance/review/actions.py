"""What happens to a submission: told in its history, and in the audit logs of those whom it concerns."""

from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.accounts import audit
from compliance.accounts.models import User

from .models import Event, Submission


@audit.know
class Action(TextChoices):
    SUBMITTED = "submission.submitted", _("submitted the attestation of")
    RECEIVED = "submission.received", _("received the attestation of")
    FOLLOWED = "submission.followed", _("received a newer attestation of")
    ASSIGNED = "submission.assigned", _("assigned the review of")
    REMARKED = "submission.remarked", _("noted something about")
    ASKED = "submission.asked", _("asked for a clarification of")
    ANSWERED = "submission.answered", _("answered a question about")
    PROPOSED = "submission.proposed", _("proposed a decision about")
    RETURNED = "submission.returned", _("did not agree with the decision about")
    DECIDED = "submission.decided", _("decided about")
    INCIDENT = "incident.reported", _("reported an incident:")


# What reviewers read in the history, after the name of who did it.
HISTORY = {
    Action.SUBMITTED: _("submitted it"),
    Action.RECEIVED: _("Received"),
    Action.FOLLOWED: _("A newer attestation was received"),
    Action.ASSIGNED: _("gave the review to %(to)s"),
    Action.REMARKED: _("wrote a remark"),
    Action.ASKED: _("asked the company, until %(due)s"),
    Action.ANSWERED: _("answered for the company"),
    Action.PROPOSED: _("proposed to close it"),
    Action.RETURNED: _("did not agree"),
    Action.DECIDED: _("closed it"),
    Action.INCIDENT: _("reported an incident"),
}

# What its sender reads there.
PUBLIC = {
    Action.RECEIVED: _("Received"),
    Action.FOLLOWED: _("A newer attestation was received"),
    Action.ASKED: _("Clarification asked"),
    Action.ANSWERED: _("Answer received"),
    Action.DECIDED: _("Closed"),
}


def in_history(event: Event) -> str:
    """What happened, in words that follow the name of who did it, where it was somebody."""
    if event.kind == Action.ASSIGNED and not event.details["to"]:
        return gettext("gave the review to nobody")
    told = dict(event.details)
    if "due" in told:
        told["due"] = date_format(date.fromisoformat(told["due"]), "j F Y")
    return str(HISTORY[Action(event.kind)]) % told


def record(
    submission: Submission, action: Action, actor: User | None, *, by_sender: bool = False, **details: Any
) -> None:
    """In the history, in the authority's log, and in the sender's where it is theirs to know."""
    Event.objects.create(
        submission=submission,
        kind=action.value,
        actor_name=str(actor) if actor else "",
        by_sender=by_sender,
        internal=action not in PUBLIC,
        details=details,
    )
    about = {"subject": str(submission), "submission": str(submission.pk), **details}
    audit.record(
        organisation=submission.authority, actor=None if by_sender else actor, action=action, **about
    )
    if by_sender:
        audit.record(organisation=submission.sender, actor=actor, action=action, **about)
