"""What this room says in the one below: on the board, and of files that an attestation names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.assessments.above import Mark
from compliance.assessments.models import Assessment, Evidence

from . import queries
from .models import Attestation, Status


def marks(assessments: Sequence[Assessment]) -> Mapping[UUID, Mark]:
    return {each: _mark(newest) for each, newest in queries.newest(assessments).items()}


def _mark(attestation: Attestation) -> Mark:
    address = reverse("attestations:attestation", args=[attestation.organisation_id, attestation.pk])
    if attestation.under_way:
        return Mark(_("attestation being issued"), address)
    until = date_format(attestation.valid_until, "j M Y")
    words = {
        Status.EXPIRING: _("attested, ends %s"),
        Status.EXPIRED: _("attested until %s, expired"),
        Status.WITHDRAWN: _("attestation withdrawn"),
    }
    status = attestation.status
    text = words.get(status, _("attested until %s"))
    return Mark(text % until if "%s" in text else text, address, soon=status == Status.EXPIRING)


def why_kept(evidence: Evidence) -> str:
    """A file stays while an attestation that names it stands: somebody may ask to see it."""
    for each in Attestation.objects.filter(assessment=evidence.assessment_id):
        named = {file["sha256"] for file in queries.statement(each)["evidence"]}
        if evidence.sha256 in named and (each.under_way or each.stands):
            day = date_format(each.made_at, "j F Y")
            text = _("The attestation of %s names this file: it has to stay until that one has ended.")
            return text % day
    return ""
