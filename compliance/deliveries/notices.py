"""Telling people of something by e-mail, once however often it comes, in the transaction that it is about."""

from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from compliance.accounts.models import User


def tell(to: Iterable[User], *, number: str, subject: str, body: str) -> None:
    """A mail to each. `number` names what it tells of: nobody gets two with the same one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    for each in to:
        EmailMessage(
            subject=" ".join(subject.split()),
            body=body,
            to=[each.email],
            headers={"Message-ID": f"<{number}@{domain}>"},
        ).send()
