"""manage.py tend: runs the periodic jobs that are due, once. A worker does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.deliveries import periodic


class Command(BaseCommand):
    help = (
        "Runs the periodic jobs that are due, once, for where no worker (manage.py work) runs all the time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = periodic.run_due()
        for name, succeeded in done.items():
            self.stdout.write(f"{name}: {'done' if succeeded else 'failed'}")
        if not all(done.values()):
            raise CommandError("What failed is tried again next time, within the hour.")
