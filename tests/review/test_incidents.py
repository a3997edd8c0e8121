"""Incidents, told by a company or noted by the authority."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from compliance.review.models import Incident
from tests.review.desk import Desk, in_days
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(**more: Any) -> dict[str, Any]:
    return {
        "title": "Users got around the filter",
        "happened_on": str(in_days(-2)),
        "changes": ["fine_tuning"],
        "text": "Twelve users did, and the filter is mended.",
        **more,
    }


def test_a_company_tells_the_authority_and_its_reviewers_are_told(desk: Desk) -> None:
    here = desk.send(desk.attest("v08"))
    there = reverse("review:report_incident", args=[desk.company.organisation.pk, here.pk])
    company = desk.company.browser("signatory")
    mail.outbox.clear()
    page = Page(company.post(there, told(happened_on=str(in_days(2)))))
    assert page.status == 422
    assert "Choose a day that is not ahead." in page.text
    assert "Twelve users did" in page.text
    company.post(there, told())
    new = Incident.objects.get()
    assert (new.by_company, new.submission, new.changes) == (True, here, ["fine_tuning"])
    assert {each for message in mail.outbox for each in message.to} == {desk.first.email, desk.second.email}
    official = desk.office.browser("reviewer")
    assert new.title in Page(official.get(reverse("review:incidents", args=[desk.authority.pk]))).text
    assert new.title in Page(official.get(reverse("review:case", args=[desk.authority.pk, here.pk]))).text
    page = Page(official.get(reverse("review:incident", args=[desk.authority.pk, new.pk])))
    assert "Twelve users did" in page.text
    assert "Larkspur Labs" in page.text


def test_what_the_authority_notes_stays_there(desk: Desk) -> None:
    here = desk.send(desk.attest("v08"))
    there = reverse("review:note_incident", args=[desk.authority.pk])
    official = desk.office.browser("reviewer")
    assert (
        "Nothing here yet" in Page(official.get(reverse("review:incidents", args=[desk.authority.pk]))).text
    )
    assert official.get(f"{there}?about=nonsense").status_code == 404
    page = Page(official.get(f"{there}?about={here.pk}"))
    assert {each.get("value") for each in page.tree.iterfind(".//input[@checked]")}, "the declared ones"
    mail.outbox.clear()
    official.post(f"{there}?about={here.pk}", told())
    assert Incident.objects.get().by_company is False
    assert mail.outbox == []
    sent = reverse("review:sent", args=[desk.company.organisation.pk, here.pk])
    assert "Users got around" not in Page(desk.company.browser("signatory").get(sent)).text
