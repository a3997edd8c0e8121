"""The letter that tells a company how its submission was decided: sealed like an attestation, and in the
register. Who decided is not in it: it is the authority's."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from compliance.attestations import keyring, ledger, letters, qr, typography
from compliance.attestations.models import Letter
from compliance.attestations.statement import read

from .models import Decision, Submission

logger = logging.getLogger(__name__)

FORMAT = "modcheck-decision"
NEWEST = 200  # decisions that are looked at for a missing letter; our own convention


def of(decision: Decision) -> Letter | None:
    """The letter about a decision, where it is made."""
    return Letter.objects.filter(key=_key(decision)).first()


def issue(decision: Decision) -> Letter | None:
    """Make it; None while the register does not sign, or it cannot be printed: then it comes again."""
    here = decision.submission
    assert decision.decided_at is not None  # noqa: S101 - a proposal has no letter
    context = {
        "decision": decision,
        "submission": here,
        "statement": read(here.statement),
        "declared_on": datetime.fromisoformat(read(here.statement)["made_at"]),
        "evaluation": keyring.evaluation(),
        "code": qr.drawn(address(), f"QR code of the address {address()}"),
        "address": address(),
    }
    try:
        return letters.issue(
            organisation=here.authority,
            key=_key(decision),
            document=document(decision),
            html=render_to_string("review/letter.html", context),
            made_at=decision.decided_at,
        )
    except (ledger.Refused, typography.Unprintable):
        logger.exception("the letter about %s is not made yet; it comes again", here.pk)
        return None


def stragglers() -> int:
    """Make those that are missing; how many. Run it every minute."""
    decided = Decision.objects.exclude(decided_at=None).order_by("-decided_at")[:NEWEST]
    found = list(decided.select_related("submission__authority"))
    made = set(Letter.objects.filter(key__in=[_key(each) for each in found]).values_list("key", flat=True))
    return sum(issue(each) is not None for each in found if _key(each) not in made)


def document(decision: Decision) -> dict[str, Any]:
    """What it says, for machines."""
    here = decision.submission
    assert decision.decided_at is not None  # noqa: S101 - a proposal has no letter
    return {
        "format": FORMAT,
        "format_version": 1,
        "authority": {"id": str(here.authority_id), "name": here.authority.name},
        "submission": str(here.pk),
        "received_at": here.received_at.isoformat(),
        "subject": dict(read(here.statement)["subject"]),
        "statement_sha256": here.digest,
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "decided_at": decision.decided_at.isoformat(),
        "evaluation": keyring.evaluation(),
    }


def address() -> str:
    """Where anybody can verify it."""
    return f"{settings.ADDRESS}/verify/"


def unprintable(submission: Submission, reasons: str) -> str:
    """Why a letter with these reasons could not be printed; empty where it can."""
    names = {"the reasons": reasons, "the authority's name": submission.authority.name}
    try:
        letters.check(names)
    except typography.Unprintable as error:
        return str(error)
    return ""


def _key(decision: Decision) -> str:
    return f"decision {decision.pk}"
