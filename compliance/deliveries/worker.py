"""The one kind of process beside the web server: runs tasks, and the periodic jobs in between."""

import logging
import signal
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from . import periodic

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds before a database that is away is tried again


class Worker(db_worker.Worker):
    """django-tasks-db's, in batches, so that there is time for the periodic jobs."""

    def __init__(self, *, interval: float = 1) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        while self.running:
            close_old_connections()
            try:
                self._tend()
                # Looking first: taking a task locks the whole of SQLite, and mostly there is none.
                if self.running and DBTaskResult.objects.ready().exists():
                    super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database is away, or locked; trying again: %s", error)
                connection.close()
                time.sleep(PAUSE)
            if self.running:
                time.sleep(self.interval)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        if self.running:
            self._tend()

    def _tend(self) -> None:
        self.running_task = True  # a signal waits until it is over
        try:
            periodic.run_due()
        finally:
            self.running_task = False

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """A second Ctrl+C ends it at once. Another second signal does not: with Ctrl+C in a terminal, one
        comes from there and one from whoever started this."""
        if self.running or signum == signal.SIGINT:
            super().shutdown(signum, frame)
