"""manage.py register status | audit | begin: the register as whoever runs the site sees to it."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.attestations import auditing, keyring, ledger, outside, succession
from compliance.attestations.models import Log, Purpose


class Command(BaseCommand):
    help = "Tells whether the register is in order, and what to do where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="status|audit|begin")
        what.add_parser("status", help="each log: its size, its key, and whether it signs; exit 1 if not")
        what.add_parser(
            "audit", help="compute everything anew, and tell each edit and deletion; exit 1 if there is one"
        )
        begin = what.add_parser("begin", help="begin a new log, after part of the present one was lost")
        begin.add_argument(
            "--because", required=True, type=_reason, help="what happened; it is kept with the new log"
        )
        begin.add_argument(
            "--purpose", choices=Purpose.values, default=Purpose.SITE.value, help="default: site"
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        {"status": self._status, "audit": self._audit, "begin": self._begin}[what](**options)

    def _status(self, **options: Any) -> None:
        refused = [each for each in Log.objects.order_by("pk") if not self._in_order(each)]
        unknown = ledger.unknown()
        for place in unknown:
            self.stdout.write(f"{place} remembers a log that is not in the database.")
        if refused or unknown:
            raise CommandError(f"The register does not sign. {HELP}")

    def _in_order(self, log: Log) -> bool:
        """Whether it signs, or need not."""
        after = ledger.successor(log)
        try:
            if not after:
                ledger.require_consistent(log.pk)
        except ledger.Refused as refusal:
            self.stdout.write(f"{log.origin}: {log.size} entries; does not sign. {refusal}")
            return False
        state = f"ended; {after.origin} goes on in its place. {after.because}" if after else "in order"
        self.stdout.write(f"{log.origin}: {log.size} entries; {state}")
        self.stdout.write(f"  its key: {keyring.signer(log.origin).vkey}")
        self.stdout.write(f"  remembered in {outside.place(log.origin)}")
        return True

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
            new = succession.begin(Purpose(purpose), because)
        except succession.InOrder:
            raise CommandError("The register is in order: there is no reason to begin a new one.") from None
        except ledger.Refused as refusal:
            raise CommandError(f"The new log cannot be signed. {refusal}") from None
        self.stdout.write(f"From now on everything is written into {new.origin}.")
        self.stdout.write(f"Its key: {keyring.signer(new.origin).vkey}")


def _reason(text: str) -> str:
    most = Log._meta.get_field("because").max_length or 0
    if not 0 < len(text.strip()) <= most:
        raise ArgumentTypeError(f"Say what happened, in {most} characters at most.")
    return text.strip()


HELP = "docs/running-the-register.md tells what to do."
