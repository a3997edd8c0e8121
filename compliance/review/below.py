"""What this room says on an attestation's page: to whom it was sent, and the offer to send it."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.accounts.models import Membership
from compliance.attestations.above import Line, Offer
from compliance.attestations.models import Attestation


def lines(attestation: Attestation) -> Sequence[Line]:
    found = attestation.submissions.select_related("authority").order_by("received_at")
    return [
        Line(
            each.authority.name,
            each.get_state_display(),
            reverse("review:sent", args=[attestation.organisation_id, each.pk]),
        )
        for each in found
    ]


def offers(attestation: Attestation, membership: Membership) -> Sequence[Offer]:
    if not (membership.signatory and attestation.stands):
        return []
    address = reverse("review:submit", args=[attestation.organisation_id, attestation.pk])
    return [Offer(_("Send to an authority"), address)]
