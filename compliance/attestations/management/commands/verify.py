"""manage.py verify FILE.pdf: is it genuine, unchanged and current? Each check with its result."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.attestations import queries
from compliance.attestations.verifying import Verdict, verify


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
            self.stdout.write(f"{each.result:6}  {each.title}: {each.meaning}")
        if verdict.genuine:
            self.stdout.write(f"{'passed' if verdict.current else 'FAILED'}  Status: {verdict.meaning}")
        if not verdict.current:
            raise CommandError(f"{verdict.headline}.")
        self.stdout.write(f"{verdict.headline}. {_worth(verdict)}")


def _worth(verdict: Verdict) -> str:
    """What being genuine does not mean."""
    attestation = verdict.attestation
    if verdict.letter:
        return "It is the word of whoever wrote it."
    issuer = queries.statement(attestation)["issuer"] if attestation else None
    said = [
        "It is its holder’s own declaration; nobody has checked it."
        if attestation is None or attestation.signatory
        else "It is an evaluation: nobody has signed it, and nobody has checked it."
    ]
    if issuer and issuer["evaluation"]:
        said.append("It was sealed with a key for evaluation, which proves nothing about who made it.")
    return " ".join(said)
