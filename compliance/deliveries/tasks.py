"""Sending. Nothing is sent by two at once: whoever sends holds a lease, and stops before it is over.

That a server accepts a message and that we write it down cannot be one step. A process that ends in between
leaves a lease that runs out, and the message goes out once more, with the same reference.
"""

import logging
import random
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.utils import retry

from compliance.accounts.encryption import encryption

from . import transports
from .models import KEYS, OPEN, Delivery, State

logger = logging.getLogger(__name__)

# All our own conventions.
LEASE = timedelta(minutes=5)
TIME_TO_SEND = timedelta(minutes=4)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_ATTEMPTS = 16  # with the pauses between them, about two days


@task()
def deliver(delivery_id: str) -> None:
    """Try, unless somebody else does, or did, or it is too early. What goes wrong with the transport is
    written down and tried again later."""
    delivery = _lease(UUID(delivery_id))
    if delivery is None:
        return
    about = f"{delivery.kind} {delivery.id}"
    try:
        where = transports.send(delivery, _content(delivery), within=TIME_TO_SEND)
    except transports.Refused as refusal:
        told = transports.in_words(refusal)
        logger.error("%s is refused for good: %s", about, told)
        _finish(delivery, State.GIVEN_UP, told)
    except Exception as error:
        told = transports.in_words(error)
        if delivery.attempts >= MOST_ATTEMPTS:
            logger.error("%s is given up after %d attempts: %s", about, delivery.attempts, told)
            _finish(delivery, State.GIVEN_UP, told)
        else:
            logger.warning("%s failed (attempt %d) and comes again: %s", about, delivery.attempts, told)
            _wait(delivery, told)
    else:
        logger.info("%s: %s", about, where)
        _finish(delivery, State.SENT)


def pause(attempts: int) -> timedelta:
    """Before the next attempt: twice as long each time, and never for all at the same moment."""
    doubled: timedelta = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return doubled * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


@transaction.atomic(durable=True)  # so that nothing is ever sent from within a transaction
def _lease(delivery_id: UUID) -> Delivery | None:
    """Take it, with one statement that succeeds for one of several only."""
    now = timezone.now()
    free = Delivery.objects.filter(
        pk=delivery_id, state__in=OPEN, due_at__lte=now, attempts__lt=MOST_ATTEMPTS
    )
    if not free.update(state=State.SENDING, attempts=F("attempts") + 1, due_at=now + LEASE):
        return None
    return Delivery.objects.get(pk=delivery_id)


def _content(delivery: Delivery) -> bytes:
    try:
        return encryption(KEYS).decrypt(bytes(delivery.content))
    except InvalidToken:
        raise transports.Failed(
            "Written under another secret key: name that one in MODCHECK_OLD_SECRET_KEYS."
        ) from None


def _finish(delivery: Delivery, state: State, told: str = "") -> None:
    # What was accepted was sent, even if somebody else holds the lease by now.
    mine = Q() if state == State.SENT else Q(attempts=delivery.attempts)
    _note(delivery, mine, state=state, due_at=None, finished_at=timezone.now(), last_error=told)


def _wait(delivery: Delivery, told: str) -> None:
    due_at = timezone.now() + pause(delivery.attempts)
    _note(delivery, Q(attempts=delivery.attempts), state=State.WAITING, due_at=due_at, last_error=told)


@retry()
def _note(delivery: Delivery, mine: Q, **values: str | datetime | None) -> None:
    """Tried more than once, since what is not written down is sent again."""
    if not connection.in_atomic_block:  # as it is in tests
        connection.close_if_unusable_or_obsolete()
    Delivery.objects.filter(mine, pk=delivery.pk, state__in=OPEN).update(**values)
