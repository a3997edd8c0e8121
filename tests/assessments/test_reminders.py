"""Reminders of questions that are due: one before the day, one when it is over, each once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from compliance.accounts.queries import audit_entries
from compliance.assessments import colleagues, services
from compliance.assessments.models import Assignment
from compliance.assessments.reminders import remind
from compliance.deliveries import periodic
from compliance.deliveries.models import Delivery
from tests.cases import MAIN
from tests.moments import at_the_same_time
from tests.people import Team
from tests.visiting import Visitor

QUESTION = "role"


@pytest.fixture
def team(db: None) -> Team:
    return Team("Larkspur Labs")


def given(team: Team, *, due_in: int | None, asked_before: int = 10) -> Visitor:
    """A question that was given to somebody, due in so many days from today."""
    new = services.start(
        questionnaire=MAIN, owner=team.organisation, actor=team.user("assessor"), model_name="Larkspur 7B"
    )
    colleagues.assign(
        assessment_id=new.pk,
        actor=team.user("assessor"),
        assignee=team.members["contributor"],
        sections=["upstream"],
        questions=[QUESTION],
        note="You know <this>.",
        due=None if due_in is None else timezone.localdate() + timedelta(days=due_in),
        address=f"http://testserver/assessments/{new.pk}/",
    )
    Assignment.objects.update(created_at=timezone.now() - timedelta(days=asked_before))
    mail.outbox.clear()
    return Visitor(new.pk, team.browser("contributor"))


def test_two_days_before_they_are_reminded_once(team: Team) -> None:
    visitor = given(team, due_in=2)
    assert (remind(), remind()) == (1, 0)
    [message] = mail.outbox
    day = f"{timezone.localdate() + timedelta(days=2):%-d %B %Y}"
    assert message.to == [team.user("contributor").email]
    assert message.subject == "Due soon: questions about Larkspur 7B"
    assert (
        message.body.strip()
        == f"""assessor of Larkspur Labs asked you to answer questions about Larkspur 7B, for Larkspur Labs:

- The upstream developer’s terms, the whole section
- What do you do with the model?

You know <this>.

Please answer by {day}. One of them is open.

Here they are:

http://testserver{visitor.address("tasks")}

--
Modcheck. This mail was sent by a machine; nobody reads answers to it."""
    )


def test_when_it_is_late_they_are_reminded_once_more_and_never_again(team: Team) -> None:
    given(team, due_in=2)
    assert remind() == 1
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.update(due=yesterday)
    assert (remind(), remind()) == (1, 0)
    assert mail.outbox[-1].subject == "Late: questions about Larkspur 7B"
    assert f"by {yesterday:%-d %B %Y}, and one of them is open. We do not remind you again." in str(
        mail.outbox[-1].body
    )
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("due_in", [None, 3, 30, -31])
def test_nobody_is_reminded_too_early_nor_after_a_month(team: Team, due_in: int | None) -> None:
    given(team, due_in=due_in)
    assert remind() == 0


@pytest.mark.parametrize("due_in", [2, 1, 0, -1, -30])
def test_what_was_missed_while_no_worker_ran_is_made_up_for_once(team: Team, due_in: int) -> None:
    given(team, due_in=due_in)
    assert (remind(), remind()) == (1, 0)


def test_whoever_was_asked_just_before_is_reminded_when_it_is_late_only(team: Team) -> None:
    given(team, due_in=1, asked_before=0)
    assert remind() == 0
    Assignment.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert remind() == 1


@pytest.mark.parametrize("due_in", [1, -1])
def test_what_is_answered_or_taken_back_needs_no_reminder(team: Team, due_in: int) -> None:
    visitor = given(team, due_in=due_in)
    visitor.store({QUESTION: "use_only"})
    assert remind() == 0
    services.start_over(assessment_id=visitor.assessment_id)
    colleagues.unassign(
        assessment_id=visitor.assessment_id,
        assignment_id=Assignment.objects.get().pk,
        actor=team.user("assessor"),
    )
    assert remind() == 0


def test_the_log_says_that_the_site_did_it(team: Team) -> None:
    given(team, due_in=-1)
    remind()
    entry = audit_entries(team.organisation)[0]
    assert (entry.actor_name, entry.action) == ("the site itself", "assessment.reminded")
    assert entry.details["to"] == "contributor of Larkspur Labs"


def test_a_mail_that_cannot_be_written_leaves_no_mark_and_keeps_no_other_back(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given(team, due_in=1)
    given(Team("Foxglove"), due_in=1)
    unreachable = team.user("contributor")
    unreachable.email = "not an address"
    unreachable.save()
    monkeypatch.setattr("django.conf.settings.EMAIL_BACKEND", "compliance.deliveries.backend.OutboxBackend")
    assert remind() == 1
    first = Assignment.objects.order_by("pk")[0]
    assert first.reminded_before_at is None
    assert f"No reminder for assignment {first.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_send_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.EMAIL_BACKEND", "compliance.deliveries.backend.OutboxBackend")
    given(Team("Larkspur Labs"), due_in=1)
    Delivery.objects.all().delete()
    assert sorted(at_the_same_time([remind] * 4)) == [0, 0, 0, 1]
    assert Delivery.objects.count() == 1


def test_the_worker_does_it(team: Team) -> None:
    given(team, due_in=1)
    assert periodic.run_due()["remind of questions that are due"]
    assert len(mail.outbox) == 1
