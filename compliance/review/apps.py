from datetime import timedelta

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "compliance.review"

    def ready(self) -> None:
        from compliance.attestations import above  # noqa: PLC0415 - models are there only now
        from compliance.deliveries.periodic import Job, register  # noqa: PLC0415 - the same

        from . import below, files, holdings, letters, notices  # noqa: PLC0415 - the same

        above.register(below.lines, below.offers)
        holdings.register_holdings()
        register(Job("remove copies that no submission names", timedelta(days=1), files.sweep))
        register(Job("remind of questions from authorities", timedelta(days=1), notices.remind))
        register(Job("write letters that are missing", timedelta(minutes=1), letters.stragglers))
