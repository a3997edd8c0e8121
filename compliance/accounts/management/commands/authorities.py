"""manage.py authorities: which authorities may receive what companies signed."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compliance.accounts import services
from compliance.accounts.models import Kind, Organisation


class Command(BaseCommand):
    help = (
        "Lists the authorities of this site, or says of one that it is recognised: companies can send it "
        "attestations then. Anybody can set up an organisation and call it an authority, so find out first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recognise", metavar="ID", help="companies can send attestations to it")
        parser.add_argument("--dismiss", metavar="ID", help="nobody can send it anything new")

    def handle(self, *args: Any, **options: Any) -> None:
        for option, recognised in (("recognise", True), ("dismiss", False)):
            if options[option]:
                services.recognise(authority=_authority(options[option]), recognised=recognised)
        found = list(Organisation.objects.filter(kind=Kind.REGULATOR, closed_at=None).order_by("name", "pk"))
        for each in found:
            state = f"recognised {each.recognised_at:%Y-%m-%d}" if each.recognised_at else "not recognised"
            self.stdout.write(f"{each.pk}  {each.name}  ({state})")
        if not found:
            self.stdout.write("No organisation of this site is an authority.")


def _authority(given: str) -> Organisation:
    try:
        found = Organisation.objects.filter(kind=Kind.REGULATOR, closed_at=None, pk=UUID(given)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"No authority has the id {given}. Without options the command lists them.")
    return found
