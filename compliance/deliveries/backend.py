"""What Django sends e-mail with: it writes into the outbox, in the transaction that is open."""

from collections.abc import Sequence
from copy import copy
from email.utils import parseaddr
from typing import cast
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import SafeMIMEText, sanitize_address
from django.db import transaction

from . import services
from .models import Kind


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises ValueError (BadHeaderError) for a line break in a header and for what is no address: then
        nothing is written. A message that brings its own Message-ID is sent once, however often it comes."""
        with transaction.atomic():
            for message in email_messages:
                _post(message)
        return len(email_messages)


def _post(message: EmailMessage) -> None:
    encoding = message.encoding or "utf-8"
    domain = parseaddr(sanitize_address(message.from_email, encoding))[1].rpartition("@")[2]
    given = {name.lower(): value for name, value in message.extra_headers.items()}
    reference = str(given.get("message-id") or f"<{uuid4()}@{domain}>")
    told = {"Auto-Submitted": "auto-generated"} if "auto-submitted" not in given else {}
    sent = copy(message)
    sent.extra_headers = {"Message-ID": reference, **told, **message.extra_headers}
    content = cast(SafeMIMEText, sent.message()).as_bytes(linesep="\r\n")
    recipients = {parseaddr(sanitize_address(each, encoding))[1] for each in message.recipients()}
    for recipient in sorted(recipients):
        services.post(
            kind=Kind.EMAIL,
            reference=reference,
            recipient=recipient,
            subject=str(message.subject),
            content=content,
        )
