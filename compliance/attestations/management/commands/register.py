"""manage.py register status | audit | begin: the register as whoever runs the site sees to it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.attestations import auditing, ledger, outside
from compliance.attestations.models import Log, Purpose


class Command(BaseCommand):
    help = "Tells whether the register is in order, and what to do where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="status|audit|begin")
        what.add_parser("status", help="each log: its size, and whether it would sign")
        what.add_parser(
            "audit", help="compute everything anew, and tell each edit and deletion; exit 1 if there is one"
        )
        begin = what.add_parser("begin", help="begin a new log, after part of the present one was lost")
        begin.add_argument("--because", required=True, help="what happened; it is kept with the new log")
        begin.add_argument(
            "--purpose", choices=Purpose.values, default=Purpose.SITE.value, help="default: site"
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        {"status": self._status, "audit": self._audit, "begin": self._begin}[what](**options)

    def _status(self, **options: Any) -> None:
        refused = False
        for log in Log.objects.order_by("pk"):
            try:
                ledger.require_consistent(log.pk)
                state = "in order"
            except ledger.Refused as refusal:
                refused, state = True, f"does not sign. {refusal}"
            self.stdout.write(f"{log.origin}: {log.size} entries; {state}")
            self.stdout.write(f"  remembered in {outside.place(log.origin)}")
        if refused:
            raise CommandError(HELP)

    def _audit(self, **options: Any) -> None:
        found = 0
        for finding in auditing.audit():
            found += 1
            self.stdout.write(str(finding))
        if found:
            raise CommandError(f"{found} found. {HELP}")
        self.stdout.write("Everything is as it was made.")

    def _begin(self, *, because: str, purpose: str, **options: Any) -> None:
        try:
            new = ledger.begin(Purpose(purpose), because)
        except ledger.InOrder:
            raise CommandError("The register is in order: there is no reason to begin a new one.") from None
        self.stdout.write(f"From now on everything is written into {new.origin}.")


HELP = "docs/running-the-register.md tells what to do."
