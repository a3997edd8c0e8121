"""Incidents: reported by a company about what it sent, or noted by the authority."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

import questionnaires
from compliance.accounts import audit
from compliance.accounts.models import Organisation, User
from compliance.attestations.statement import read

from . import notices
from .actions import Action
from .models import Event, Incident, Submission

MAIN = "downstream-modification"  # its question names the kinds of change
CHANGES = "modifications"


def kinds() -> list[tuple[str, str]]:
    """The kinds of change, in the words of the newest questions."""
    question = questionnaires.edition(MAIN).questions[CHANGES]
    return [(each.id, each.text) for each in question.choices if not each.exclusive]


def declared(submission: Submission) -> list[str]:
    """The kinds of change that a submission declares."""
    found = read(submission.statement)["answers"].get(CHANGES, [])
    known = dict(kinds())
    return [each for each in found if each in known]


def in_words(incident: Incident) -> list[str]:
    known = dict(kinds())
    return [known.get(each, each) for each in incident.changes]


@transaction.atomic
def report(
    *,
    authority: Organisation,
    actor: User,
    title: str,
    text: str,
    happened_on: date,
    changes: Sequence[str],
    submission: Submission | None = None,
    reporter: Organisation | None = None,
) -> Incident:
    """Write it down. `reporter`: the company that tells it; else the authority notes it."""
    new = Incident.objects.create(
        authority=authority,
        reporter=reporter,
        submission=submission,
        title=title,
        text=text,
        happened_on=happened_on,
        changes=list(changes),
        by_company=reporter is not None,
        reported_by_name=str(actor),
    )
    about: dict[str, Any] = {"action": Action.INCIDENT, "subject": title, "incident": str(new.pk)}
    audit.record(organisation=authority, actor=None if reporter else actor, **about)
    if reporter:
        audit.record(organisation=reporter, actor=actor, **about)
        notices.incident(new)
    if submission:
        Event.objects.create(
            submission=submission,
            kind=Action.INCIDENT.value,
            actor_name=str(actor),
            by_sender=reporter is not None,
            internal=True,
        )
    return new


def of_authority(authority: Organisation) -> QuerySet[Incident]:
    """The newest first."""
    found = Incident.objects.filter(authority=authority).select_related("reporter", "submission")
    return found.order_by("-reported_at", "-pk")
