from datetime import timedelta
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

import questionnaires
from questionnaires import Fault


class AssessmentsConfig(AppConfig):
    name = "compliance.assessments"
    faults: tuple[Fault, ...] = ()  # of the site's own questionnaires

    def ready(self) -> None:
        from compliance.deliveries import periodic  # noqa: PLC0415 - models are there only now

        from . import checks, evidence, holdings, reminders, services  # noqa: F401, PLC0415 - the same

        if settings.LIBRARY:
            self.faults = questionnaires.add_library(Path(settings.LIBRARY))
        forget = periodic.Job("forget expired assessments", timedelta(days=1), services.forget_expired)
        periodic.register(forget)
        sweep = periodic.Job("remove files that nothing names", timedelta(days=1), evidence.sweep)
        periodic.register(sweep)
        remind = periodic.Job("remind of questions that are due", timedelta(hours=1), reminders.remind)
        periodic.register(remind)
        holdings.register_holdings()
