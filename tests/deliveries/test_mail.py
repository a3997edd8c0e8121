"""Where e-mail goes: what MODCHECK_EMAIL may say, and files for whoever tries the site on their machine."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from compliance.deliveries.mail import NotAServer, Server
from compliance.deliveries.models import Delivery, State
from compliance.deliveries.tasks import deliver


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://ada:s%40crets@mail.example.org:2525?tls=starttls",
            Server("mail.example.org", 2525, "ada", "s@crets", True, False),
        ),
        ("smtp://mail.example.org", Server("mail.example.org", 587, "", "", True, False)),
        ("smtps://mail.example.org/", Server("mail.example.org", 465, "", "", False, True)),
        ("smtp://10.0.0.5:25?tls=none", Server("10.0.0.5", 25, "", "", False, False)),
        ("smtp://localhost:1025", Server("localhost", 1025, "", "", False, False)),
        ("smtp://[::1]:1025", Server("::1", 1025, "", "", False, False)),
    ],
)
def test_a_mail_server_is_encrypted_unless_said_otherwise_or_this_machine(url: str, server: Server) -> None:
    assert Server.from_url(url) == server


WRONG = [
    "mail.example.org",
    "http://mail.example.org",
    "smtp://",
    "smtp://mail.example.org:port",
    "smtp://mail.example.org:99999",
    "smtp://ada@mail.example.org",
    "smtp://mail.example.org?tls=perhaps",
    "smtp://mail.example.org?secure=yes",
    "smtp://mail.example.org/path",
    "smtp://ada:pass#word@mail.example.org",
    "smtp://ada:pass/word@mail.example.org",
    "smtp://[ada",
]


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_mail_server_is_told_without_the_password(url: str, settings: Settings) -> None:
    with pytest.raises(NotAServer):
        Server.from_url(url)
    settings.EMAIL_URL_WITH_PASSWORD = url
    with pytest.raises(SystemCheckError) as raised:
        call_command("check")
    assert "deliveries.E001" in str(raised.value)
    assert "smtp://user:password@" in str(raised.value)
    assert "word" not in str(raised.value).replace("password", "")


def test_a_mail_server_wants_a_sender(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.EMAIL_URL_WITH_PASSWORD = "smtp://mail.example.org"
    call_command("check")
    assert "deliveries.W001" in capsys.readouterr().err
    settings.MAIL_SENDER_GIVEN = True
    call_command("check")
    assert "deliveries" not in capsys.readouterr().err


def test_a_sender_that_is_no_address_is_told(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Modcheck"
    with pytest.raises(SystemCheckError, match=r"deliveries\.E002"):
        call_command("check")


def written(settings: Settings, **changed: object) -> Path:
    """The file that comes of a mail."""
    EmailMessage(**{"subject": "Hello", "body": "Text", "to": ["zoe@example.org"], **changed}).send()  # type: ignore[arg-type]
    delivery = Delivery.objects.get()
    deliver.call(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    (file,) = Path(settings.MAIL_DIRECTORY).iterdir()
    return file


@pytest.mark.django_db
def test_without_a_mail_server_a_person_finds_their_code_in_a_file(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    file = written(
        settings, subject="Grüße", body="Zoë, your code is 1234.\n\nöäü " * 40, to=["Zoë <zoe@example.org>"]
    )
    text = file.read_text()
    assert "To: Zoë <zoe@example.org>\nSubject: Grüße\n" in text
    assert "\n\nZoë, your code is 1234.\n\nöäü " in text
    assert file.suffix == ".txt"
    assert "zoe" in file.name
    assert f"written to {file}" in caplog.text
    assert file.stat().st_mode & 0o077 == file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_a_repeated_attempt_writes_the_same_file(settings: Settings) -> None:
    file = written(settings)
    Delivery.objects.update(state=State.SENDING, due_at="2026-01-01T00:00Z", finished_at=None)
    deliver.call(str(Delivery.objects.get().pk))
    assert list(file.parent.iterdir()) == [file]
    assert Delivery.objects.get().attempts == 2


@pytest.mark.django_db
def test_an_address_names_no_other_directory(settings: Settings) -> None:
    file = written(settings, to=['"../../x"@example.org'])
    assert file.parent == settings.MAIL_DIRECTORY


@pytest.mark.django_db
def test_a_hidden_copy_says_for_whom_it_is(settings: Settings) -> None:
    file = written(settings, to=[], bcc=["max@example.org"])
    assert "Delivered-To: max@example.org\n" in file.read_text()


@pytest.mark.django_db
def test_a_directory_that_cannot_be_written_is_tried_again(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_DIRECTORY = tmp_path / "mail"
    settings.MAIL_DIRECTORY.write_text("a file")
    EmailMessage("Hello", "Text", to=["zoe@example.org"]).send()
    deliver.call(str(Delivery.objects.get().pk))
    assert (Delivery.objects.get().state, Delivery.objects.get().last_error) == (State.WAITING, "File exists")
