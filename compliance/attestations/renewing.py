"""Renewing what is sealed for the long term: before the certificate of the newest time-stamp expires, the
whole file is stamped again. The file before stays genuine; both are in the register."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from . import files, keyring, ledger, lifecycle, queries
from .actions import Action, record
from .inspecting import inspect
from .models import Attestation, SealedFile, State
from .register.commitment import Kind
from .signing import CannotRenew, TimeStampUnavailable, renew

logger = logging.getLogger(__name__)

AHEAD = timedelta(days=90)  # so long before; our own convention
AT_ONCE = 20


def renew_due() -> int:
    """Renew what has to be; how many. Run it daily. What fails comes again the next day."""
    service = keyring.time_stamping()
    if service is None:
        return 0
    due = SealedFile.objects.filter(
        renew_before__lte=timezone.localdate() + AHEAD,
        attestation__state=State.ISSUED,
        attestation__withdrawn_at=None,
    )
    renewed = 0
    for file in due.select_related("attestation").order_by("renew_before")[:AT_ONCE]:
        try:
            content = renew(queries.content(file), time_stamping=service)
        except (TimeStampUnavailable, CannotRenew, FileNotFoundError):
            logger.exception("the file %s could not be renewed", file.sha256[:12])
            continue
        _write_down(file, content)
        renewed += 1
    return renewed


def renew_before(content: bytes) -> date | None:
    """The day on which the newest time-stamp of a file for the long term cannot be checked any more."""
    found = inspect(content, trusted=keyring.seals(), time_stamp_roots=keyring.time_stamp_roots())
    return found.stamps[-1].until.date() if found.level == "LTA" else None


def _write_down(old: SealedFile, content: bytes) -> None:
    stored_as = files.store(content)
    with transaction.atomic():
        lifecycle.hold(old.attestation)
        attestation = Attestation.objects.select_for_update(of=("self",)).get(pk=old.attestation_id)
        if not SealedFile.objects.filter(pk=old.pk, renew_before__isnull=False).update(renew_before=None):
            transaction.on_commit(lambda: files.forget(stored_as))  # another process was quicker
            return
        sha256 = files.digest(content)
        event = ledger.Event(Kind.RENEWED, sha256, attestation)
        leaf = ledger.append(lifecycle.log_id(attestation), [event])[0]
        SealedFile.objects.create(
            attestation=attestation,
            leaf=leaf,
            sha256=sha256.hex(),
            size=len(content),
            stored_as=stored_as,
            level=old.level,
            renew_before=renew_before(content),
        )
        record(attestation, Action.RENEWED)
    lifecycle.sign(leaf)
