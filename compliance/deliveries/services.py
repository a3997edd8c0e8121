"""What changes the outbox: posting into it, and seeing to it that nothing stays in it unsent or for ever."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from compliance.accounts.encryption import encryption

from .models import KEYS, OPEN, Delivery, State
from .tasks import MOST_ATTEMPTS, deliver

# All our own conventions.
MOST_AT_ONCE = 1000  # that one sweep hands to tasks
CONTENT_KEPT, ROWS_KEPT, TASKS_KEPT = timedelta(days=30), timedelta(days=365), timedelta(days=7)


@transaction.atomic
def post(*, kind: str, reference: str, recipient: str, subject: str, content: bytes) -> Delivery:
    """Deliver this once the current transaction is committed, and never if it is rolled back. The same
    reference to the same recipient again is the same delivery."""
    delivery, new = Delivery.objects.get_or_create(
        kind=kind,
        reference=reference,
        recipient=recipient,
        defaults={"subject": subject[:250], "content": encryption(KEYS).encrypt(content)},
    )
    if new:
        _enqueue(delivery)
    return delivery


@transaction.atomic
def sweep() -> int:
    """Hand what is due and has no task in the queue to a new one; how many. Due are retries, what somebody
    began to send and did not finish, and what lost its task."""
    now = timezone.now()
    due = Delivery.objects.filter(state__in=OPEN, due_at__lte=now)
    due.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.GIVEN_UP, due_at=None, finished_at=now, last_error="The process ended while sending."
    )
    queued = DBTaskResult.objects.filter(pk=OuterRef("task"), status=TaskResultStatus.READY)
    found = list(due.filter(~Exists(queued)).order_by("due_at")[:MOST_AT_ONCE])
    for each in found:
        _enqueue(each)
    return len(found)


@transaction.atomic
def forget() -> None:
    """Delete what was kept long enough: contents first, deliveries later, and tasks that are over."""
    now = timezone.now()
    finished = Delivery.objects.exclude(state__in=OPEN)
    finished.filter(finished_at__lt=now - CONTENT_KEPT).exclude(content=b"").update(content=b"")
    finished.filter(finished_at__lt=now - ROWS_KEPT).delete()
    over = now - TASKS_KEPT
    # One whose worker was killed says for ever that it is running.
    killed = Q(status=TaskResultStatus.RUNNING, started_at__lt=over)
    DBTaskResult.objects.filter(Q(finished_at__lt=over) | killed).delete()


def _enqueue(delivery: Delivery) -> None:
    delivery.task = UUID(deliver.enqueue(str(delivery.pk)).id)
    delivery.save(update_fields=["task"])
