"""What this room records in the audit log."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from compliance.accounts import audit
from compliance.accounts.models import User

from .models import Attestation


@audit.know
class Action(TextChoices):
    SIGNED = "attestation.signed", _("signed the attestation of")
    UNSTAMPED = "attestation.unstamped", _("chose to go without a time-stamp for the attestation of")
    ABANDONED = "attestation.abandoned", _("gave up issuing the attestation of")
    ISSUED = "attestation.issued", _("issued the attestation of")
    SUPERSEDED = "attestation.superseded", _("superseded the attestation of")
    WITHDRAWN = "attestation.withdrawn", _("withdrew the attestation of")
    SHARED = "attestation.shared", _("changed who may see the attestation of")
    RENEWED = "attestation.renewed", _("renewed the time-stamps of the attestation of")


def record(attestation: Attestation, action: Action, actor: User | None = None, **details: Any) -> None:
    audit.record(
        organisation=attestation.organisation,
        actor=actor,
        action=action,
        subject=attestation.subject_model,
        attestation=str(attestation.pk),
        **details,
    )
