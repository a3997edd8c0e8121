"""manage.py work: runs tasks and periodic jobs until it is stopped. Any number of them may run."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from compliance.deliveries.worker import Worker


class Command(BaseCommand):
    help = "Sends e-mails, runs other tasks, and the periodic jobs. The site needs at least one of these."

    def handle(self, *args: Any, **options: Any) -> None:
        _tell(self.stdout)
        if not settings.EMAIL_URL_WITH_PASSWORD:
            self.stdout.write(f"E-mails are written to {settings.MAIL_DIRECTORY} (MODCHECK_EMAIL is not set)")
        worker = Worker()
        worker.configure_signals()
        worker.run()


def _tell(stream: Any) -> None:
    """What this room says goes to the terminal; of the libraries, only what went wrong."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name, level in (("compliance.deliveries", logging.INFO), ("django_tasks", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.addHandler(handler)
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
