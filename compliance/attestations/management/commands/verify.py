"""manage.py verify FILE.pdf: is it genuine, unchanged and current? Each check with its result."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.attestations.verifying import verify


class Command(BaseCommand):
    help = "Verifies an attestation of this site. Exit status 0 only if it is genuine, unchanged and current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        verdict = verify(content)
        for each in verdict.checks:
            self.stdout.write(f"{'passed' if each.passed else 'FAILED'}  {each.title}: {each.meaning}")
        if verdict.genuine:
            self.stdout.write(f"{'passed' if verdict.current else 'FAILED'}  Status: {verdict.meaning}")
        if not verdict.current:
            raise CommandError(f"{verdict.headline}.")
        self.stdout.write(f"{verdict.headline}. It is its holder’s own declaration; nobody has checked it.")
