"""python manage.py samples: sample organisations to try the site with."""

from typing import Any

from django.core.management.base import BaseCommand

from compliance.demo.services import make_samples


class Command(BaseCommand):
    help = "Make the sample organisations that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_samples()
        if made:
            self.stdout.write(f"{made} sample organisations are ready.")
