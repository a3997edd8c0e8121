"""What people are told by e-mail. Each is written into the outbox once, however often it comes."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.accounts.models import User
from compliance.deliveries.notices import tell

from .models import Attestation, State

REMINDERS = (60, 30, 7)  # days before the end; our own convention


def issued(attestation: Attestation) -> None:
    """To whoever signed it."""
    signatory = attestation.signed_by
    if signatory:
        _send(attestation, "issued", [signatory], _("Your attestation of %s is issued"))


def remind() -> int:
    """Tell of attestations that end soon: those who can sign and those who can answer; how many were told of.
    Run it daily: whoever was reminded of a day is not reminded of it again."""
    today = timezone.localdate()
    soon = Attestation.objects.filter(
        state=State.ISSUED,
        superseded_by=None,
        withdrawn_at=None,
        valid_until__gte=today,
        valid_until__lt=today + timedelta(days=max(REMINDERS)),
    )
    found = list(soon.select_related("organisation"))
    for each in found:
        left = (each.valid_until - today).days + 1  # the last day counts
        due = min(days for days in REMINDERS if left <= days)
        _send(each, f"ends-{due}", _concerned(each), _("Your attestation of %s ends soon"), days=left)
    return len(found)


def _concerned(attestation: Attestation) -> list[User]:
    if attestation.organisation is None:
        return []
    members = attestation.organisation.memberships.select_related("user").filter(user__is_active=True)
    return [each.user for each in members if each.signatory or each.assessor]


def _send(attestation: Attestation, what: str, to: list[User], subject: str, **more: object) -> None:
    address = settings.ADDRESS + reverse(
        "attestations:attestation", args=[attestation.organisation_id, attestation.pk]
    )
    body = render_to_string(
        f"attestations/mail/{what.split('-', maxsplit=1)[0]}.txt",
        {"attestation": attestation, "address": address, **more},
    )
    number = f"attestation-{attestation.pk}-{what}"
    tell(to, number=number, subject=subject % attestation.subject_model, body=body)
