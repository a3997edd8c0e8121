"""Reading back, saying who signs, confirming: the pages on which an attestation is signed."""

import time
from typing import Any

import pytest
from django.urls import reverse

from compliance.accounts import typed
from compliance.assessments.models import Assessment
from compliance.attestations.models import Attestation, Shows, State
from tests.attestations.issued import complete, quickly
from tests.people import Team, browser
from tests.visiting import Page, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {
    "organisation": "Larkspur Labs",
    "model_name": "PentestPilot",
    "model_version": "2.3",
    "function": "Managing director",
    "shows": "summary",
}


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def assessment(team: Team) -> Assessment:
    return complete(team)


class Signing:
    """A signatory in front of the pages."""

    def __init__(self, team: Team, assessment: Assessment) -> None:
        self.client = team.browser("signatory")
        self.address = reverse("attestations:sign", args=[assessment.pk])
        self.last = reverse("attestations:confirm", args=[assessment.pk])

    def open(self) -> Page:
        return Page(self.client.get(self.address))

    def go_on(self, **more: Any) -> Page:
        return Page(self.client.post(self.address, TYPED | more))

    def send_again(self, page: Page) -> Page:
        """Send the form of the first page as it stands, to where it goes from there."""
        (form,) = [each for each in page.tree.forms if "function" in each.fields]
        address = form.get("action") or page.response.wsgi_request.get_full_path()
        return Page(self.client.post(address, dict(form.form_values())))

    def confirm(self, page: Page, **more: Any) -> Page:
        """Send the form of the page to confirm, with the box ticked."""
        fields = {each.get("name"): each.get("value") for each in page.main.xpath(".//input[@type='hidden']")}
        sent = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
        return Page(self.client.post(self.last, sent | {"declared": "on"} | more))


@pytest.fixture
def signing(team: Team, assessment: Assessment) -> Signing:
    return Signing(team, assessment)


def test_everything_is_read_back_first(signing: Signing) -> None:
    page = signing.open()
    assert page.heading == "Read back and sign"
    assert "T1: Voluntary guidance" in page.text
    assert "What did you change? An adapter" in page.text
    assert page.value("organisation") == "Larkspur Labs"
    assert page.value("model_name") == "PentestPilot"


def test_doubts_are_told_before(team: Team) -> None:
    page = Signing(team, complete(team, "v05")).open()
    assert any("It is provisional, and holds for 90 days only." in each for each in page.notices)
    assert any("not yet checked against their primary text: LAW-" in each for each in page.notices)


def test_what_is_missing_is_told_and_nothing_is_lost(signing: Signing) -> None:
    page = signing.go_on(function="", model_name="", model_version="7")
    assert page.status == 422
    assert page.errors == ["Write the name people know it by.", "Write in which function you sign."]
    assert page.value("model_version") == "7"


def test_what_is_listed_shows_at_least_its_summary(signing: Signing) -> None:
    page = signing.go_on(shows="status", published="on")
    assert page.errors == [
        "The register shows the summary to everybody: choose to show it here too, or do not list it."
    ]


def test_confirming_issues_it(signing: Signing, team: Team) -> None:
    page = signing.go_on()
    assert page.heading == "Declare and issue"
    assert "signatory of Larkspur Labs, Managing director" in page.text
    assert any("keys for evaluation" in each for each in page.notices)
    done = signing.confirm(page)
    found = Attestation.objects.get()
    assert done.leads_to == reverse("attestations:attestation", args=[team.organisation.pk, found.pk])
    assert found.state == State.ISSUED
    page = Page(signing.client.get(done.leads_to))
    assert page.heading == "PentestPilot 2.3"
    assert {"Download the PDF", "Its proof"} <= set(page.links())


def test_it_has_to_be_declared(signing: Signing) -> None:
    page = signing.confirm(signing.go_on(), declared="")
    assert page.errors == ["Tick this to declare it."]
    assert page.heading == "Declare and issue"
    assert signing.confirm(page).status == 302


def test_going_back_keeps_what_was_typed(signing: Signing) -> None:
    page = Page(signing.client.post(signing.address + "?back", TYPED | {"function": "Chair"}))
    assert page.heading == "Read back and sign"
    assert page.value("function") == "Chair"
    assert signing.send_again(page).heading == "Declare and issue"


def test_an_answer_changed_meanwhile_is_told(signing: Signing, assessment: Assessment) -> None:
    page = signing.go_on()
    Visitor(assessment.pk).store({"organisation_size": "large"})
    refused = signing.confirm(page)
    assert refused.status == 409
    assert refused.errors == [
        "Something changed while you read: an answer, a file or a rule. Read it again; nothing was signed."
    ]
    assert refused.value("function") == "Managing director"
    assert not Attestation.objects.exists()
    assert signing.confirm(signing.send_again(refused)).status == 302


