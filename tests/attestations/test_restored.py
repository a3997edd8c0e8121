"""The database is older than what the register signed for, or its memory is gone: nothing more is signed
until whoever runs the site says how to go on, and what was issued before can be verified all the same."""

import html
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from compliance.accounts.models import AuditEntry, Organisation
from compliance.accounts.services import delete_organisation
from compliance.attestations import (
    auditing,
    files,
    issuing,
    keyring,
    ledger,
    lifecycle,
    outside,
    queries,
    requesting,
    succession,
    verifying,
)
from compliance.attestations.models import Attestation, Leaf, Log, Purpose, SealedFile, State
from tests.attestations.issued import complete, publish, quickly, request, sealed
from tests.attestations.small_register import CASE, requesting_nobody
from tests.attestations.tampering import MODELS
from tests.people import Team
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)

PAUSED = "The register does not sign at the moment"


@dataclass
class Backup:
    """The database as it was, as far as it is about attestations."""

    rows: list[tuple[Any, list[Any]]] = field(
        default_factory=lambda: [(each, list(each._default_manager.all())) for each in MODELS]
    )
    logged: int = field(default_factory=AuditEntry.objects.count)

    def restore(self) -> None:
        with transaction.atomic():
            Organisation.objects.update(closed_at=timezone.now())  # only so the audit log lets go
            forget(AuditEntry.objects.filter(pk__in=AuditEntry.objects.order_by("pk")[self.logged :]))
            Organisation.objects.update(closed_at=None)
            for model, _rows in self.rows:
                forget(model._default_manager.all())
            for model, rows in self.rows:
                model._default_manager.bulk_create(rows)


def forget(rows: Any) -> None:
    """Without telling the site."""
    rows._raw_delete(rows.db)


@dataclass
class Held:
    """What somebody keeps: the PDF, and its proof."""

    pdf: bytes
    proof: str
    vkey: str

    @classmethod
    def of(cls, attestation: Attestation) -> "Held":
        file = attestation.files.get()
        assert file.leaf
        proof = ledger.prove(file.leaf)
        assert proof
        return cls(files.content(file.stored_as), proof, keyring.signer(file.leaf.log.origin).vkey)

    def verified_offline(self, directory: Path) -> bool:
        pdf, proof, seal = (directory / each for each in ("a.pdf", "a.pdf.tlog-proof", "seal.pem"))
        pdf.write_bytes(self.pdf)
        proof.write_text(self.proof)
        seal.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in keyring.seals()))
        command = [sys.executable, "-m", "compliance.attestations.verification", pdf, "--proof", proof]
        command += ["--seal", seal, "--register", self.vkey]
        return (
            subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False).returncode == 0
        )


def register(*arguments: str) -> tuple[int, str]:
    """Exit status of the command, and what it said."""
    said = StringIO()
    try:
        call_command("register", *arguments, stdout=said)
    except CommandError as error:
        return 1, f"{said.getvalue()}{error}"
    return 0, said.getvalue()


def site_log() -> Log:
    return ledger.log(Purpose.SITE)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def first(team: Team) -> Attestation:
    return quickly(team, complete(team, CASE), key="first")


def restored(team: Team) -> None:
    """Something more was issued, and yesterday's backup does not know of it."""
    backup = Backup()
    quickly(team, complete(team, CASE), key="lost")
    backup.restore()


def memory(team: Team) -> Path:
    return outside.place(site_log().origin)


TROUBLES: dict[str, tuple[Callable[[Team], object], str]] = {
    "an older backup": (restored, "Size 2 was signed before; 1 is smaller."),
    "no memory": (lambda team: memory(team).unlink(), "is gone."),
    "an empty memory": (lambda team: memory(team).write_bytes(b""), "there is no empty line"),
    "a garbled memory": (lambda team: memory(team).write_bytes(b"\xff\x00"), "it has control characters."),
    "no directory": (
        lambda team: (shutil.rmtree(settings.CHECKPOINTS), Path(settings.CHECKPOINTS).touch()),
        "Not a directory",
    ),
}


@pytest.fixture(params=TROUBLES)
def why(request: pytest.FixtureRequest, team: Team, first: Attestation) -> str:
    """The register is in trouble: what it should say."""
    make, why = TROUBLES[request.param]
    make(team)
    return why


def test_nothing_is_signed_and_everybody_is_told(team: Team, first: Attestation, why: str) -> None:
    waiting = issuing.proceed(request(team, complete(team, CASE).pk, key="waiting").pk)
    assert waiting.state == State.REQUESTED
    assert waiting.trouble == f"{PAUSED}."
    client, arguments = team.browser("signatory"), [team.organisation.pk, first.pk]
    page = Page(client.get(reverse("attestations:sign", args=[waiting.assessment_id])))
    assert any(each.startswith("The register of this site does not sign") for each in page.notices)
    for name, data in (("withdraw", {"reason": "Wrong."}), ("share", {"shows": "pages"})):
        page = Page(client.post(reverse(f"attestations:{name}", args=arguments), data))
        assert page.errors == [f"{PAUSED}, so that this cannot be written down. Try again later."]
    first.refresh_from_db()
    assert (first.withdrawn_at, first.shows) == (None, "summary")
    assert Leaf.objects.count() == 1
    status, said = register("status")
    assert status == 1
    assert why in said
    assert register("audit")[0] == 1


