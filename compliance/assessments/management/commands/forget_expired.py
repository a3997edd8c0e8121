"""manage.py forget_expired: deletes guests' answers whose time is over. Run it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from compliance.assessments.evidence import sweep
from compliance.assessments.services import forget_expired


class Command(BaseCommand):
    help = (
        "Deletes assessments 90 days after their last change, private links that have ended, and attached "
        "files that nothing names."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_expired()} assessments deleted")
        self.stdout.write(f"{sweep()} files deleted that nothing names")
