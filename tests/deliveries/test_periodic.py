"""Periodic jobs: when they run, and when not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from compliance.assessments.models import Assessment
from compliance.deliveries import periodic
from compliance.deliveries.models import Turn
from compliance.deliveries.periodic import AGAIN, Job, run_due
from tests.visiting import Visitor

pytestmark = pytest.mark.django_db
NAME = "count"


class Counting:
    def __init__(self) -> None:
        self.times, self.broken = 0, False

    def __call__(self) -> None:
        self.times += 1
        if self.broken:
            raise RuntimeError("broken")


@pytest.fixture
def counting() -> Iterator[Counting]:
    """A job of every day."""
    before = dict(periodic._jobs)
    job = Counting()
    periodic.register(Job(NAME, timedelta(days=1), job))
    yield job
    periodic._jobs.clear()
    periodic._jobs.update(before)


def later(time: timedelta) -> None:
    for each in Turn.objects.all():
        each.next_at -= time
        each.save()


def test_a_job_runs_at_once_and_then_after_its_time(counting: Counting) -> None:
    assert run_due()[NAME]
    assert NAME not in run_due()
    later(timedelta(hours=23.9))
    assert NAME not in run_due()
    later(timedelta(hours=0.2))
    assert run_due()[NAME]
    assert counting.times == 2


def test_a_job_that_fails_comes_again_within_the_hour_and_harms_no_other(
    counting: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    counting.broken = True
    done = run_due()
    assert [name for name, succeeded in done.items() if not succeeded] == [NAME]
    assert len(done) > 2
    assert "“count” failed" in caplog.text
    assert NAME not in run_due()
    later(AGAIN)
    counting.broken = False
    assert run_due()[NAME]
    later(AGAIN)
    assert NAME not in run_due()


def test_a_job_whose_process_was_killed_comes_again_within_the_hour(counting: Counting) -> None:
    job = periodic._jobs[NAME]
    assert periodic._take(job)  # and nothing after it
    assert NAME not in run_due()
    later(AGAIN)
    assert run_due()[NAME]


def test_a_long_rest_is_not_made_up_for(counting: Counting) -> None:
    run_due()
    later(timedelta(days=30))
    assert run_due()[NAME]
    assert NAME not in run_due()


def test_tend_says_what_it_did(counting: Counting, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("tend")
    assert f"{NAME}: done\n" in capsys.readouterr().out
    call_command("tend")
    assert capsys.readouterr().out == ""


def test_tend_fails_where_a_job_does(counting: Counting, capsys: pytest.CaptureFixture[str]) -> None:
    counting.broken = True
    with pytest.raises(CommandError, match="within the hour"):
        call_command("tend")
    assert f"{NAME}: failed\n" in capsys.readouterr().out


def test_expired_guest_assessments_are_forgotten(client: None) -> None:
    old, new = Visitor.begin(), Visitor.begin()
    expired = Assessment.objects.filter(pk=old.assessment_id)
    expired.update(expires_at=timezone.now() - timedelta(seconds=1))
    run_due()
    assert list(Assessment.objects.values_list("pk", flat=True)) == [new.assessment_id]