def test_told_to_go_on_it_does_so_in_a_new_log(team: Team, tmp_path: Path) -> None:
    first = quickly(team, complete(team, CASE), key="first")
    backup = Backup()
    lost = Held.of(quickly(team, complete(team, CASE), key="lost"))
    lifecycle.withdraw(attestation=first, reason="Wrong.", actor=team.user("signatory"))
    backup.restore()
    waiting = issuing.proceed(request(team, complete(team, CASE).pk, key="waiting").pk)
    old = site_log()
    status, said = register("begin", "--because", "The disk broke; Tuesday's backup is in place.")
    assert status == 0
    new = site_log()
    assert new.origin == f"{old.origin}/2"
    assert f"From now on everything is written into {new.origin}." in said
    Attestation.objects.update(busy_until=timezone.now())
    assert issuing.stragglers() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.trouble) == (State.ISSUED, "")
    issued = waiting.leaves.get()
    assert (issued.log, issued.index) == (new, 1)
    lifecycle.withdraw(attestation=first, reason="Wrong.", actor=team.user("signatory"))
    status, said = register("status")
    assert status == 0
    because = "The disk broke; Tuesday's backup is in place."
    assert f"{old.origin}: 1 entries; ended; {new.origin} goes on in its place. {because}" in said
    assert f"{new.origin}: 3 entries; in order" in said
    assert register("audit") == (0, "Everything is as it was made.\n")
    page = Client().get(reverse("attestations:register")).content.decode()
    assert all(html.escape(each.vkey) in page for each in (lost, Held.of(waiting)))
    ledger.sign_all()
    for each in (lost, Held.of(Attestation.objects.get(pk=first.pk)), Held.of(waiting)):
        assert each.verified_offline(tmp_path)
    assert queries.statement(waiting)["issuer"]["register"] == new.origin


@pytest.mark.parametrize("trouble", [each for each in TROUBLES if each != "an older backup"])
def test_without_its_memory_it_goes_on_in_the_same_way(team: Team, first: Attestation, trouble: str) -> None:
    held = Held.of(first)
    TROUBLES[trouble][0](team)
    if trouble == "no directory":
        Path(settings.CHECKPOINTS).unlink()
    assert register("begin", "--because", "Its volume is lost.")[0] == 0
    second = quickly(team, complete(team, CASE), key="second")
    assert second.leaves.get().log.because == "Its volume is lost."
    assert [register(each)[0] for each in ("status", "audit")] == [0, 0]
    assert all(verifying.verify(each.pdf).current for each in (held, Held.of(second)))


def test_a_backup_from_before_the_first_one_is_noticed(team: Team) -> None:
    backup = Backup()
    lost = Held.of(quickly(team, complete(team, CASE)))
    backup.restore()
    status, said = register("status")
    assert status == 1
    assert "remembers a log that is not in the database" in said
    assert register("audit")[0] == 1
    waiting = issuing.proceed(request(team, complete(team, CASE).pk, key="waiting").pk)
    assert waiting.trouble == f"{PAUSED}."
    assert register("begin", "--because", "Nothing is left.")[0] == 0
    assert publish(requesting.with_present_issuer(attestation=waiting)).state == State.ISSUED
    assert [register(each)[0] for each in ("status", "audit")] == [0, 0]
    assert not verifying.verify(lost.pdf).genuine, "the database knows nothing of it; its proof does"


def test_what_was_in_the_register_and_not_issued_yet_is_issued_in_the_new_one(team: Team) -> None:
    old = quickly(team, complete(team, CASE))
    half = request(team, old.assessment_id or "", key="half")
    issuing.write_down(half, sealed(half))
    backup = Backup()
    issuing.publish(half)
    before = Held.of(half)
    quickly(team, complete(team, CASE), key="lost")
    backup.restore()
    assert issuing.proceed(half.pk).trouble == f"{PAUSED}."
    new = succession.begin(Purpose.SITE, "Half of it is gone.")
    assert issuing.again(half.pk).state == State.ISSUED
    kinds = [each.kind for each in new.leaves.order_by("index")]
    assert kinds == ["continued", "issued", "superseded"]
    after = Held.of(half)
    assert (before.pdf, before.vkey == after.vkey) == (after.pdf, False)
    assert verifying.verify(after.pdf).current
    assert found() == []


