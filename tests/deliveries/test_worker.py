"""Real worker processes on one database file, and a mail server that counts: nothing sent twice or lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from compliance.deliveries.models import Delivery, State
from compliance.deliveries.tasks import deliver
from tests.deliveries.sink import Sink
from tests.live import database_of_the_tests

pytestmark = [pytest.mark.django_db(transaction=True)]
KILLS = 20


@contextmanager
def worker(mail_server: Sink, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Up and working; killed at the end, where it has not ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.deliveries.process"],
        env={
            **os.environ,
            "MODCHECK_DATABASE": database_of_the_tests(),
            "MODCHECK_EMAIL": mail_server.url,
            **environment,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def post(number: int) -> None:
    with transaction.atomic():
        for each in range(number):
            send_mail(f"Number {each}", "Text", None, [f"{each}@example.org"])


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def all_sent() -> bool:
    return not Delivery.objects.exclude(state=State.SENT).exists()


def test_two_workers_send_each_once(mail_server: Sink) -> None:
    """Although each has two tasks in a row, so that both workers come to the same one at the same time."""
    mail_server.wait = lambda: random.uniform(0, 0.02)
    with worker(mail_server), worker(mail_server):
        with transaction.atomic():
            post(60)
            DBTaskResult.objects.all().delete()
            for each in Delivery.objects.all():
                deliver.enqueue(str(each.pk))
                deliver.enqueue(str(each.pk))
        wait(all_sent)
        wait(lambda: not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists())
    assert Counter(mail_server.recipients) == {f"{each}@example.org": 1 for each in range(60)}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    workers = {each for ids in DBTaskResult.objects.values_list("worker_ids", flat=True) for each in ids}
    assert len(workers) == 2


def test_killed_at_any_moment_nothing_is_lost(mail_server: Sink) -> None:
    moments = random.Random(20261124)
    mail_server.wait = lambda: moments.uniform(0, 0.06)
    post(160)
    for kill in range(KILLS):
        mail_server.phase = kill
        with worker(mail_server) as process:
            enough = len(mail_server.accepted) + moments.randint(0, 4)
            wait(lambda enough=enough: len(mail_server.accepted) >= enough)  # type: ignore[misc]
            time.sleep(moments.uniform(0, 0.06))
            os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.1)  # what had left it arrives
    mail_server.phase = KILLS
    assert not all_sent()  # there was something to lose until the end
    with worker(mail_server):
        wait(all_sent)
    accepted = mail_server.accepted
    assert set(mail_server.recipients) == {f"{each}@example.org" for each in range(160)}
    # What came again came with the same Message-ID, and was the last that its worker sent before the kill.
    assert {each.message_id for each in accepted} == set(Delivery.objects.values_list("reference", flat=True))
    last = {each.phase: each.message_id for each in accepted}
    later: set[str] = set()
    for each in reversed(accepted):
        if each.message_id in later:
            assert last[each.phase] == each.message_id
        later.add(each.message_id)
    repeated = len(accepted) - len(later)
    assert repeated > 0  # some were killed between, or this shows less than it should
    assert repeated <= sum(Delivery.objects.values_list("attempts", flat=True)) - 160 <= KILLS


def test_what_lost_its_task_is_found(mail_server: Sink) -> None:
    post(3)
    DBTaskResult.objects.all().delete()
    with worker(mail_server):
        wait(all_sent)
    assert len(mail_server.accepted) == 3


def test_a_server_that_comes_back_gets_what_waited(mail_server: Sink) -> None:
    mail_server.data = "451 soon"
    post(3)
    with worker(mail_server):
        wait(lambda: set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 1)})
        mail_server.data = "250 taken"
        Delivery.objects.update(due_at=timezone.now())  # as if a minute had gone by
        wait(all_sent)
    assert len(mail_server.accepted) == 3


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_what_is_being_sent_is_finished_first(mail_server: Sink, end: signal.Signals) -> None:
    mail_server.wait = lambda: 1.0
    post(2)
    with worker(mail_server) as process:
        wait(lambda: bool(mail_server.accepted))
        process.send_signal(end)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)  # from whoever started it, after Ctrl+C
        assert process.wait(10) == 0
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {State.SENT: 1, State.WAITING: 1}


def test_an_idle_worker_ends_at_once(mail_server: Sink) -> None:
    with worker(mail_server) as process:
        process.terminate()
        assert process.wait(5) == 0


def test_two_workers_run_a_periodic_job_once_in_its_time(mail_server: Sink, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(worker(mail_server, DIARY=str(diary)))
        wait(lambda: diary.exists() and len(diary.read_text().splitlines()) >= 9)
    times = [float(line) for line in diary.read_text().splitlines()]
    # Each may be written down a little late, so the whole time is what counts.
    assert len(times) - 1 <= times[-1] - times[0] + 1
