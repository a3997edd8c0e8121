from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

import questionnaires
from questionnaires import Fault


class AssessmentsConfig(AppConfig):
    name = "compliance.assessments"
    faults: tuple[Fault, ...] = ()  # of the site's own questionnaires

    def ready(self) -> None:
        # They register themselves; Django says to import them here.
        from . import checks, evidence  # noqa: F401, PLC0415

        if settings.LIBRARY:
            self.faults = questionnaires.add_library(Path(settings.LIBRARY))
