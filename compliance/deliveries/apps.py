from datetime import timedelta

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "compliance.deliveries"

    def ready(self) -> None:
        from . import checks, mail, periodic, services, transports  # noqa: F401, PLC0415 - these need models
        from .models import Kind  # noqa: PLC0415 - the same

        transports.register(Kind.EMAIL, mail.send)
        periodic.register(periodic.Job("deliver what is due", timedelta(minutes=1), services.sweep))
        periodic.register(periodic.Job("forget old deliveries", timedelta(days=1), services.forget))
