"""The letter about a decision: once, sealed, in the register, and verified like everything else."""

import io
import json
import threading
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages
from django.db import connection
from django.urls import reverse

from compliance.attestations import auditing, keyring, ledger, outside
from compliance.attestations import letters as sealed
from compliance.attestations.models import Leaf, Letter, Purpose
from compliance.attestations.register.proof import verify as verify_proof
from compliance.attestations.verifying import verify
from compliance.review import letters, reviewing
from compliance.review.models import Decision
from tests.attestations.verapdf import PROFILES, Validator
from tests.review.desk import Desk
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def decided(desk: Desk, reasons: str = "All is in order.\n\nThank you.") -> Decision:
    sent = desk.send(desk.attest("v01"))
    return reviewing.decide(submission=sent, outcome="noted", reasons=reasons, actor=desk.first)


def issued(decision: Decision) -> Letter:
    letter = letters.issue(decision)
    assert letter is not None
    return letter


@pytest.mark.parametrize("profile", PROFILES)
def test_it_breaks_no_rule(desk: Desk, profile: str, verapdf: Validator) -> None:
    assert verapdf.broken(sealed.content(issued(decided(desk))), profile) == []


def test_it_is_genuine_and_says_what_was_decided_and_not_who(desk: Desk) -> None:
    letter = issued(decided(desk))
    content = sealed.content(letter)
    verdict = verify(content)
    assert verdict.genuine
    assert verdict.headline == "Genuine and unchanged: a letter of Office"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = json.loads(pdf.attachments["statement.json"].get_file().read_bytes())
    assert (said["outcome"], said["reasons"]) == ("noted", "All is in order.\n\nThank you.")
    assert str(desk.first) not in letter.document
    altered = bytearray(content)
    altered[len(altered) // 2] ^= 1
    assert not verify(bytes(altered)).genuine


def test_its_proof_is_that_of_its_file(desk: Desk) -> None:
    letter = issued(decided(desk))
    text = sealed.proof(letter)
    assert text is not None
    leaf = Leaf.objects.select_related("log").get(subject=letter.sha256)
    proven = verify_proof(
        text, bytes.fromhex(letter.sha256), leaf.log.origin, keyring.verifiers(leaf.log.origin)
    )
    assert proven.kind == "decided"


def test_there_is_one_however_often_it_is_tried(desk: Desk) -> None:
    decision = decided(desk)
    gate = threading.Barrier(4)

    def try_it() -> None:
        gate.wait()
        try:
            letters.issue(decision)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    letter = issued(decision)
    assert Letter.objects.count() == 1
    assert Leaf.objects.filter(kind="decided").count() == 1
    assert list(auditing.audit()) == []
    assert storages["attestations"].exists(letter.stored_as)


def test_what_could_not_be_made_comes_again(desk: Desk) -> None:
    decision = decided(desk)
    place = outside.place(ledger.log(Purpose.SITE).origin)
    memory = place.read_text()
    place.unlink()
    assert letters.issue(decision) is None
    assert letters.stragglers() == 0
    place.write_text(memory)
    assert letters.stragglers() == 1
    assert letters.stragglers() == 0
    assert letters.of(decision) is not None


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda letter: Letter.objects.filter(pk=letter.pk).update(document="{}"), "what it says is not"),
        (lambda letter: Letter.objects.filter(pk=letter.pk).update(sha256="0" * 64), "its file"),
        (lambda letter: Letter.objects.filter(pk=letter.pk)._raw_delete("default"), "is gone, and nobody"),
        (lambda letter: Leaf.objects.filter(subject=letter.sha256).update(kind="issued"), "is not what was"),
        (lambda letter: storages["attestations"].delete(letter.stored_as), "its file is gone"),
    ],
    ids=["document", "hash", "row", "leaf", "file"],
)
def test_edits_are_found_by_the_audit(desk: Desk, edit: Any, found: str) -> None:
    letter = issued(decided(desk))
    assert list(auditing.audit()) == []
    edit(letter)
    assert any(found in str(each) for each in auditing.audit())


def test_it_goes_with_the_authority_and_the_register_says_so(desk: Desk) -> None:
    letter = issued(decided(desk))
    content = sealed.content(letter)
    desk.authority.closed_at = letter.made_at
    desk.authority.save()
    desk.authority.delete()
    assert not Letter.objects.exists()
    assert not storages["attestations"].exists(letter.stored_as)
    assert list(auditing.audit()) == []
    assert verify(content).headline == "Genuine and unchanged, but withdrawn"


def test_both_sides_take_it_away(desk: Desk) -> None:
    decision = decided(desk)
    here = decision.submission
    theirs = reverse("review:own_letter", args=[desk.company.organisation.pk, here.pk, "pdf"])
    company = desk.company.browser("signatory")
    assert company.get(theirs).status_code == 404
    sent = reverse("review:sent", args=[desk.company.organisation.pk, here.pk])
    assert "The letter is being made." in Page(company.get(sent)).text
    letter = issued(decision)
    assert company.get(theirs).content == sealed.content(letter)
    ours = reverse("review:letter", args=[desk.authority.pk, here.pk, "proof"])
    response = desk.office.browser("reviewer").get(ours)
    assert response.content.decode() == sealed.proof(letter)
    assert response["Content-Disposition"].endswith('.pdf.tlog-proof"')


def test_reasons_that_cannot_be_printed_are_refused_before(desk: Desk) -> None:
    sent = desk.send(desk.attest("v01"))
    there = reverse("review:decide", args=[desk.authority.pk, sent.pk])
    page = Page(
        desk.office.browser("reviewer").post(there, {"outcome": "noted", "reasons": "Fine \U0001f9ff"})
    )
    assert page.status == 422
    assert "U+1F9FF" in page.text
    sent.refresh_from_db()
    assert not sent.closed
