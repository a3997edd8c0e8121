"""The steps of a review: who may take which, and what nobody can take twice."""

from typing import Any

import pytest
from django.core import mail

from compliance.accounts.models import AuditEntry, Kind
from compliance.review import reviewing
from compliance.review.models import Decision, State, Submission
from tests.people import Team
from tests.review.desk import Desk, in_days

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def light(desk: Desk) -> Submission:
    """Of a tier that one reviewer decides about."""
    sent = desk.send(desk.attest("v01"))
    assert sent.tier not in reviewing.FOUR_EYES
    return sent


@pytest.fixture
def grave(desk: Desk) -> Submission:
    sent = desk.send(desk.attest("v08"))
    assert sent.tier in reviewing.FOUR_EYES
    return sent


def noted(submission: Submission, desk: Desk) -> Decision:
    return reviewing.decide(
        submission=submission, outcome="noted", reasons="All is in order.", actor=desk.first
    )


def state(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


def give(desk: Desk, submission: Submission, to: str | None) -> int:
    return reviewing.assign(
        authority=desk.authority,
        submissions=[submission.pk],
        assignee=desk.office.members[to] if to else None,
        actor=desk.first,
    )


def test_it_is_in_review_once_somebody_has_it(desk: Desk, light: Submission) -> None:
    assert state(light) == State.RECEIVED
    assert give(desk, light, "second") == 1
    assert give(desk, light, "second") == 0
    assert state(light) == State.IN_REVIEW
    assert light.assignee == desk.second
    give(desk, light, None)
    assert state(light) == State.RECEIVED


def test_nobody_assigns_what_another_authority_received(desk: Desk, light: Submission) -> None:
    elsewhere = Team("Elsewhere", Kind.REGULATOR)
    given = reviewing.assign(
        authority=elsewhere.organisation,
        submissions=[light.pk],
        assignee=elsewhere.members["reviewer"],
        actor=elsewhere.user("reviewer"),
    )
    assert given == 0
    assert state(light) == State.RECEIVED


def test_a_question_is_answered_and_both_are_told(desk: Desk, light: Submission) -> None:
    give(desk, light, "reviewer")
    mail.outbox.clear()
    asked: dict[str, Any] = {"submission": light, "due": in_days(3), "actor": desk.first}
    one = reviewing.ask(question="role", text="Why?", **asked)
    two = reviewing.ask(question="", text="And when?", **asked)
    told = {each for message in mail.outbox for each in message.to}
    assert told == {desk.signatory.email, desk.company.user("assessor").email}
    reviewing.answer(clarification=one, text="Because.", actor=desk.signatory)
    assert state(light) == State.ASKED, "one is still open"
    mail.outbox.clear()
    reviewing.answer(clarification=two, text="In May.", actor=desk.signatory)
    reviewing.answer(clarification=two, text="In June.", actor=desk.signatory)
    assert state(light) == State.ANSWERED
    two.refresh_from_db()
    assert (two.answer, two.answered_by_name) == ("In May.", str(desk.signatory))
    assert [each.to for each in mail.outbox] == [[desk.first.email]]


def test_one_reviewer_decides_about_a_light_one(desk: Desk, light: Submission) -> None:
    decision = noted(light, desk)
    assert state(light) == State.NOTED
    assert decision.decided_at
    for step in (
        lambda: noted(light, desk),
        lambda: reviewing.ask(submission=light, question="", text="?", due=in_days(2), actor=desk.first),
    ):
        with pytest.raises(reviewing.Closed):
            step()


def test_four_eyes_decide_about_a_grave_one(desk: Desk, grave: Submission) -> None:
    decision = noted(grave, desk)
    assert state(grave) == State.RECEIVED
    assert mail.outbox[-1].to == [desk.second.email]
    with pytest.raises(reviewing.SameEyes):
        reviewing.agree(submission=grave, decision_id=decision.pk, actor=desk.first)
    with pytest.raises(reviewing.Refused):
        noted(grave, desk)
    reviewing.agree(submission=grave, decision_id=decision.pk, actor=desk.second)
    assert state(grave) == State.NOTED
    decision.refresh_from_db()
    assert (decision.proposed_by, decision.decided_by) == (desk.first, desk.second)
    with pytest.raises(reviewing.Closed):
        reviewing.agree(submission=grave, decision_id=decision.pk, actor=desk.second)


def test_what_is_sent_back_can_be_proposed_anew_and_not_be_agreed_to(desk: Desk, grave: Submission) -> None:
    first = noted(grave, desk)
    back: dict[str, Any] = {"submission": grave, "decision_id": first.pk, "actor": desk.second}
    reviewing.send_back(because="The tests are not there.", **back)
    with pytest.raises(reviewing.Refused):
        reviewing.agree(**back)
    again = noted(grave, desk)
    with pytest.raises(reviewing.Refused):
        reviewing.agree(**back)
    reviewing.agree(submission=grave, decision_id=again.pk, actor=desk.second)
    assert state(grave) == State.NOTED


def test_a_decision_closes_those_whose_place_it_took(desk: Desk) -> None:
    old = desk.attest("v01")
    earlier = desk.send(old)
    newer = desk.send(desk.correct(old))
    noted(newer, desk)
    assert (state(earlier), state(newer)) == (State.NOTED, State.NOTED)


def test_its_sender_reads_what_happened_and_not_who_did_it(desk: Desk, grave: Submission) -> None:
    reviewing.remark(submission=grave, question="", text="Odd.", actor=desk.first)
    decision = noted(grave, desk)
    reviewing.agree(submission=grave, decision_id=decision.pk, actor=desk.second)
    logged = AuditEntry.objects.filter(organisation=desk.company.organisation)
    assert not logged.filter(actor_name__in=[str(desk.first), str(desk.second)]).exists()
    shown = [each.kind for each in grave.events.filter(internal=False)]
    assert shown == ["submission.received", "submission.decided"]
