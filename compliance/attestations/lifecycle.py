"""What happens to an attestation once it is issued. Each change is a leaf of the register with a document
that tells it; the columns only repeat that document. The register signs for it right after."""

import hashlib
import logging
from typing import Any

import rfc8785
from django.db import transaction
from django.utils import timezone

from compliance.accounts.models import Organisation, User

from . import ledger
from .actions import Action, record
from .models import Attestation, Leaf, State
from .register.commitment import Kind

logger = logging.getLogger(__name__)


def withdraw(*, attestation: Attestation, reason: str, actor: User) -> None:
    """Say, for good, that it does not hold any more. A second time does nothing. Raises ledger.Refused."""
    with transaction.atomic():
        found = _locked(attestation)
        if found is None or found.state != State.ISSUED or found.withdrawn_at:
            return
        found.withdrawn_at, found.withdrawn_because = timezone.now().replace(microsecond=0), reason
        found.save(update_fields=["withdrawn_at", "withdrawn_because"])
        told = event(found, Kind.WITHDRAWN, at=found.withdrawn_at.isoformat(), reason=reason)
        leaf = ledger.append(log_id(found), [told])[0]
        record(found, Action.WITHDRAWN, actor, reason=reason)
    sign(leaf)


def share(*, attestation: Attestation, shows: str, published: bool, actor: User) -> None:
    """Change what verifying shows, and whether the public register lists it. Raises ledger.Refused."""
    with transaction.atomic():
        found = _locked(attestation)
        if found is None or found.state != State.ISSUED:
            return
        if (found.shows, found.published) == (shows, published):
            return
        found.shows, found.published = shows, published
        found.save(update_fields=["shows", "published"])
        leaf = ledger.append(log_id(found), [event(found, Kind.SHARED, shows=shows, published=published)])[0]
        record(found, Action.SHARED, actor, shows=shows, published=published)
    sign(leaf)


def supersede(new: Attestation) -> list[ledger.Event]:
    """Mark what a new attestation takes the place of, within the transaction that writes the new one down;
    the events that tell so."""
    old = Attestation.objects.select_for_update(of=("self",)).filter(
        assessment=new.assessment_id, state=State.ISSUED, superseded_by=None, withdrawn_at=None
    )
    events = []
    for each in old.exclude(pk=new.pk).exclude(assessment=None):
        each.superseded_by = new
        each.save(update_fields=["superseded_by"])
        events.append(event(each, Kind.SUPERSEDED, by=str(new.pk)))
        record(each, Action.SUPERSEDED, by=str(new.pk))
    return events


def sign(leaf: Leaf) -> None:
    """Have the register sign for what was just committed; if it cannot now, it does so within a minute."""
    try:
        ledger.sign(leaf.log_id)
    except ledger.Refused:
        logger.exception("the register does not sign")


def log_id(attestation: Attestation) -> int:
    """The log that goes on, of the kind that it was issued in."""
    return ledger.log(attestation.purpose).pk


def event(attestation: Attestation, kind: Kind, **what: Any) -> ledger.Event:
    file = attestation.files.order_by("pk").values_list("sha256", flat=True)[0]
    told = {"kind": kind.value, "attestation": str(attestation.pk), "file": file, **what}
    document = rfc8785.dumps(told)
    return ledger.Event(kind, hashlib.sha256(document).digest(), attestation, document.decode())


def hold(attestation: Attestation) -> None:
    """Within a transaction, and before any other lock: nobody deletes the organisation meanwhile."""
    if attestation.organisation_id:
        Organisation.objects.select_for_update(no_key=True).filter(pk=attestation.organisation_id).first()


def _locked(attestation: Attestation) -> Attestation | None:
    """None where its organisation was deleted."""
    hold(attestation)
    found = Attestation.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.filter(pk=attestation.pk).first()
