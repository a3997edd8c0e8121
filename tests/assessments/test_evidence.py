"""Attaching and removing files: what is stored where, who has how much room, and what happens when something
is interrupted."""

import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from compliance.accounts.archive import archive
from compliance.accounts.models import AuditEntry, Organisation
from compliance.accounts.services import delete_organisation
from compliance.assessments import colleagues, evidence, services
from compliance.assessments.evidence import AlreadyThere, QuotaReached, attach, detach, sweep
from compliance.assessments.inspection.refusals import Refused
from compliance.assessments.models import Assessment, Evidence
from compliance.deliveries import periodic
from tests.cases import MAIN
from tests.moments import at_the_same_time
from tests.people import Team

committing = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_storage() -> None:
    for each in stored():
        storages["evidence"].delete(each)


def stored() -> list[str]:
    try:
        return storages["evidence"].listdir("")[1]
    except FileNotFoundError:
        return []


def begin(owner: Organisation | None = None) -> Assessment:
    return services.start(questionnaire=MAIN, owner=owner)


def add(assessment: Assessment, content: bytes = b"We tested it.", **how: Any) -> Evidence:
    more = {"question": "role", "version": assessment.version, "name": "notes.txt"} | how
    return attach(assessment_id=assessment.pk, file=io.BytesIO(content), **more)


# what is kept -----------------------------------------------------------------------------------------


def test_a_file_is_kept_as_it_was_sent_under_a_name_that_says_nothing(db: None) -> None:
    content = b"Was wir fanden: nichts.\r\n"
    new = add(begin(), content, name="../../Prüfung\u202e.TXT", note="Of Tuesday")
    assert new.name == "Prüfung.TXT"
    assert new.sha256 == hashlib.sha256(content).hexdigest()
    assert (new.size, new.kind, new.note) == (len(content), "text", "Of Tuesday")
    assert stored() == [new.stored_as]
    assert len(new.stored_as) == 32
    with storages["evidence"].open(new.stored_as) as file:
        assert file.read() == content


def test_only_the_site_itself_may_read_the_files(db: None) -> None:
    new = add(begin())
    path = Path(storages["evidence"].path(new.stored_as))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_of_the_same_name_is_stored_twice_for_two_answers(db: None) -> None:
    assessment = begin()
    first, second = add(assessment), add(assessment, question="base_model")
    assert first.stored_as != second.stored_as


def test_attaching_the_same_twice_does_no_harm(db: None) -> None:
    assessment = begin()
    first = add(assessment)
    with pytest.raises(AlreadyThere) as there:
        add(assessment, name="other.txt")
    assert there.value.evidence == first
    assert stored() == [first.stored_as]


def test_what_is_refused_is_stored_nowhere(db: None) -> None:
    with pytest.raises(Refused):
        add(begin(), b"<svg onload=alert(1)>")
    assert stored() == []


def test_the_log_names_what_was_attached_and_removed(db: None) -> None:
    team = Team("Larkspur")
    user = team.user("assessor")
    assessment = begin(team.organisation)
    new = add(assessment, actor=user)
    assert (new.attached_by, new.attached_by_name) == (user, str(user))
    detach(assessment_id=assessment.pk, evidence_id=new.pk, actor=user)
    entries = AuditEntry.objects.filter(action__startswith="evidence.").order_by("pk")
    assert [each.action for each in entries] == ["evidence.attached", "evidence.detached"]
    assert all(each.details["sha256"] == new.sha256 and each.details["name"] == new.name for each in entries)


def test_attaching_counts_a_guests_time_anew(db: None) -> None:
    assessment = begin()
    Assessment.objects.update(expires_at=timezone.now() + timedelta(days=1))
    add(assessment)
    assessment.refresh_from_db()
    assert assessment.expires_at > timezone.now() + timedelta(days=80)


def test_an_export_holds_the_files(db: None) -> None:
    team = Team("Larkspur")
    new = add(begin(team.organisation), actor=team.user("assessor"))
    with archive(team.organisation) as file, zipfile.ZipFile(file) as zipped:
        assert zipped.read(f"evidence/{new.pk}/notes.txt") == b"We tested it."
        (row,) = json.loads(zipped.read("evidence.json"))
        assert (row["name"], row["sha256"]) == ("notes.txt", new.sha256)


# room -------------------------------------------------------------------------------------------------


def test_a_guest_has_room_for_so_many_files(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "GUESTS_MOST_FILES", 2)
    assessment = begin()
    add(assessment, b"one")
    add(assessment, b"two")
    with pytest.raises(QuotaReached) as reached:
        add(assessment, b"three")
    assert (reached.value.limit, reached.value.most_files) == (None, 2)
    assert len(stored()) == 2


