"""Django's system checks: whether e-mail can leave."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .mail import NotAServer, Server


@register()
def mail_server(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.EMAIL_URL_WITH_PASSWORD:
        try:
            Server.from_url(settings.EMAIL_URL_WITH_PASSWORD)
        except NotAServer as fault:
            hint = "Write it like smtp://user:password@mail.example.org:587?tls=starttls"
            found.append(
                Error(f"MODCHECK_EMAIL names no mail server. {fault}", hint=hint, id="deliveries.E001")
            )
        if not settings.MAIL_SENDER_GIVEN:
            hint = "Set MODCHECK_EMAIL_FROM, for example to Modcheck <modcheck@example.org>."
            found.append(
                Warning("A mail server refuses mail from localhost.", hint=hint, id="deliveries.W001")
            )
    if not parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[0]:
        hint = "Write it like Modcheck <modcheck@example.org>."
        found.append(Error("MODCHECK_EMAIL_FROM is no address.", hint=hint, id="deliveries.E002"))
    return found
