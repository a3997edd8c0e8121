"""How e-mail leaves: to the mail server that MODCHECK_EMAIL names, or else into files for people to read."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.text import slugify

from .models import Delivery
from .transports import Failed, Refused

TIMEOUT = 60  # seconds that a server may be silent; our own convention
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
PORTS = {"smtp": 587, "smtps": 465}


class NotAServer(ValueError):
    """Says what is wrong with MODCHECK_EMAIL, and never what it says: it holds a password."""


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool  # from the first byte

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """smtp://user:password@host:587?tls=starttls, or smtps://…; raises NotAServer. Connections are
        encrypted, except within this machine; who does without says `tls=none`."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise NotAServer("Its host or port cannot be read.") from None
        if parts.scheme not in PORTS or not host:
            raise NotAServer("It does not begin with smtp:// or smtps:// and a host.")
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        tls = options.pop("tls", "none" if parts.scheme == "smtps" or host in THIS_MACHINE else "starttls")
        if options or parts.path not in ("", "/") or parts.fragment or tls not in ("starttls", "none"):
            raise NotAServer("Behind the host only ?tls=starttls or ?tls=none may stand.")
        if bool(parts.username) != bool(parts.password):
            raise NotAServer("A user and a password go together; percent-encode : / @ ? # in them.")
        return cls(
            host=host,
            port=port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=tls == "starttls" and parts.scheme == "smtp",
            tls=parts.scheme == "smtps",
        )


def send(delivery: Delivery, content: bytes) -> str:
    url = settings.EMAIL_URL_WITH_PASSWORD
    return _by_smtp(Server.from_url(url), delivery, content) if url else _into_a_file(delivery, content)


def _by_smtp(server: Server, delivery: Delivery, content: bytes) -> str:
    sender = parseaddr(str(message_from_bytes(content)["From"]))[1]
    try:
        with _session(server) as session:
            session.sendmail(sender, [delivery.recipient], content)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, text = refusal.recipients[delivery.recipient]
        told = f"{code} {text.decode(errors='replace')}"
        raise (Refused if 500 <= code <= 599 else Failed)(told) from None
    except smtplib.SMTPAuthenticationError as error:  # its text may repeat what was sent
        raise Failed(f"{error.smtp_code} The mail server does not accept the user or the password.") from None
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        told = said.decode(errors="replace") if isinstance(said, bytes) else said
        raise Failed(f"{error.smtp_code} {told}") from None
    except smtplib.SMTPException as error:
        raise Failed(f"{type(error).__name__}: {error}") from None
    return "the mail server took it"


@contextmanager
def _session(server: Server) -> Iterator[smtplib.SMTP]:
    tls = ssl.create_default_context()
    session = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=tls)
        if server.tls
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    )
    try:
        if server.starttls:
            session.starttls(context=tls)
        if server.user:
            session.login(server.user, server.password)
        yield session
        with suppress(Exception):  # a bad farewell makes nothing unsent
            session.quit()
    finally:
        session.close()  # no farewell to a server that may hang


def _into_a_file(delivery: Delivery, content: bytes) -> str:
    """A repeated attempt writes the same file again."""
    directory: Path = settings.MAIL_DIRECTORY
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{delivery.created_at:%Y-%m-%d-%H%M%S}-{slugify(delivery.recipient)[:60]}-{str(delivery.id)[:8]}"
    unfinished, file = directory / f".{name}.new", directory / f"{name}.txt"
    # For its owner only: it may let somebody in.
    with open(
        unfinished, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)
    ) as out:
        out.write(_for_people(delivery, content))
    unfinished.replace(file)
    return f"written to {file}"


def _for_people(delivery: Delivery, content: bytes) -> str:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what that policy makes
    names = ("From", "To", "Cc", "Subject", "Date", "Message-ID")
    lines = [f"{name}: {message[name]}" for name in names if message[name]]
    if delivery.recipient not in str(message["To"]):
        lines.append(f"Delivered-To: {delivery.recipient}")
    lines += [f"Attachment: {each.get_filename()}" for each in message.iter_attachments()]
    body = message.get_body(("plain", "html"))
    text = str(body.get_content()) if body else ""
    return "\n".join([*lines, "", *text.splitlines(), ""])
