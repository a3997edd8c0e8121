"""What Django's own e-mail becomes: rows that stand and fall with their cause."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage as Message

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from compliance.accounts.encryption import encryption
from compliance.accounts.models import Kind
from compliance.accounts.services import create_organisation, invite
from compliance.deliveries.models import KEYS, Delivery, State
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db


def content(delivery: Delivery) -> bytes:
    return encryption(KEYS).decrypt(bytes(delivery.content))


def message(delivery: Delivery) -> Message:
    found = message_from_bytes(content(delivery), policy=policy.default)
    assert isinstance(found, Message)
    return found


def nothing_is_written() -> bool:
    return not Delivery.objects.exists() and not DBTaskResult.objects.exists()


def send(**changed: object) -> None:
    EmailMessage(**{"subject": "Hello", "body": "Text", "to": ["zoe@example.org"], **changed}).send()  # type: ignore[arg-type]


def test_a_mail_is_a_row_with_a_task() -> None:
    assert send_mail("Hello", "Your code is 1234.", None, ["zoe@example.org"]) == 1
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.recipient, delivery.subject) == ("email", "zoe@example.org", "Hello")
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.WAITING, 0, "")
    task = DBTaskResult.objects.get()
    assert task.pk == delivery.task
    assert task.args_kwargs["args"] == [str(delivery.pk)]


def test_a_cause_that_is_rolled_back_leaves_no_mail() -> None:
    with transaction.atomic():
        send()
        assert Delivery.objects.exists()
        transaction.set_rollback(True)
    assert nothing_is_written()


def test_an_invitation_is_in_the_outbox() -> None:
    founder = person("Ada")
    team = create_organisation(founder=founder, name="Larkspur", kind=Kind.DOWNSTREAM).organisation
    invite(organisation=team, actor=founder, email="zoe@example.org", roles=[], address="https://x/TOKEN")
    assert "https://x/" in message(Delivery.objects.get()).get_content()


def test_the_code_of_a_sign_up_is_in_the_outbox(client: Client) -> None:
    account = {"name": "Ada", "email": "ada@example.org", "password1": PASSWORD}
    client.post(reverse("account_signup"), account)
    delivery = Delivery.objects.get()
    assert delivery.recipient == "ada@example.org"
    assert re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\r?$", message(delivery).get_content(), re.MULTILINE)


def test_each_recipient_has_a_row_and_the_same_message() -> None:
    send(to=["Zoe <zoe@example.org>", "max@example.org"], cc=["zoe@example.org"], bcc=["secret@example.org"])
    found = list(Delivery.objects.order_by("recipient"))
    assert [each.recipient for each in found] == ["max@example.org", "secret@example.org", "zoe@example.org"]
    assert len({each.reference for each in found}) == len({content(each) for each in found}) == 1
    assert b"secret@" not in content(found[0])


def test_the_message_id_is_kept_and_names_the_senders_domain() -> None:
    send(from_email="Modcheck <modcheck@exämple.org>")
    delivery = Delivery.objects.get()
    assert message(delivery)["Message-ID"] == delivery.reference
    assert delivery.reference.endswith("@xn--exmple-cua.org>")


def test_a_mail_that_brings_its_message_id_is_sent_once() -> None:
    for _ in range(2):
        send(headers={"message-id": "<reminder-7@example.org>"})
    delivery = Delivery.objects.get()
    assert message(delivery).get_all("Message-ID") == ["<reminder-7@example.org>"]
    assert DBTaskResult.objects.count() == 1


def test_the_same_message_object_sent_twice_is_two_mails() -> None:
    mail = EmailMessage("Hello", "Text", to=["zoe@example.org"])
    mail.send()
    mail.send()
    assert len({each.reference for each in Delivery.objects.all()}) == 2


def test_no_machine_answers_a_mail_of_ours() -> None:
    send()
    assert message(Delivery.objects.get())["Auto-Submitted"] == "auto-generated"


def test_a_copy_of_the_database_does_not_tell_the_code() -> None:
    send(body="Your code is 1234.")
    assert b"1234" not in bytes(Delivery.objects.get().content)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Hello\nBcc: victim@example.org"},
        {"subject": "Hello\rBcc: victim@example.org"},
        {"to": ["zoe@example.org\nBcc: victim@example.org"]},
        {"bcc": ["zoe@example.org\r\nRCPT TO:<victim@example.org>"]},
        {"from_email": "a@example.org\nX: y"},
        {"headers": {"X-Thing": "a\nBcc: victim@example.org"}},
        {"to": ["not an address"]},
        {"headers": {"Message-ID": "<a@b>\r\nBcc: victim@example.org"}},
    ],
)
def test_a_header_cannot_be_slipped_in(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"newline|Invalid|header") as raised:
        send(**changed)
    assert isinstance(raised.value, BadHeaderError | ValueError)
    assert nothing_is_written()


def test_one_bad_mail_of_several_lets_none_through() -> None:
    bad = EmailMessage("Hello", "Text", to=["not an address"])
    good = EmailMessage("Hello", "Text", to=["zoe@example.org"])
    with pytest.raises(ValueError, match="Invalid"):
        good.get_connection().send_messages([good, bad])
    assert nothing_is_written()


def test_names_of_all_scripts_arrive() -> None:
    send(subject="Grüße von 李", body="Zoë 🦊", to=['"李, Zoë" <zoe@exämple.org>'])
    delivery = Delivery.objects.get()
    assert delivery.recipient == "zoe@xn--exmple-cua.org"
    assert message(delivery)["Subject"] == "Grüße von 李"
    assert message(delivery)["To"].addresses[0].display_name == "李, Zoë"
    assert message(delivery).get_content().strip() == "Zoë 🦊"


def test_over_long_lines_are_broken_for_the_way() -> None:
    body, subject = "ö" * 50_000 + "\n" + "x" * 50_000, "long " * 200
    send(body=body, subject=subject)
    delivery = Delivery.objects.get()
    assert max(len(line) for line in content(delivery).split(b"\r\n")) <= 998
    assert message(delivery).get_content().replace("\r\n", "\n").strip() == body
    assert message(delivery)["Subject"].split() == subject.split()
    assert len(delivery.subject) == 250


def test_alternatives_and_attachments_travel() -> None:
    mail = EmailMultiAlternatives("Hello", "Text", to=["zoe@example.org"])
    mail.attach_alternative("<p>Text</p>", "text/html")
    mail.attach("report.pdf", b"%PDF", "application/pdf")
    mail.send()
    sent = message(Delivery.objects.get())
    assert [each.get_filename() for each in sent.iter_attachments()] == ["report.pdf"]
    assert sent.get_body(("html",)) is not None
