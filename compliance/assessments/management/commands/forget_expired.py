"""manage.py forget_expired: deletes guests' answers whose time is over. A worker does so daily by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from compliance.assessments.services import forget_expired


class Command(BaseCommand):
    help = "Deletes assessments 90 days after their last change, and private links that have ended."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_expired()} assessments deleted")
