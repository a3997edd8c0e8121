"""What an organisation's export has of this room: what an authority received, and what a company sent."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from django.db.models import Q

from compliance.accounts.holdings import Holding, register
from compliance.accounts.models import Organisation
from compliance.attestations.statement import read

from . import files
from .models import Enclosure, Incident, SavedView, Submission


def register_holdings() -> None:
    register(Holding("received", _received, _files))
    register(Holding("sent", _sent))
    register(Holding("incidents", _incidents))
    register(Holding("views", _views))


def _received(authority: Organisation) -> Iterable[Mapping[str, Any]]:
    found = Submission.objects.filter(authority=authority).select_related("assignee")
    every = ("enclosures", "remarks", "clarifications", "decisions", "events")
    for each in found.prefetch_related(*every).order_by("received_at", "pk"):
        yield {
            **_common(each),
            "statement": read(each.statement),
            "assignee": str(each.assignee) if each.assignee else None,
            "files": [{"file": _path(one), "sha256": one.sha256} for one in each.enclosures.all()],
            "remarks": [
                {"question": one.question, "text": one.text, "by": one.author_name, "at": one.at}
                for one in each.remarks.all()
            ],
            "history": [
                {"at": one.at, "what": one.kind, "by": one.actor_name, "details": one.details}
                for one in each.events.all()
            ],
            "decisions": [
                {
                    "outcome": one.outcome,
                    "reasons": one.reasons,
                    "proposed_by": one.proposed_by_name,
                    "proposed_at": one.proposed_at,
                    "decided_by": one.decided_by_name,
                    "decided_at": one.decided_at,
                    "returned_because": one.returned_because,
                }
                for one in each.decisions.all()
            ],
        }


def _sent(sender: Organisation) -> Iterable[Mapping[str, Any]]:
    """As far as a company sees it."""
    found = Submission.objects.filter(sender=sender).select_related("authority")
    for each in found.prefetch_related("clarifications", "events").order_by("received_at", "pk"):
        yield {
            **_common(each),
            "authority": each.authority.name,
            "history": [{"at": one.at, "what": one.kind} for one in each.events.all() if not one.internal],
        }


def _incidents(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    """Those that an authority has, or that a company reported."""
    found = Incident.objects.filter(Q(authority=organisation) | Q(reporter=organisation))
    for each in found.order_by("reported_at", "pk"):
        yield {
            "id": each.pk,
            "submission": each.submission_id,
            "title": each.title,
            "text": each.text,
            "happened_on": each.happened_on,
            "changes": each.changes,
            "reported_by": each.reported_by_name,
            "reported_at": each.reported_at,
        }


def _views(authority: Organisation) -> Iterable[Mapping[str, Any]]:
    """What its reviewers saved of the queue."""
    found = SavedView.objects.filter(authority=authority).select_related("member__user")
    for each in found.order_by("pk"):
        yield {"name": each.name, "query": each.query, "of": str(each.member.user) if each.member else None}


def _common(each: Submission) -> dict[str, Any]:
    return {
        "id": each.pk,
        "attestation": each.attestation_id,
        "digest": each.digest,
        "received_at": each.received_at,
        "follows": each.follows_id,
        "state": each.state,
        "note": each.note,
        "questions": [
            {
                "question": one.question,
                "text": one.text,
                "asked_at": one.asked_at,
                "due": one.due,
                "answer": one.answer,
                "answered_at": one.answered_at,
                "answered_by": one.answered_by_name,
            }
            for one in each.clarifications.all()
        ],
    }


def _files(authority: Organisation) -> Iterable[tuple[str, Callable[[], BinaryIO]]]:
    for each in Enclosure.objects.filter(submission__authority=authority):
        yield _path(each), cast("Callable[[], BinaryIO]", partial(files.opened, each))


def _path(enclosure: Enclosure) -> str:
    return f"{enclosure.submission_id}/{enclosure.sha256[:12]}-{enclosure.pk}"
