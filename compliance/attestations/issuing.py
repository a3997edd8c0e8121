"""Issuing, exactly once and all or nothing.

A request is written down first. Then whoever holds the lease (the web process that took it, or a task) makes
the sealed file outside of any transaction, writes it into the register in one, has a checkpoint signed in the
next, and marks it issued. A process may end anywhere in between: what is there is either not yet in the
register, and made again, or is in it, and goes on from there.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import files, keyring, ledger, lifecycle, notices, pdf, queries, renewing, requesting
from .actions import Action, record
from .models import Attestation, Confirmation, SealedFile, State
from .register.commitment import Kind
from .signing import Level, Sealed, TimeStampUnavailable, seal

logger = logging.getLogger(__name__)

# Our own conventions.
LEASE = timedelta(minutes=3)  # longer than making a file takes, time-stamps included
PAUSE = timedelta(minutes=1)  # before the next attempt, where a service is away


def proceed(attestation_id: UUID) -> Attestation:
    """Go on with issuing as far as it goes now; how far that was. Any number may try at the same moment."""
    if not _lease(attestation_id):
        return Attestation.objects.get(pk=attestation_id)
    try:
        attestation = Attestation.objects.get(pk=attestation_id)
        if attestation.state == State.REQUESTED:
            attestation = requesting.with_present_issuer(attestation=attestation)
            write_down(attestation, make(attestation))
        publish(attestation)
    except TimeStampUnavailable as away:
        _wait(attestation_id, str(away))
    except ledger.Refused as refusal:
        logger.error("the register does not sign: %s", refusal)
        _wait(attestation_id, _("The register does not sign at the moment."))
    except BaseException:
        _wait(attestation_id, _("Something failed."))
        raise
    return Attestation.objects.get(pk=attestation_id)


def again(attestation_id: UUID) -> Attestation:
    """Go on at once with what waits for its next attempt."""
    waiting = Attestation.objects.filter(pk=attestation_id).exclude(trouble="")
    waiting.update(busy_until=timezone.now())
    return proceed(attestation_id)


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


def _wait(attestation_id: UUID, trouble: str) -> None:
    later = timezone.now() + PAUSE
    waiting = Attestation.objects.filter(pk=attestation_id, state__in=[State.REQUESTED, State.LOGGED])
    waiting.update(trouble=trouble[:250], busy_until=later)


# the steps --------------------------------------------------------------------------------------------


def make(attestation: Attestation) -> Sealed:
    """The sealed file; it counts once it is written down. Raises TimeStampUnavailable and ledger.Refused."""
    ledger.require_consistent(ledger.log(attestation.purpose).pk)  # before the work
    return seal(
        pdf.render(queries.statement(attestation)),
        key=keyring.seal(),
        organisation=attestation.subject_organisation,
        at=timezone.now(),
        time_stamping=keyring.time_stamping() if attestation.time_stamp else None,
    )


def write_down(attestation: Attestation, sealed: Sealed) -> None:
    """Store the file, and write it into the register; nothing if somebody else did, or it was given up or
    changed meanwhile. Raises ledger.Refused.

    Should the answer to COMMIT be lost, nobody knows whether the file is named: it stays, for `sweep` to see.
    """
    stored_as = files.store(sealed.pdf)
    with transaction.atomic():
        lifecycle.hold(attestation)
        mine = Attestation.objects.filter(pk=attestation.pk, state=State.REQUESTED, digest=attestation.digest)
        if not mine.update(state=State.LOGGED, trouble=""):
            transaction.on_commit(lambda: files.forget(stored_as))
            return
        sha256 = files.digest(sealed.pdf)
        issued = ledger.Event(Kind.ISSUED, sha256, attestation)
        leaf, *_others = ledger.append(
            ledger.log(attestation.purpose).pk, [issued, *lifecycle.supersede(attestation)]
        )
        Confirmation.objects.filter(
            assessment=attestation.assessment_id
        ).delete()  # the next asks for its own
        SealedFile.objects.create(
            attestation=attestation,
            leaf=leaf,
            sha256=sha256.hex(),
            size=len(sealed.pdf),
            stored_as=stored_as,
            level=sealed.level.value,
            renew_before=renewing.renew_before(sealed.pdf) if sealed.level == Level.LTA else None,
        )


def publish(attestation: Attestation) -> None:
    """Have a checkpoint signed that covers it, and mark it issued. Raises ledger.Refused."""
    written = attestation.leaves.filter(kind=Kind.ISSUED).order_by("log", "index").last()
    if written is None:  # it was given up
        return
    if not ledger.covered(written):
        ledger.sign(written.log_id)
    with transaction.atomic():
        lifecycle.hold(attestation)
        logged = Attestation.objects.filter(pk=attestation.pk, state=State.LOGGED)
        if logged.update(state=State.ISSUED, trouble="", busy_until=timezone.now()):
            record(attestation, Action.ISSUED, digest=attestation.digest)
            notices.issued(attestation)
