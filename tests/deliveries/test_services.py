"""The sweep finds what nobody sees to, and nothing is kept for ever."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from compliance.deliveries.models import Delivery, State
from compliance.deliveries.services import forget, post, sweep
from compliance.deliveries.tasks import MOST_ATTEMPTS

pytestmark = pytest.mark.django_db


def posted(**changed: object) -> Delivery:
    delivery = post(
        kind="email", reference=str(uuid4()), recipient="zoe@example.org", subject="", content=b"hello"
    )
    Delivery.objects.filter(pk=delivery.pk).update(**changed)
    delivery.refresh_from_db()
    return delivery


def ago(**time: float) -> dict[str, object]:
    return {"due_at": timezone.now() - timedelta(**time)}


def task_of(delivery: Delivery) -> DBTaskResult:
    delivery.refresh_from_db()
    return DBTaskResult.objects.get(pk=delivery.task)


def test_what_stands_in_the_queue_is_left_there() -> None:
    posted()
    assert sweep() == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING])
def test_what_is_due_and_lost_its_task_gets_another_once(state: State) -> None:
    delivery = posted(state=state, attempts=1, **ago(seconds=1))
    DBTaskResult.objects.all().delete()
    assert (sweep(), sweep()) == (1, 0)
    assert task_of(delivery).args_kwargs["args"] == [str(delivery.pk)]


@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_a_task_that_began_is_no_reason_to_wait(status: TaskResultStatus) -> None:
    delivery = posted(**ago(seconds=1))
    DBTaskResult.objects.update(status=status)
    assert sweep() == 1
    assert task_of(delivery).status == TaskResultStatus.READY


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING])
def test_what_is_not_due_is_left_alone(state: State) -> None:
    posted(state=state, attempts=1, **ago(seconds=-60))
    DBTaskResult.objects.all().delete()
    assert sweep() == 0


def test_what_kills_its_worker_each_time_is_given_up() -> None:
    delivery = posted(state=State.SENDING, attempts=MOST_ATTEMPTS, **ago(seconds=1))
    DBTaskResult.objects.all().delete()
    assert sweep() == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.GIVEN_UP, "The process ended while sending.")


def finished(state: State, days: float) -> Delivery:
    return posted(state=state, due_at=None, finished_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize("state", [State.SENT, State.GIVEN_UP])
def test_contents_are_kept_for_30_days_and_rows_for_a_year(state: State) -> None:
    young, old, oldest = (finished(state, days) for days in (29.9, 30.1, 365.1))
    forget()
    left = {each.pk: bool(each.content) for each in Delivery.objects.all()}
    assert left == {young.pk: True, old.pk: False}
    assert oldest.pk not in left


def test_what_waits_is_never_forgotten() -> None:
    delivery = posted(created_at=timezone.now() - timedelta(days=400), **ago(days=400))
    forget()
    delivery.refresh_from_db()
    assert delivery.content


def test_tasks_that_are_over_go_after_a_week() -> None:
    posted()
    now = timezone.now()
    left: set[UUID | None] = {posted().task}
    for status, days in [(TaskResultStatus.SUCCESSFUL, 6.9), (TaskResultStatus.RUNNING, 6.9)]:
        left.add(task(status, now - timedelta(days=days)))
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED, TaskResultStatus.RUNNING):
        task(status, now - timedelta(days=7.1))
    left.add(Delivery.objects.order_by("created_at")[0].task)
    forget()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == left


def task(status: TaskResultStatus, at: object) -> UUID | None:
    found = posted().task
    ended = None if status == TaskResultStatus.RUNNING else at
    DBTaskResult.objects.filter(pk=found).update(status=status, started_at=at, finished_at=ended)
    return found
