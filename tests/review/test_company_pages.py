"""A company's pages about what it sent to authorities."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from compliance.accounts.services import recognise
from compliance.review import reviewing
from compliance.review.models import Submission
from tests.review.desk import Desk, in_days
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.company.browser("signatory")


def address(desk: Desk, name: str, *more: Any) -> str:
    return reverse(f"review:{name}", args=[desk.company.organisation.pk, *more])


def test_what_will_be_sent_is_shown_before_it_is(desk: Desk, client: Client) -> None:
    attestation = desk.attest()
    there = address(desk, "submit", attestation.pk)
    page = Page(client.get(there))
    assert ".pdf.tlog-proof" in page.text
    assert "Choose the authority." in Page(client.post(there, {"note": "Please read"})).text
    assert "Please read" in Page(client.post(there, {"note": "Please read"})).text
    sent = Page(client.post(there, {"authority": desk.authority.pk, "note": "Please read"}))
    here = Submission.objects.get()
    assert sent.leads_to == address(desk, "sent", here.pk)
    receipt = Page(client.get(sent.leads_to)).text
    assert str(here.pk) in receipt
    assert "Please read" in receipt
    assert "received it on" in Page(client.get(there)).text
    page = Page(
        client.get(reverse("attestations:attestation", args=[desk.company.organisation.pk, attestation.pk]))
    )
    assert "Office: received" in page.text


def test_where_no_authority_receives_it_says_so(desk: Desk, client: Client) -> None:
    recognise(authority=desk.authority, recognised=False)
    attestation = desk.attest()
    page = Page(client.get(address(desk, "submit", attestation.pk)))
    assert "No authority receives attestations on this site yet." in page.text
    refused = client.post(address(desk, "submit", attestation.pk), {"authority": desk.authority.pk})
    assert refused.status_code == 422
    assert not Submission.objects.exists()


def test_the_note_waits_while_a_second_factor_is_asked_for(desk: Desk) -> None:
    attestation = desk.attest()
    client = desk.company.browser("signatory")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    there = address(desk, "submit", attestation.pk)
    assert "reauthenticate" in client.post(there, {"note": "Please read"})["Location"]
    session = client.session
    session["account_authentication_methods"][0]["at"] += 3600
    session.save()
    assert "Please read" in Page(client.get(there)).text


def test_a_question_is_answered_once(desk: Desk, client: Client) -> None:
    here = desk.send()
    asked = reviewing.ask(submission=here, question="role", text="Why?", due=in_days(3), actor=desk.first)
    text = Page(client.get(address(desk, "sent", here.pk))).text
    assert "Why?" in text
    assert str(desk.first) not in text
    there = address(desk, "answer", here.pk, asked.pk)
    assert "Write the answer." in Page(client.post(there)).text
    client.post(there, {"text": "Because."})
    assert "Because." in Page(client.get(address(desk, "sent", here.pk))).text
    client.post(there, {"text": "Otherwise."})
    asked.refresh_from_db()
    assert asked.answer == "Because."


def test_an_answer_that_comes_too_late_is_not_lost(desk: Desk, client: Client) -> None:
    here = desk.send(desk.attest("v01"))
    asked = reviewing.ask(submission=here, question="", text="Why?", due=in_days(3), actor=desk.first)
    reviewing.decide(submission=here, outcome="noted", reasons="Fine.", actor=desk.first)
    page = Page(client.post(address(desk, "answer", here.pk, asked.pk), {"text": "Long considered."}))
    assert "was closed meanwhile" in page.text
    assert "Long considered." in page.text


def test_how_it_was_decided_is_read_without_names(desk: Desk, client: Client) -> None:
    here = desk.send(desk.attest("v01"))
    reviewing.remark(submission=here, question="", text="Between us.", actor=desk.first)
    reviewing.decide(submission=here, outcome="action", reasons="Test it again.", actor=desk.first)
    text = Page(client.get(address(desk, "sent", here.pk))).text
    assert "Test it again." in text
    assert "Between us." not in text
    assert str(desk.first) not in text


def test_the_list_is_empty_at_first(desk: Desk, client: Client) -> None:
    there = address(desk, "submissions")
    assert "Nothing here yet" in Page(client.get(there)).text
    desk.send()
    assert "PentestPilot" in Page(client.get(there)).text
