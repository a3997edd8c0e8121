"""Verifying, for anybody: a file, or the address of a QR code; and no more than the holder shows."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pikepdf import Pdf

from compliance.attestations import lifecycle, queries
from compliance.attestations.models import Attestation, Shows
from tests.attestations.issued import complete, issue, quickly
from tests.people import Team
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def found(team: Team) -> Attestation:
    return issue(team)


def content(found: Attestation) -> bytes:
    return queries.content(found.files.get())


def bring(pdf: bytes, name: str = "attestation.pdf") -> Page:
    file = SimpleUploadedFile(name, pdf, "application/pdf")
    return Page(Client().post(reverse("attestations:verify"), {"file": file}))


def results(page: Page) -> dict[str, str]:
    return {
        each.find("dt").text_content(): each.find(".//strong").text_content()
        for each in page.main.xpath(".//dl[contains(@class, 'mc-checks')]/div")
    }


def test_a_genuine_file_passes_every_check(found: Attestation) -> None:
    page = bring(content(found))
    assert page.heading == "Genuine, unchanged and current"
    assert set(results(page).values()) == {"passed", "none", "current"}
    assert results(page)["Time-stamp"] == "none"
    assert len(results(page)) == 11
    assert "Larkspur Labs" in page.text
    assert "It is the holder’s own declaration." in page.text


def altered(pdf: bytes) -> bytes:
    position = len(pdf) // 2
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def resaved(pdf: bytes) -> bytes:
    target = BytesIO()
    with Pdf.open(BytesIO(pdf)) as opened:
        opened.save(target)
    return target.getvalue()


def test_anything_else_is_not_genuine_and_never_parsed(found: Attestation) -> None:
    pdf = content(found)
    for other in (altered(pdf), pdf + b"\n", pdf[:-1], resaved(pdf), b"", b"PK\3\4"):
        page = bring(other)
        assert page.status == 200
        assert page.heading == "Not genuine: this file is not in the register"
        assert results(page) == {"In the register": "failed"}
        assert "Larkspur" not in page.text
        assert "Ask whoever gave it to you for the file as they downloaded it." in page.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"c2sp.org/tlog-proof@v1", "This is no PDF"),
        (b"%PDF-1.7", "No file with"),
    ],
)
def test_what_cannot_be_one_is_told_so(content: bytes, told: str) -> None:
    assert told in bring(content).text


def test_a_file_larger_than_any_of_ours_is_not_read(found: Attestation) -> None:
    page = bring(b"%PDF-" + bytes(21 * 1024 * 1024))
    assert page.status == 413
    assert "No PDF that was issued here has that size: it is none of ours." in page.text


def test_who_writes_into_the_database_without_a_key_makes_nothing_genuine(
    team: Team, found: Attestation
) -> None:
    other = issue(team, key="second")
    first, second = found.leaves.get(), other.leaves.get()
    first.subject, second.subject = second.subject, first.subject  # which file an entry is about
    first.save()
    second.save()
    for each in (found, other):
        page = bring(content(each))
        assert page.heading == "Not genuine: not every check passed"
        assert results(page)["Proved by the register"] == "failed"
        assert "Larkspur" not in page.text


def test_another_statement_put_beside_a_file_is_found(team: Team, found: Attestation) -> None:
    other = issue(team, key="second")
    leaf = found.leaves.get()
    leaf.attestation = other
    leaf.save()
    page = bring(content(found))
    assert page.heading == "Not genuine: not every check passed"
    assert results(page)["Statement"] == "failed"


def test_a_withdrawn_one_says_so_and_why(team: Team, found: Attestation) -> None:
    lifecycle.withdraw(attestation=found, reason="The tests were wrong.", actor=team.user("signatory"))
    page = bring(content(found))
    assert page.heading == "Genuine and unchanged, but withdrawn"
    assert "The tests were wrong." in page.text
    assert results(page)["Status"] == "withdrawn"


def test_a_superseded_one_says_so(team: Team) -> None:
    assessment = complete(team)
    old = issue(team, assessment)
    issue(team, assessment, key="second")
    assert bring(content(old)).heading == "Genuine and unchanged, but superseded by a newer one"


def test_without_a_file_it_asks_for_one() -> None:
    page = Page(Client().post(reverse("attestations:verify"), {}))
    assert (page.status, page.errors) == (422, ["Choose the PDF to verify."])


def status(found: Attestation) -> Page:
    return Page(Client().get(reverse("attestations:status", args=[found.pk])))


@pytest.mark.parametrize(
    ("shows", "summary", "file"),
    [(Shows.STATUS, False, False), (Shows.SUMMARY, True, False), (Shows.PAGES, True, True)],
)
def test_the_page_of_the_qr_code_shows_what_the_holder_allows(
    team: Team, shows: Shows, summary: bool, file: bool
) -> None:
    found = quickly(team, shows=shows)
    page = status(found)
    assert page.heading == "It is current"
    assert ("Larkspur Labs" in page.text) == summary
    assert ("PentestPilot" in str(page.response.content)) == summary
    pdf = Client().get(reverse("attestations:file", args=[found.pk]))
    assert (pdf.status_code == 200) == file
    assert "This page knows nothing of the file" in page.text


def test_a_withdrawn_one_is_told_there_too(team: Team) -> None:
    found = quickly(team)
    lifecycle.withdraw(attestation=found, reason="Wrong build.", actor=team.user("signatory"))
    assert status(found).heading == "It does not hold any more: withdrawn"


def test_an_address_that_nobody_issued_is_not_found(team: Team) -> None:
    address = reverse("attestations:status", args=[team.organisation.pk])
    page = Page(Client().get(address))
    assert (page.status, page.heading) == (404, "No attestation has this address")
    assert page.links()["Verify the file"] == reverse("attestations:verify")


def test_it_is_not_tried_without_end() -> None:
    client = Client()
    codes = []
    for _ in range(121):
        file = SimpleUploadedFile("a.pdf", b"x", "application/pdf")
        codes.append(client.post(reverse("attestations:verify"), {"file": file}).status_code)
    assert (codes[119], codes[120]) == (200, 429)