def test_a_double_click_is_one_attestation(signing: Signing) -> None:
    page = signing.go_on()
    assert signing.confirm(page).leads_to == signing.confirm(page).leads_to
    assert Attestation.objects.count() == 1


def test_a_page_used_before_signs_nothing_else(signing: Signing, assessment: Assessment) -> None:
    page = signing.go_on()
    signing.confirm(page)
    Visitor(assessment.pk).store({"organisation_size": "large"})
    other = signing.go_on(function="Chair")
    key = page.main.xpath(".//input[@name='key']")[0].get("value")
    refused = signing.confirm(other, key=key)
    assert refused.status == 409
    assert refused.errors == [
        "This page was used before to sign something else. Read it again; nothing was signed."
    ]


def test_a_second_factor_is_asked_for_and_what_was_typed_waits(signing: Signing, team: Team) -> None:
    page = signing.go_on(function="Chair")
    session = signing.client.session
    (record,) = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": time.time() - 400}]
    session.save()
    asked = signing.confirm(page)
    assert "reauthenticate" in asked.leads_to
    assert not Attestation.objects.exists()
    session["account_authentication_methods"] = [{**record, "at": time.time()}]
    session["signing"] = signing.client.session["signing"]
    session.save()
    assert signing.open().value("function") == "Chair"


@pytest.mark.parametrize("page", ["sign", "confirm"])
def test_what_was_typed_waits_for_its_sender_to_sign_in(
    signing: Signing, team: Team, assessment: Assessment, page: str
) -> None:
    nobody = browser(None)
    address = reverse(f"attestations:{page}", args=[assessment.pk])
    asked = Page(nobody.post(address, TYPED | {"function": "Chair", "published": "on"}))
    assert (asked.status, asked.heading) == (404, "Not saved yet")
    assert "Your function there Chair" in asked.text
    assert asked.links()["Sign in"] == f"{reverse('account_login')}?next={address}"
    session = signing.client.session
    session[typed.TYPED] = nobody.session[typed.TYPED]  # as signing in leaves it
    session.save()
    there = signing.open()
    assert there.value("function") == "Chair"
    assert there.chosen == ["summary", "on"]  # listed; the annex was not ticked
    assert there.notices[0] == "What you typed is in its fields again. It is not saved yet."
    assert not Attestation.objects.exists()


def test_open_questions_come_first(team: Team, assessment: Assessment) -> None:
    Visitor(assessment.pk).store({"organisation_size": None})
    page = Signing(team, assessment).open()
    assert page.leads_to == reverse("assessments:check", args=[assessment.pk])


def test_the_outcome_offers_signing_to_those_who_may(team: Team, assessment: Assessment) -> None:
    address = reverse("assessments:outcome", args=[assessment.pk])
    offered = {
        role: "Sign an attestation" in Page(team.browser(role).get(address)).links()
        for role in ("signatory", "assessor", "reviewer")
    }
    assert offered == {"signatory": True, "assessor": False, "reviewer": False}


def test_what_it_takes_the_place_of_is_told(team: Team, assessment: Assessment) -> None:
    quickly(team, assessment)
    page = Signing(team, assessment).open()
    assert "It takes the place of the attestation of" in page.text
    assert any("nobody confirmed that the answers still hold." in each for each in page.notices)


def test_sections_that_nobody_confirmed_are_named_where_they_are_few(
    team: Team, assessment: Assessment
) -> None:
    quickly(team, assessment)
    address = reverse("attestations:compare", args=[assessment.pk])
    client = team.browser("assessor")
    boxes = [each.get("value") for each in Page(client.get(address)).main.xpath(".//input[@name='holds']")]
    for confirmed, told in (
        (1, f"nobody confirmed {len(boxes) - 1} of the {len(boxes)} sections."),
        (len(boxes) - 1, "nobody confirmed: The upstream developer’s terms."),
    ):
        client.post(address, {"holds": boxes[:confirmed]})
        page = Signing(team, assessment).open()
        assert any(told in each for each in page.notices)


def test_what_others_were_shown_before_is_chosen_again(team: Team, assessment: Assessment) -> None:
    assert Signing(team, assessment).open().chosen == ["summary", "on"]  # with the annex
    quickly(team, assessment, shows=Shows.PAGES, published=True)
    page = Signing(team, assessment).open()
    assert page.chosen == ["pages", "on"]  # listed, without the annex
    assert page.value("function") == "managing director"


def test_the_last_page_says_whether_the_annex_is_added(signing: Signing) -> None:
    assert "Annex: what would change the outcome added" in signing.go_on(with_remedies="on").text
    assert "Annex: what would change the outcome left out" in signing.go_on().text


def test_a_guest_is_not_asked_to_sign() -> None:
    visitor = Visitor.begin()
    address = reverse("attestations:sign", args=[visitor.assessment_id])
    assert visitor.client.get(address).status_code == 404
    assert browser(None).get(address).status_code == 404
