from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "compliance.review"

    def ready(self) -> None:
        from compliance.attestations import above  # noqa: PLC0415 - models are there only now

        from . import below, files  # noqa: F401, PLC0415 - the same

        above.register(below.lines, below.offers)
