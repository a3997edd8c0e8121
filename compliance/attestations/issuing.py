"""Issuing, exactly once and all or nothing.

A request is written down first. Then whoever holds the lease (the web process that took it, or a task) makes
the sealed file outside of any transaction, writes it into the register in one, has a checkpoint signed in the
next, and marks it issued. A process may end anywhere in between: what is there is either not yet in the
register, and made again, or is in it, and goes on from there.
"""

import hashlib
import logging
import secrets
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import keyring, ledger, lifecycle, notices, pdf, queries
from .actions import Action, record
from .models import Attestation, Purpose, SealedFile, State
from .register.commitment import Kind
from .signing import TimeStampUnavailable, seal

logger = logging.getLogger(__name__)

# Our own conventions.
LEASE = timedelta(minutes=3)  # longer than making a file takes, time-stamps included
PAUSE = timedelta(minutes=1)  # before the next attempt, where a service is away
ORPHANS_STAY = timedelta(days=1)


class Overtaken(Exception):
    """Nothing is to be written down any more."""


def proceed(attestation_id: UUID) -> Attestation:
    """Go on with issuing as far as it goes now; how far that was. Any number may try at the same moment."""
    if not _lease(attestation_id):
        return Attestation.objects.get(pk=attestation_id)
    try:
        for step in (_log, _publish):
            attestation = Attestation.objects.get(pk=attestation_id)
            step(attestation)
    except TimeStampUnavailable as away:
        _wait(attestation_id, f"The time-stamping service does not answer: {away}", PAUSE)
    except ledger.Refused as refusal:
        logger.error("the register does not sign: %s", refusal)
        _wait(attestation_id, "The register does not sign at the moment.", PAUSE)
    except BaseException:
        _wait(attestation_id, "It failed, and comes again.", PAUSE)
        raise
    return Attestation.objects.get(pk=attestation_id)


def stragglers() -> int:
    """Go on with what was left; how many. Run it every minute."""
    left = Attestation.objects.filter(
        state__in=[State.REQUESTED, State.LOGGED], busy_until__lte=timezone.now()
    )
    found = list(left.order_by("made_at").values_list("pk", flat=True)[:20])
    for each in found:
        try:
            proceed(each)
        except Exception:
            logger.exception("attestation %s could not be issued; it comes again", each)
    return len(found)


def _lease(attestation_id: UUID) -> bool:
    now = timezone.now()
    free = Attestation.objects.filter(
        pk=attestation_id, state__in=[State.REQUESTED, State.LOGGED], busy_until__lte=now
    )
    return bool(free.update(busy_until=now + LEASE, attempts=F("attempts") + 1))


def _wait(attestation_id: UUID, trouble: str, pause: timedelta) -> None:
    Attestation.objects.filter(pk=attestation_id).update(
        trouble=trouble[:250], busy_until=timezone.now() + pause
    )


def _log(attestation: Attestation) -> None:
    """Make the sealed file, and write it into the register."""
    if attestation.state != State.REQUESTED:
        return
    log = ledger.log(Purpose.SITE)
    ledger.require_consistent(log.pk)  # before anything is made
    sealed = seal(
        pdf.render(queries.statement(attestation)),
        key=keyring.seal(),
        organisation=attestation.subject_organisation,
        at=timezone.now(),
        time_stamping=keyring.time_stamping() if attestation.time_stamp else None,
    )
    stored_as = storages["attestations"].save(secrets.token_hex(16), ContentFile(sealed.pdf))
    try:
        with transaction.atomic():
            if not Attestation.objects.filter(
                pk=attestation.pk, state=State.REQUESTED, digest=attestation.digest
            ).update(state=State.LOGGED, trouble=""):
                raise Overtaken
            digest = hashlib.sha256(sealed.pdf)
            before = lifecycle.supersede(attestation)
            leaf = ledger.append(log.pk, [ledger.Event(Kind.ISSUED, digest.digest(), attestation), *before])[
                0
            ]
            SealedFile.objects.create(
                attestation=attestation,
                leaf=leaf,
                sha256=digest.hexdigest(),
                size=len(sealed.pdf),
                stored_as=stored_as,
                level=sealed.level.value,
            )
    except Overtaken:
        forget_file(stored_as)  # it was given up, or changed, or another process was quicker
    except BaseException:
        forget_file(stored_as)
        raise


def _publish(attestation: Attestation) -> None:
    """Have a checkpoint signed that covers it, and mark it issued."""
    if attestation.state != State.LOGGED:
        return
    ledger.sign(attestation.files.get().leaf.log_id)
    with transaction.atomic():
        logged = Attestation.objects.filter(pk=attestation.pk, state=State.LOGGED)
        if logged.update(state=State.ISSUED, trouble=""):
            record(attestation, Action.ISSUED, digest=attestation.digest)
            notices.issued(attestation)


def forget_file(stored_as: str) -> bool:
    """Delete a stored file; False where the storage fails: then the sweep tries again."""
    try:
        storages["attestations"].delete(stored_as)
    except Exception:
        logger.exception("file %s could not be deleted", stored_as)
        return False
    return True


def sweep() -> int:
    """Remove files that no row names, left by what was interrupted; how many. Run it daily."""
    storage = storages["attestations"]
    oldest = timezone.now() - ORPHANS_STAY
    try:
        _directories, names = storage.listdir("")
    except FileNotFoundError:  # nothing was ever issued
        return 0
    named = set(SealedFile.objects.values_list("stored_as", flat=True))
    orphans = [each for each in names if each not in named and storage.get_modified_time(each) < oldest]
    return sum(forget_file(each) for each in orphans)