def test_a_guest_has_room_for_so_many_bytes(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "GUESTS_MOST_BYTES", 10)
    assessment = begin()
    add(assessment, b"12345678")
    with pytest.raises(QuotaReached) as reached:
        add(assessment, b"123")
    assert reached.value.limit == 10
    add(assessment, b"12")
    add(begin(), b"123")  # another one's


def test_all_guests_together_have_a_limit(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "ALL_GUESTS_MOST_BYTES", 10)
    add(begin(), b"12345678")
    with pytest.raises(QuotaReached) as reached:
        add(begin(), b"123")
    assert reached.value.for_all
    add(begin(Team("Larkspur").organisation), b"123")


def test_an_organisation_has_room_for_all_its_assessments_together(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "ORGANISATIONS_MOST_BYTES", 10)
    larkspur, foxglove = Team("Larkspur").organisation, Team("Foxglove").organisation
    add(begin(larkspur), b"12345678")
    with pytest.raises(QuotaReached):
        add(begin(larkspur), b"123")
    add(begin(foxglove), b"123")


@committing
@pytest.mark.parametrize("owned", [False, True], ids=["guest's", "organisation's"])
def test_two_at_the_same_moment_do_not_share_the_last_room(
    owned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "GUESTS_MOST_BYTES", 10)
    monkeypatch.setattr(evidence, "ORGANISATIONS_MOST_BYTES", 10)
    owner = Team("Larkspur").organisation if owned else None
    first = begin(owner)
    second = begin(owner) if owned else first

    def send(assessment: Assessment, content: bytes) -> bool:
        try:
            add(assessment, content)
        except QuotaReached:
            return False
        return True

    tasks: list[Callable[[], bool]] = [
        lambda i=i: send((first, second)[i % 2], f"{i}2345678".encode()) for i in range(6)
    ]
    assert sorted(at_the_same_time(tasks)) == [False] * 5 + [True]
    assert stored() == [Evidence.objects.get().stored_as]


# the end of a file ------------------------------------------------------------------------------------


@committing
def test_a_removed_file_is_gone_once_its_row_is() -> None:
    assessment = begin()
    new = add(assessment)
    for _ in range(2):
        detach(assessment_id=assessment.pk, evidence_id=new.pk)
    assert stored() == []
    assert not Evidence.objects.exists()


@committing
def test_it_goes_with_its_assessment_and_with_its_organisation_and_when_its_time_is_over() -> None:
    team = Team("Larkspur")
    deleted, expired, owned = begin(), begin(), begin(team.organisation)
    for each in (deleted, expired, owned):
        add(each)
    services.delete(assessment_id=deleted.pk)
    assert len(stored()) == 2
    Assessment.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    services.forget_expired()
    assert len(stored()) == 1
    delete_organisation(organisation=team.organisation)
    assert stored() == []


@committing
def test_where_removing_fails_the_file_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = begin()
    new = add(assessment)
    monkeypatch.setattr(evidence, "record", broken)
    with pytest.raises(RuntimeError):
        detach(assessment_id=assessment.pk, evidence_id=new.pk)
    assert stored() == [new.stored_as]
    assert Evidence.objects.get() == new


@committing
def test_where_the_row_cannot_be_written_no_file_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = begin()
    monkeypatch.setattr(evidence, "record", broken)
    with pytest.raises(RuntimeError):
        add(assessment)
    assert stored() == []


@committing
def test_what_a_crash_leaves_is_swept_away_a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between storing and writing the row the process is killed: nothing is undone."""
    assessment = begin()
    kept = add(assessment, b"kept")
    monkeypatch.setattr(evidence, "forget_file", lambda stored_as: False)
    monkeypatch.setattr(evidence, "record", broken)
    with pytest.raises(RuntimeError):
        add(assessment, b"lost")
    monkeypatch.undo()
    assert len(stored()) == 2
    assert sweep() == 0  # somebody may be attaching it right now
    long_ago = time.time() - evidence.ORPHANS_STAY.total_seconds() - 60
    for each in stored():
        os.utime(storages["evidence"].path(each), (long_ago, long_ago))
    assert sweep() == 1
    assert stored() == [kept.stored_as]


def test_the_sweep_bears_that_nothing_was_ever_attached(db: None, settings: Any, tmp_path: Path) -> None:
    options = {"location": tmp_path / "nowhere"}
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {**settings.STORAGES["evidence"], "OPTIONS": options},
    }
    assert sweep() == 0


def test_workers_sweep(db: None) -> None:
    assert periodic.run_due()["remove files that nothing names"]


def test_what_a_guest_attached_comes_along_into_an_organisation(db: None) -> None:
    team, assessment = Team("Larkspur"), begin()
    new = add(assessment)
    colleagues.take_along(
        assessment_ids=[assessment.pk], organisation=team.organisation, actor=team.user("assessor")
    )
    assert Evidence.objects.get().assessment.owner == team.organisation
    assert storages["evidence"].exists(new.stored_as)


def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError("the power went off")