def test_what_was_signed_for_and_not_marked_is_only_marked(team: Team) -> None:
    half = request(team, complete(team, CASE).pk)
    issuing.write_down(half, sealed(half))
    ledger.sign_all()
    memory(team).unlink()
    succession.begin(Purpose.SITE, "The memory is gone.")
    Attestation.objects.update(busy_until=timezone.now())
    assert issuing.proceed(half.pk).state == State.ISSUED
    assert half.leaves.count() == 1
    assert found() == []


def test_a_backup_that_knows_nothing_of_the_newest_log_is_noticed(team: Team, first: Attestation) -> None:
    """Somebody finds a better backup, after they went on with a worse one."""
    worse = Backup()
    quickly(team, complete(team, CASE), key="second")
    better = Backup()
    worse.restore()
    succession.begin(Purpose.SITE, "Only Monday's backup is left.")
    quickly(team, complete(team, CASE), key="third")
    better.restore()
    status, said = register("status")
    assert status == 1
    assert "/2 went on in its place, and is not in the database." in said
    with pytest.raises(ledger.Refused):
        lifecycle.withdraw(attestation=first, reason="Wrong.", actor=team.user("signatory"))


def test_an_older_memory_is_that_of_another_machine(team: Team, first: Attestation, tmp_path: Path) -> None:
    """Machines should share it. Where they do not, the one that is behind signs, and catches up."""
    here = Path(settings.CHECKPOINTS)
    shutil.copytree(here, tmp_path / "there")
    quickly(team, complete(team, CASE), key="second")
    with override_settings(CHECKPOINTS=str(tmp_path / "there")):
        assert register("status")[0] == 0
        ledger.sign_all()
        assert found() == []
        quickly(team, complete(team, CASE), key="third")
    assert register("status")[0] == 0
    ledger.sign_all()
    assert found() == []
    assert memory(team).read_text() == site_log().checkpoints.get().note


def test_a_log_that_has_ended_is_not_written_to(team: Team, first: Attestation) -> None:
    old, kept = site_log(), memory(team).read_text()
    memory(team).unlink()
    succession.begin(Purpose.SITE, "The memory is gone.")
    outside.remember(old.origin, kept)  # it was found again
    with pytest.raises(ledger.Refused, match="goes on in its place"):
        ledger.sign(old.pk)
    assert found() == []


def test_what_nobody_has_signed_goes_on_by_itself(team: Team, first: Attestation) -> None:
    publish(requesting_nobody())
    outside.place(ledger.log(Purpose.UNSIGNED).origin).unlink()
    assert quickly(team, complete(team, CASE), key="second").state == State.ISSUED
    assert register("begin", "--because", "Lost.")[0] == 1, "that of the site is in order"
    assert register("begin", "--because", "Lost.", "--purpose", "unsigned")[0] == 0
    assert publish(requesting_nobody()).leaves.get().log.origin.endswith("/unsigned/2")
    assert [register(each)[0] for each in ("status", "audit")] == [0, 0]


def test_a_memory_that_cannot_be_written_is_written_later(team: Team, first: Attestation) -> None:
    in_the_way = memory(team).with_suffix(f".{os.getpid()}.new")
    in_the_way.mkdir()
    lifecycle.withdraw(attestation=first, reason="Wrong.", actor=team.user("signatory"))
    with pytest.raises(ledger.Refused, match="cannot be written"):
        ledger.sign_all()
    assert any("no checkpoint covers" in each for each in found())
    in_the_way.rmdir()
    ledger.sign_all()
    assert found() == []


@pytest.mark.parametrize("because", ["", "x" * 501])
def test_beginning_another_log_needs_a_reason(first: Attestation, because: str) -> None:
    status, said = register("begin", "--because", because)
    assert status == 1
    assert "500 characters at most" in said


def test_no_file_is_swept_away_by_an_older_backup(team: Team, first: Attestation) -> None:
    restored(team)
    long_ago = timezone.now().timestamp() - 2 * 86400
    directory = Path(storages["attestations"].path(""))
    stored = {each.name for each in directory.iterdir()}
    for each in directory.iterdir():
        os.utime(each, (long_ago, long_ago))
    assert files.sweep() == 0
    succession.begin(Purpose.SITE, "The files that were lost were kept elsewhere.")
    files.sweep()
    named = set(SealedFile.objects.values_list("stored_as", flat=True))
    assert named < stored
    assert {each.name for each in directory.iterdir()} == named


def test_nobodys_data_stays_because_the_register_is_in_trouble(team: Team, first: Attestation) -> None:
    lifecycle.withdraw(attestation=first, reason="Larkspur was wrong.", actor=team.user("signatory"))
    memory(team).unlink()
    delete_organisation(organisation=team.organisation)
    assert not Attestation.objects.exists()
    assert [each.document for each in Leaf.objects.all()] == ["", ""]
    assert any("nobody deleted it" in each for each in found())


def found() -> list[str]:
    return [str(each) for each in auditing.audit()]
