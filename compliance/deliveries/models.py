"""The outbox: what is to be delivered, written in the same transaction as its cause."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kind(models.TextChoices):
    """How it is delivered; each has a transport."""

    EMAIL = "email"


class State(models.TextChoices):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given up"


KEYS = "deliveries"  # what contents are encrypted with
OPEN = (State.WAITING, State.SENDING)


class Delivery(models.Model):
    """One message to one recipient: what one of them refuses is never sent to another a second time.

    `due_at` says from when on somebody may try: while it waits, when the next attempt is due; while it is
    being sent, when the lease of whoever does that is over. `attempts` counts attempts as they begin, and so
    tells whose lease it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)  # a Kind
    reference = models.CharField(max_length=250)  # by it a recipient knows a repetition: the Message-ID
    recipient = models.CharField(max_length=500)
    subject = models.CharField(max_length=250, blank=True)
    content = models.BinaryField()  # encrypted: it may let somebody in. Empty once it was kept long enough
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, null=True)
    task = models.UUIDField(null=True)  # the newest that was to deliver it
    last_error = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference", "recipient"], name="delivered_once"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_at__isnull=False, finished_at=None)
                | Q(state__in=[State.SENT, State.GIVEN_UP], due_at=None, finished_at__isnull=False),
                name="either_due_or_finished",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="deliveries_due", condition=Q(state__in=OPEN))]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"


class Turn(models.Model):
    """When a periodic job may run next: whoever moves that on, and nobody else, runs it."""

    job = models.CharField(primary_key=True, max_length=60)
    next_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.job} from {self.next_at:%Y-%m-%d %H:%M:%S}"
