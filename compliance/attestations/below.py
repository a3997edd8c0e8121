"""What this room says in the one below: on the board, of files that an attestation names, and
where what it was made of is deleted."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


def left(assessment: Assessment) -> Sequence[str]:
    """An attestation outlives the answers in progress that it was made of."""
    found = list(Attestation.objects.filter(assessment=assessment, state__in=queries.SEEN))
    if not found:
        return []
    text = ngettext(
        "The attestation that was signed of it stays: its PDF with all answers, its proof, and what the "
        "register has of it. It can be read, shown and withdrawn as before, and not assessed again from "
        "here.",
        "The %(n)s attestations that were signed of it stay: their PDFs with all answers, their proofs, and "
        "what the register has of them. They can be read, shown and withdrawn as before, and not assessed "
        "again from here.",
        len(found),
    )
    said = [text % {"n": len(found)}]
    if any(each.under_way or each.stands for each in found):
        said.append(_("One is still in force. If it does not hold any more, withdraw it."))
    return said
