"""One attempt: what comes of it, and what is written down."""

import socket
from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.utils import timezone
from pytest_django import Settings

from compliance.deliveries import tasks, transports
from compliance.deliveries.models import Delivery, State
from compliance.deliveries.services import post
from compliance.deliveries.tasks import LEASE, MOST_ATTEMPTS, TIME_TO_SEND, deliver, pause
from compliance.deliveries.transports import Failed, Refused, Transport
from tests.deliveries.sink import Sink

pytestmark = pytest.mark.django_db


def posted() -> Delivery:
    send_mail("Hello", "Your code is 1234.\n.\n..\nEnd", None, ["zoe@example.org"])
    return Delivery.objects.get()


def tried(delivery: Delivery) -> Delivery:
    """After one more attempt, as if its time had come."""
    Delivery.objects.filter(pk=delivery.pk).exclude(due_at=None).update(due_at=timezone.now())
    deliver.call(str(delivery.pk))
    delivery.refresh_from_db()
    return delivery


def test_it_is_sent_once_however_often_it_is_tried(mail_server: Sink) -> None:
    delivery = tried(tried(posted()))
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.SENT, 1, "")
    (accepted,) = mail_server.accepted
    assert (accepted.recipient, accepted.message_id) == ("zoe@example.org", delivery.reference)
    assert accepted.content.endswith(b"Your code is 1234.\r\n.\r\n..\r\nEnd\r\n")


def test_one_that_is_gone_is_no_fault(mail_server: Sink) -> None:
    delivery = posted()
    pk = str(delivery.pk)
    delivery.delete()
    deliver.call(pk)
    assert not mail_server.accepted


def test_what_somebody_else_is_sending_is_left_to_them(mail_server: Sink) -> None:
    delivery = posted()
    Delivery.objects.update(state=State.SENDING, attempts=1, due_at=timezone.now() + LEASE)
    deliver.call(str(delivery.pk))
    assert not mail_server.accepted


def test_what_somebody_began_and_did_not_finish_is_sent_with_the_same_message_id(mail_server: Sink) -> None:
    delivery = posted()
    Delivery.objects.update(state=State.SENDING, attempts=1, due_at=timezone.now() - timedelta(seconds=1))
    deliver.call(str(delivery.pk))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SENT, 2)
    assert mail_server.accepted[0].message_id == delivery.reference


def test_a_recipient_refused_for_good_is_given_up_at_once(mail_server: Sink) -> None:
    mail_server.recipient = lambda _: "550 5.1.1 nobody of that name"
    delivery = tried(posted())
    assert (delivery.state, delivery.attempts) == (State.GIVEN_UP, 1)
    assert delivery.last_error == "550 5.1.1 nobody of that name"
    assert delivery.finished_at is not None


@pytest.mark.parametrize(
    ("recipient", "data", "told"),
    [
        ("451 4.7.1 greylisted", "250 ok", "451 4.7.1 greylisted"),
        ("250 ok", "452 full", "452 full"),
        ("250 ok", "554 looks odd", "554 looks odd"),
        ("250 ok", "451 odd \x07 \x1b[31m letters " + "x" * 400, "451 odd [31m letters " + "x" * 229),
    ],
)
def test_other_refusals_are_tried_again(mail_server: Sink, recipient: str, data: str, told: str) -> None:
    mail_server.recipient, mail_server.data = lambda _: recipient, data
    delivery = tried(posted())
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.WAITING, 1, told)
    mail_server.recipient, mail_server.data = lambda _: "250 ok", "250 ok"
    delivery = tried(delivery)
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.SENT, 2, "")


def test_it_is_not_tried_again_before_its_time(mail_server: Sink) -> None:
    mail_server.data = "452 full"
    delivery = tried(posted())
    assert delivery.due_at is not None
    assert timedelta(seconds=40) < delivery.due_at - timezone.now() < timedelta(seconds=80)
    mail_server.data = "250 ok"
    deliver.call(str(delivery.pk))
    assert not mail_server.accepted


