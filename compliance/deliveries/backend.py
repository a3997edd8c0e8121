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
    headers = {"auto-submitted": ("Auto-Submitted", "auto-generated")}
    headers |= {name.lower(): (name, value) for name, value in message.extra_headers.items()}
    domain = _address(message.from_email, encoding).rpartition("@")[2]
    reference = str(headers.get("message-id", ("", f"<{uuid4()}@{domain}>"))[1])
    sent = copy(message)
    sent.extra_headers = dict((headers | {"message-id": ("Message-ID", reference)}).values())
    content = cast(SafeMIMEText, sent.message()).as_bytes(linesep="\r\n")
    for recipient in sorted({_address(each, encoding) for each in message.recipients()}):
        services.post(
            kind=Kind.EMAIL,
            reference=reference,
            recipient=recipient,
            subject=str(message.subject),
            content=content,
        )


def _address(text: str, encoding: str) -> str:
    """Without the name, as it travels. Raises ValueError."""
    address = parseaddr(sanitize_address(text, encoding))[1]
    if "@" not in address:
        raise ValueError(f"Invalid address: {text}")
    return address
