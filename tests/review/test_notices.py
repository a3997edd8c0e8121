"""Reminders of an authority's questions: shortly before their day, and when it is over, each once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from compliance.review import notices, reviewing
from compliance.review.models import Clarification
from tests.review.desk import Desk, in_days

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (4, ""),
        (3, "To be answered soon"),
        (0, "To be answered soon"),
        (-1, "Not answered in time"),
        (-31, ""),
    ],
)
def test_a_company_is_told_once_of_what_is_due(due: int, told: str) -> None:
    desk = Desk()
    asked = reviewing.ask(submission=desk.send(), question="", text="Why?", due=in_days(3), actor=desk.first)
    long_ago = timezone.now() - timedelta(days=60)
    Clarification.objects.filter(pk=asked.pk).update(due=in_days(due), asked_at=long_ago)
    mail.outbox.clear()
    notices.remind()
    notices.remind()
    subjects = {each.subject.split(":")[0] for each in mail.outbox}
    assert subjects == ({told} if told else set())
