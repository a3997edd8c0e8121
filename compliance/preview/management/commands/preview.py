"""manage.py preview DIRECTORY [PORT]: a draft in the browser, on this machine only."""

import signal
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application, run

from questionnaires.documents import file_name

ADDRESS = "127.0.0.1"


class Command(BaseCommand):
    help = "Shows a draft in the browser, on this machine only, and reads it again whenever a file changes."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="holds questionnaire.yaml")
        parser.add_argument("port", type=int, nargs="?", default=8001, metavar="PORT", help="default: 8001")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HTTPS:
            raise CommandError("MODCHECK_HTTPS is set, as on a site. Run the preview where you write.")
        directory = _edition(options["directory"])
        settings.DRAFT_DIRECTORY = directory
        call_command("migrate", verbosity=0)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the database goes away as well
        address = f"http://{ADDRESS}:{options['port']}"
        self.stdout.write(f"{file_name(directory)} is at {address} (Ctrl+C stops it)")
        self.stdout.flush()
        try:
            run(ADDRESS, options["port"], get_internal_wsgi_application(), threading=True)
        except OSError as error:
            remedy = "Name another port behind the directory."
            raise CommandError(f"Port {options['port']}: {error.strerror}. {remedy}") from None
        except KeyboardInterrupt:
            self.stdout.write("")


def _edition(directory: Path) -> Path:
    """The directory of the edition that is meant: this one, or the only one below."""
    if not directory.is_dir():
        raise CommandError(f"{directory} is no directory. Make it, or correct the path.")
    if (directory / "questionnaire.yaml").exists():
        return directory
    found = sorted(file.parent for file in directory.glob("**/questionnaire.yaml"))
    if len(found) > 1:
        raise CommandError(f"Which one? {', '.join(str(each) for each in found)}")
    return found[0] if found else directory
