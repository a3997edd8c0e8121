"""Sending an attestation to an authority: what is copied, once, and what follows what."""

import hashlib
import io

import pytest
from django.core import mail
from django.core.files.storage import storages

from compliance.accounts.models import AuditEntry, Kind, Organisation
from compliance.accounts.services import recognise
from compliance.assessments import evidence
from compliance.attestations import lifecycle
from compliance.review import files, receiving, reviewing
from compliance.review.models import Enclosure, State, Submission
from tests.attestations.issued import complete
from tests.cases import case
from tests.people import organisation
from tests.review.desk import Desk, in_days

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def content(enclosure: Enclosure) -> bytes:
    with files.opened(enclosure) as opened:
        return opened.read()


def test_only_authorities_that_the_operator_recognised_are_offered(desk: Desk) -> None:
    organisation("Anybody", Kind.REGULATOR)
    assert list(receiving.authorities()) == [desk.authority]
    recognise(authority=desk.authority, recognised=False)
    assert list(receiving.authorities()) == []


def test_the_record_is_whole_when_its_sender_leaves(desk: Desk) -> None:
    attestation = desk.attest()
    sent = desk.send(attestation, note="As agreed by telephone.")
    kept = [(each.kind, content(each)) for each in sent.enclosures.order_by("pk")]
    assert [kind for kind, _content in kept] == ["pdf", "proof"]
    statement = attestation.statement
    attestation.delete()
    Organisation.objects.filter(pk=desk.company.organisation.pk).update(closed_at=sent.received_at)
    desk.company.organisation.refresh_from_db()
    desk.company.organisation.delete()
    sent.refresh_from_db()
    assert (sent.sender, sent.attestation, sent.statement) == (None, None, statement)
    assert [(each.kind, content(each)) for each in sent.enclosures.order_by("pk")] == kept
    with pytest.raises(reviewing.Refused):
        reviewing.ask(submission=sent, question="", text="Why?", due=in_days(3), actor=desk.first)


@pytest.mark.parametrize("with_evidence", [True, False])
def test_evidence_goes_along_if_they_choose_so(desk: Desk, with_evidence: bool) -> None:
    assessment = complete(desk.company)
    evidence.attach(
        assessment_id=assessment.pk,
        question="role",
        version=assessment.version,
        file=io.BytesIO(b"What we measured."),
        name="measured.txt",
        note="",
    )
    sent = desk.send(desk.attest(assessment=assessment), with_evidence=with_evidence)
    found = sent.enclosures.filter(kind="evidence")
    if not with_evidence:
        assert not found
        return
    assert [(each.name, each.question, content(each)) for each in found] == [
        ("measured.txt", "role", b"What we measured.")
    ]
    assert found[0].sha256 == hashlib.sha256(b"What we measured.").hexdigest()


def test_sending_it_again_finds_what_was_sent(desk: Desk) -> None:
    attestation = desk.attest()
    assert desk.send(attestation) == desk.send(attestation)
    assert Submission.objects.count() == 1
    assert AuditEntry.objects.filter(action="submission.received").count() == 1


def test_what_does_not_stand_is_not_sent(desk: Desk) -> None:
    attestation = desk.attest()
    lifecycle.withdraw(attestation=attestation, reason="Wrong.", actor=desk.signatory)
    attestation.refresh_from_db()
    with pytest.raises(receiving.NotToBeSent):
        desk.send(attestation)


def test_a_lost_file_stops_it_whole(desk: Desk) -> None:
    attestation = desk.attest()
    storages["attestations"].delete(attestation.files.get().stored_as)
    with pytest.raises((receiving.NotToBeSent, FileNotFoundError)):
        desk.send(attestation)
    assert not Submission.objects.exists()


def test_a_newer_one_follows_the_one_before_and_keeps_its_reviewer(desk: Desk) -> None:
    old = desk.attest()
    earlier = desk.send(old)
    reviewing.assign(
        authority=desk.authority,
        submissions=[earlier.pk],
        assignee=desk.office.members["reviewer"],
        actor=desk.first,
    )
    asked = reviewing.ask(
        submission=earlier, question="role", text="Really?", due=in_days(3), actor=desk.first
    )
    mail.outbox.clear()
    newer = desk.send(desk.correct(old, organisation_size="large"))
    earlier.refresh_from_db()
    asked.refresh_from_db()
    assert (newer.follows, newer.changed, newer.assignee) == (earlier, True, desk.first)
    assert (newer.state, earlier.state) == (State.IN_REVIEW, State.ANSWERED)
    assert asked.corrected_by == newer
    assert asked.answered_at
    assert {each for message in mail.outbox for each in message.to} == {
        desk.signatory.email,
        desk.first.email,
    }


def test_one_that_says_the_same_is_told_from_one_that_does_not(desk: Desk) -> None:
    old = desk.attest()
    desk.send(old)
    assert desk.send(desk.correct(old)).changed is False


def test_another_assessment_follows_nothing(desk: Desk) -> None:
    desk.send()
    other = desk.send()
    assert (other.follows, other.changed) == (None, None)


def test_its_labels_tell_what_it_says(desk: Desk) -> None:
    sent = desk.send()
    labels = set(sent.labels.values_list("value", flat=True))
    assert {f"tier:{sent.tier}", f"class:{sent.change_class}", "word:larkspur", "word:director"} <= labels
    findings = {each.removeprefix("finding:") for each in labels if each.startswith("finding:")}
    assert findings == set(case("v04").expect.findings)
    assert {each for each in labels if each.startswith("markets:")}


def test_copies_that_no_submission_names_are_swept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = desk.send()
    orphan = files.storage().save("orphan", io.BytesIO(b"left"))
    monkeypatch.setattr(files, "ORPHANS_STAY", -files.ORPHANS_STAY)
    assert files.sweep() >= 1  # other tests leave theirs
    assert files.sweep() == 0
    assert not files.storage().exists(orphan)
    stored = sent.enclosures.get(kind="pdf").stored_as
    sent.delete()
    assert not files.storage().exists(stored)
