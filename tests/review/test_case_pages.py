"""An authority's pages about one submission."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from compliance.assessments import evidence
from compliance.review import reviewing
from compliance.review.models import State, Submission
from tests.attestations.issued import complete
from tests.review.desk import Desk, in_days
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.office.browser("reviewer")


def address(here: Submission, name: str = "case", *more: Any) -> str:
    return reverse(f"review:{name}", args=[here.authority_id, here.pk, *more])


def see(client: Client, here: Submission, name: str = "case", *more: Any) -> Page:
    return Page(client.get(address(here, name, *more)))


def send(client: Client, here: Submission, name: str, *more: Any, **data: Any) -> Page:
    return Page(client.post(address(here, name, *more), data))


def test_what_was_declared_is_beside_its_evidence(desk: Desk, client: Client) -> None:
    assessment = complete(desk.company, "v08")
    evidence.attach(
        assessment_id=assessment.pk,
        question="role",
        version=assessment.version,
        file=io.BytesIO(b"What we measured."),
        name="measured.txt",
        note="",
    )
    here = desk.send(desk.attest(assessment=assessment), note="As agreed.")
    page = see(client, here)
    assert "We change it, adapt it or build on it" in page.text
    assert "measured.txt" in page.text
    assert "As agreed." in page.text
    file = here.enclosures.get(kind="evidence")
    response = client.get(address(here, "file", file.pk))
    assert b"".join(response) == b"What we measured."
    assert response["Content-Disposition"] == 'attachment; filename="measured.txt"'
    assert response["Content-Type"] == "application/octet-stream"


def test_what_differs_comes_first(desk: Desk, client: Client) -> None:
    old = desk.attest()
    desk.send(old)
    newer = desk.send(desk.correct(old, organisation_size="large"))
    text = see(client, newer).text
    assert text.index("What differs from before") < text.index("What they declare")
    assert "then: " in text
    assert "Every answer is the same." in see(client, desk.send(desk.correct(old))).text


def test_its_queries_do_not_grow(desk: Desk, client: Client, django_assert_max_num_queries: Any) -> None:
    here = desk.send()
    for each in range(5):
        reviewing.remark(submission=here, question="role", text=f"{each}", actor=desk.first)
        reviewing.ask(submission=here, question="role", text=f"{each}", due=in_days(3), actor=desk.first)
    with django_assert_max_num_queries(20):
        client.get(address(here))


def test_remarks_and_questions_on_an_answer(desk: Desk, client: Client) -> None:
    here = desk.send()
    assert "Write the remark." in send(client, here, "about", "role", do="remark").text
    late = send(client, here, "about", "role", do="ask", **{"ask-text": "Why?", "ask-due": "2020-01-01"})
    assert late.status == 422
    assert "Choose a day that lies ahead." in late.text
    assert "Why?" in late.text
    send(client, here, "about", "role", do="remark", **{"remark-text": "Odd."})
    send(client, here, "about", "role", do="ask", **{"ask-text": "Why?", "ask-due": str(in_days(3))})
    here.refresh_from_db()
    assert here.state == State.ASKED
    text = see(client, here, "about", "role").text
    assert "Odd." in text
    assert "Why?" in text
    assert "Odd." not in see(client, here, "about", "all").text


@pytest.mark.parametrize("slug", ["nothing", "uncensored_parent"])
def test_an_answer_that_is_not_there_is_not_found(desk: Desk, client: Client, slug: str) -> None:
    assert see(client, desk.send(), "about", slug).status == 404


def test_what_is_typed_stays_when_it_was_closed_meanwhile(desk: Desk, client: Client) -> None:
    here = desk.send(desk.attest("v01"))
    reviewing.decide(submission=here, outcome="noted", reasons="Fine.", actor=desk.second)
    page = send(client, here, "about", "role", do="ask", **{"ask-text": "Why?", "ask-due": str(in_days(3))})
    assert page.status == 422
    assert "It was closed meanwhile." in page.text
    page = send(client, here, "decide", outcome="action", reasons="Long and well considered.")
    assert "It was closed meanwhile." in page.text
    assert "Long and well considered." in page.text


def test_two_decide_about_a_grave_one(desk: Desk, client: Client) -> None:
    here = desk.send(desk.attest("v08"))
    assert "Write the reasons" in send(client, here, "decide", outcome="action").text
    send(client, here, "decide", outcome="action", reasons="Test it again.")
    proposal = str(here.decisions.get().pk)
    assert "Take your proposal back" in see(client, here, "second").text
    assert "somebody else has to agree" in send(client, here, "second", do="agree", seen=proposal).text
    other = desk.office.browser("second")
    assert "has changed" not in send(other, here, "second", do="agree", seen="0").text
    here.refresh_from_db()
    assert not here.closed
    assert "Write why" in send(other, here, "second", do="back", seen=proposal).text
    send(other, here, "second", do="agree", seen=proposal)
    here.refresh_from_db()
    assert here.state == State.ACTION
    assert "Test it again." in see(client, here).text


def test_reviews_are_given_to_reviewers_only(desk: Desk, client: Client) -> None:
    here = desk.send()
    assessor = desk.office.members["assessor"]
    send(client, here, "take", assignee=assessor.pk)
    here.refresh_from_db()
    assert here.assignee is None
    send(client, here, "take", assignee=desk.office.members["second"].pk)
    here.refresh_from_db()
    assert here.assignee == desk.second


def test_a_trial_changes_nothing(desk: Desk, client: Client) -> None:
    here = desk.send(desk.attest("v08"))
    before = here.statement
    page = send(client, here, "what_if", shown="role", role="use_only")
    assert "Instead of T3, as declared." in page.text
    here.refresh_from_db()
    assert here.statement == before
    assert here.events.count() == see(client, here).response.context["submission"].events.count()