def test_pauses_grow_and_end_after_about_two_days() -> None:
    for attempts in range(1, MOST_ATTEMPTS):
        middle = min(timedelta(minutes=2 ** (attempts - 1)), timedelta(hours=6))
        found = [pause(attempts) for _ in range(200)]
        assert middle * 0.75 <= min(found) < max(found) <= middle * 1.25
    total = sum((pause(each) for each in range(1, MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=1.3) < total < timedelta(days=2.5)


def test_it_is_given_up_in_the_end(mail_server: Sink) -> None:
    mail_server.data = "452 full"
    delivery = posted()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        delivery = tried(delivery)
        assert delivery.attempts == attempt
        assert delivery.state == (State.WAITING if attempt < MOST_ATTEMPTS else State.GIVEN_UP)
    mail_server.data = "250 ok"
    assert tried(delivery).attempts == MOST_ATTEMPTS
    assert not mail_server.accepted


def test_a_mail_server_that_is_away_is_tried_again(settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_URL_WITH_PASSWORD = f"smtp://127.0.0.1:{closed.getsockname()[1]}"
        delivery = tried(posted())
    assert (delivery.state, delivery.last_error) == (State.WAITING, "Connection refused")


def test_a_server_that_never_gets_done_is_left_before_the_lease_is_over(
    mail_server: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TIME_TO_SEND < LEASE
    monkeypatch.setattr(tasks, "TIME_TO_SEND", timedelta(seconds=0.5))
    mail_server.drip = True
    began = timezone.now()
    delivery = tried(posted())
    mail_server.drip = False
    assert timezone.now() - began < timedelta(seconds=5)
    assert (delivery.state, delivery.attempts) == (State.WAITING, 1)
    assert delivery.last_error == "Not done after 0 seconds."


def test_a_bad_farewell_makes_nothing_unsent(mail_server: Sink) -> None:
    mail_server.ended_badly = True
    assert tried(posted()).state == State.SENT


def test_who_cannot_sign_in_is_told_without_the_password(
    mail_server: Sink, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.login = "535 hunter2 is wrong"
    settings.EMAIL_URL_WITH_PASSWORD = f"smtp://ada:hunter2@127.0.0.1:{mail_server.port}"
    delivery = tried(posted())
    assert delivery.last_error == "535 The mail server does not accept the user or the password."
    assert "hunter2" not in caplog.text


def test_encryption_is_insisted_on(mail_server: Sink, settings: Settings) -> None:
    settings.EMAIL_URL_WITH_PASSWORD = mail_server.url + "?tls=starttls"
    assert "STARTTLS" in tried(posted()).last_error
    assert not mail_server.accepted


@pytest.mark.parametrize("error", [Failed("later"), Refused("never")])
def test_whoever_lost_the_lease_does_not_undo_what_others_did(error: Exception) -> None:
    """The first is slow, and somebody else gets done in the meantime."""

    def slow(delivery: Delivery, content: bytes) -> str:
        others = Delivery.objects.filter(pk=delivery.pk)
        others.update(state=State.SENT, attempts=2, due_at=None, finished_at=timezone.now())
        raise error

    delivery = tried(by_pigeon(slow))
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.SENT, 2, "")


def test_whoever_lost_the_lease_and_got_done_says_so() -> None:
    def slow(delivery: Delivery, content: bytes) -> str:
        Delivery.objects.filter(pk=delivery.pk).update(attempts=2, due_at=timezone.now() + LEASE)
        return "flown"

    assert tried(by_pigeon(slow)).state == State.SENT


def test_another_kind_needs_a_transport_and_nothing_else() -> None:
    flown = []

    def fly(delivery: Delivery, content: bytes) -> str:
        flown.append((delivery.recipient, content))
        return "flown"

    assert tried(by_pigeon(fly)).state == State.SENT
    assert flown == [("the loft", b"coo")]


def test_what_an_unknown_error_says_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    def fail(delivery: Delivery, content: bytes) -> str:
        raise LookupError("hunter2")

    delivery = tried(by_pigeon(fail))
    assert (delivery.state, delivery.last_error) == (State.WAITING, "LookupError")
    assert "hunter2" not in caplog.text


def by_pigeon(transport: Transport) -> Delivery:
    transports.register("pigeon", transport)
    return post(kind="pigeon", reference="1", recipient="the loft", subject="", content=b"coo")


def test_under_a_new_secret_key_the_former_one_is_asked_for(mail_server: Sink, settings: Settings) -> None:
    delivery, former = posted(), settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert "MODCHECK_OLD_SECRET_KEYS" in tried(delivery).last_error
    settings.SECRET_KEY_FALLBACKS = [former]
    assert tried(delivery).state == State.SENT
