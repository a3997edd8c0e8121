"""Jobs that come round: rooms register theirs, every worker looks each second what is due, and one of them
runs it. A job that fails, or whose process is killed, comes again an hour later, and so must bear that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from .models import Turn

logger = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)  # longer than any job takes


@dataclass(frozen=True)
class Job:
    """`every` is the least time from the beginning of one run to that of the next."""

    name: str
    every: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """In an AppConfig's `ready`."""
    _jobs[job.name] = job


def run_due() -> dict[str, bool]:
    """Run what is due and was not begun by somebody else: which jobs, and whether each succeeded."""
    waiting = set(Turn.objects.filter(next_at__gt=timezone.now()).values_list("job", flat=True))
    done = {}
    for job in _jobs.values():
        if job.name not in waiting and (began := _take(job)):
            done[job.name] = _run(job, began)
    return done


def _take(job: Job) -> datetime | None:
    """When this run begins, for the one of several that may run it."""
    Turn.objects.get_or_create(job=job.name)
    now = timezone.now()
    due = Turn.objects.filter(job=job.name, next_at__lte=now)
    return now if due.update(next_at=now + min(job.every, AGAIN)) else None


def _run(job: Job, began: datetime) -> bool:
    try:
        job.run()
    except Exception:
        logger.exception("The periodic job “%s” failed; it comes again", job.name)
        return False
    Turn.objects.filter(job=job.name, next_at__lt=began + job.every).update(next_at=began + job.every)
    return True
