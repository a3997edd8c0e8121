"""An organisation's attestations: the list, one of them, its files, withdrawing, sharing, and what waits."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from compliance.accounts import typed
from compliance.attestations import issuing, outside
from compliance.attestations.models import Attestation, State, Status
from tests.attestations.issued import complete, issue, quickly, request
from tests.people import Team, browser
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


def address(found: Attestation, name: str = "attestation", *more: str) -> str:
    return reverse(f"attestations:{name}", args=[found.organisation_id, found.pk, *more])


def see(client: Client, found: Attestation, name: str = "attestation") -> Page:
    return Page(client.get(address(found, name)))


def send(client: Client, found: Attestation, name: str, **data: Any) -> Page:
    return Page(client.post(address(found, name), data))


def test_an_empty_list_says_how_one_comes_about(team: Team) -> None:
    page = Page(
        team.browser("assessor").get(reverse("attestations:attestations", args=[team.organisation.pk]))
    )
    assert "Nothing here yet" in page.text


def test_the_list_has_the_newest_first(team: Team) -> None:
    assessment = complete(team)
    older = quickly(team, assessment)
    Attestation.objects.filter(pk=older.pk).update(made_at=older.made_at - timedelta(days=1))
    request(team, assessment.pk, key="second")
    listed = reverse("attestations:attestations", args=[team.organisation.pk])
    rows = [
        " ".join(each.text_content().split())
        for each in Page(team.browser("reviewer").get(listed)).main.xpath(".//tbody/tr")
    ]
    assert "being issued" in rows[0]
    assert "current" in rows[1]


def test_the_files_are_there_for_every_role(team: Team) -> None:
    found = issue(team)
    client = team.browser("reviewer")
    files = {what: client.get(address(found, "download", what)) for what in ("pdf", "proof", "statement")}
    assert files["pdf"].content.startswith(b"%PDF-")
    assert files["proof"].content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert json.loads(files["statement"].content)["id"] == str(found.pk)
    names = [each["Content-Disposition"] for each in files.values()]
    assert all(each.startswith('attachment; filename="attestation-') for each in names)
    assert client.get(address(found, "download", "salt")).status_code == 404


def test_what_is_not_issued_yet_has_no_files(team: Team) -> None:
    found = request(team, complete(team).pk)
    assert team.browser("signatory").get(address(found, "download", "pdf")).status_code == 404


def test_withdrawing_asks_why(team: Team) -> None:
    found, client = quickly(team), team.browser("signatory")
    assert send(client, found, "withdraw").errors == ["Write why it does not hold any more."]
    done = send(client, found, "withdraw", reason="The tests were wrong.")
    assert done.leads_to == address(found)
    page = see(client, found)
    assert "The tests were wrong." in page.text
    assert "Withdraw it" not in page.links()


def test_a_reason_and_a_choice_wait_where_the_session_has_ended(team: Team) -> None:
    found, nobody, client = quickly(team, published=True), browser(None), team.browser("signatory")
    send(nobody, found, "withdraw", reason="The tests were wrong.")
    send(nobody, found, "share", shows="pages")
    session = client.session
    session[typed.TYPED] = nobody.session[typed.TYPED]  # as signing in leaves it
    session.save()
    assert see(client, found, "withdraw").value("reason").strip() == "The tests were wrong."
    assert see(client, found, "share").chosen == ["pages"]  # and not listed any more
    found.refresh_from_db()
    assert (found.status, found.shows, found.published) == (Status.CURRENT, "summary", True)


def test_only_signatories_withdraw_and_share(team: Team) -> None:
    found = quickly(team)
    links = see(team.browser("assessor"), found).links()
    assert "Withdraw it" not in links
    assert send(team.browser("assessor"), found, "withdraw", reason="No.").status == 403
    assert send(team.browser("administrator"), found, "share", shows="pages").status == 403
    found.refresh_from_db()
    assert found.status == Status.CURRENT


def test_sharing_is_changed(team: Team) -> None:
    found, client = quickly(team), team.browser("signatory")
    assert see(client, found, "share").chosen == ["summary"]
    send(client, found, "share", shows="pages", published="on")
    assert see(client, found, "share").chosen == ["pages", "on"]


@pytest.fixture
def paused(team: Team) -> Attestation:
    """Signed, while the register has reasons not to sign."""
    quickly(team)
    (log,) = {leaf.log for leaf in Attestation.objects.get().leaves.all()}
    outside.place(log.origin).unlink()
    return issuing.proceed(request(team, complete(team).pk, key="second").pk)


def test_what_waits_says_why_and_what_can_be_done(team: Team, paused: Attestation) -> None:
    page = see(team.browser("signatory"), paused)
    assert "It is signed, and not issued yet" in page.text
    assert "The register does not sign at the moment." in page.text
    assert "It is tried again every minute" in page.text


def test_it_goes_on_when_the_reason_is_gone(team: Team, paused: Attestation) -> None:
    log = Attestation.objects.get(state=State.ISSUED).leaves.get().log
    outside.remember(log.origin, log.checkpoints.get().note)
    send(team.browser("signatory"), paused, "go_on", how="again")
    paused.refresh_from_db()
    assert (paused.state, paused.trouble) == (State.ISSUED, "")


def test_it_can_be_given_up(team: Team, paused: Attestation) -> None:
    done = send(team.browser("signatory"), paused, "go_on", how="abandon")
    assert done.leads_to == reverse("attestations:attestations", args=[team.organisation.pk])
    assert see(team.browser("signatory"), paused).status == 404


def test_withdrawing_says_that_the_register_is_paused(team: Team, paused: Attestation) -> None:
    found = Attestation.objects.get(state=State.ISSUED)
    page = send(team.browser("signatory"), found, "withdraw", reason="Wrong.")
    assert page.errors == [
        "The register does not sign at the moment, so that this cannot be written down. Try again later."
    ]
    found.refresh_from_db()
    assert found.status == Status.CURRENT


def test_nothing_is_found_by_another_organisation(team: Team) -> None:
    found, other = quickly(team), Team("Foxglove Labs")
    client = other.browser("signatory")
    assert client.get(address(found)).status_code == 404
    theirs = reverse("attestations:attestation", args=[other.organisation.pk, found.pk])
    assert client.get(theirs).status_code == 404


def test_the_board_says_that_it_is_attested(team: Team) -> None:
    found = quickly(team)
    page = Page(team.browser("reviewer").get(reverse("assessments:board", args=[team.organisation.pk])))
    (link,) = [each for each in page.links() if each.startswith("attested until")]
    assert page.links()[link] == address(found)


def test_an_export_has_all_of_it(team: Team) -> None:
    found = quickly(team)
    client = team.browser("administrator")
    response = client.post(reverse("accounts:export", args=[team.organisation.pk]))
    archive = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert b"attestations.json" in archive
    assert f"attestations/{found.pk}/".encode() in archive
