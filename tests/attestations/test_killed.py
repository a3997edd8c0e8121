"""A process that issues is killed at each boundary between two steps. Nobody ever sees half an attestation,
and the worker makes a whole one of what is left: one. With `make campaign` also within steps."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from compliance.accounts.models import AuditEntry
from compliance.attestations import auditing, files, issuing, keyring, ledger, verifying
from compliance.attestations.models import Attestation, SealedFile, State, Status
from compliance.attestations.verification import verify
from compliance.deliveries.models import Delivery
from tests.attestations.issued import complete, quickly
from tests.attestations.killing import BETWEEN_STEPS, BOUNDARIES
from tests.attestations.small_register import CASE
from tests.live import ROOT, environment
from tests.people import Team
from tests.visiting import Page

pytestmark = pytest.mark.django_db(transaction=True)

CAMPAIGN = os.environ.get("HYPOTHESIS_PROFILE") == "campaign"


@pytest.fixture(scope="module")
def process(django_db_setup: None) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.attestations.killing"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.communicate(timeout=30)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def old(team: Team) -> Attestation:
    """The one whose place is taken."""
    return quickly(team, complete(team, CASE), key="old")


@pytest.fixture(params=BOUNDARIES if CAMPAIGN else BETWEEN_STEPS)
def killed(
    request: pytest.FixtureRequest, process: subprocess.Popen[str], team: Team, old: Attestation
) -> str:
    """The boundary at which a process was killed."""
    what: dict[str, Any] = {"boundary": request.param, "checkpoints": settings.CHECKPOINTS}
    what |= {"assessment": str(old.assessment_id), "signatory": team.user("signatory").pk}
    what |= {"key": "killed", "published": True}
    assert process.stdin
    assert process.stdout
    print(json.dumps(what), file=process.stdin, flush=True)
    assert int(process.stdout.readline()) == -signal.SIGKILL
    return str(request.param)


def test_nobody_sees_half_of_it_and_it_becomes_a_whole_one(team: Team, old: Attestation, killed: str) -> None:
    new = Attestation.objects.exclude(pk=old.pk).get()
    if killed != "the mark is committed":
        see_nothing(team, new)
    Attestation.objects.update(busy_until=timezone.now())  # the lease of who was killed is over
    with override_settings(EMAIL_BACKEND="compliance.deliveries.backend.OutboxBackend"):
        assert issuing.stragglers() == (killed != "the mark is committed")
        ledger.sign_all()
        assert issuing.stragglers() == 0
    check_whole(new, old)
    check_nothing_is_left()


def see_nothing(team: Team, new: Attestation) -> None:
    """On the organisation's pages, those for everybody, in the register, and on verifying its file."""
    client, own = team.browser("reviewer"), [team.organisation.pk, new.pk]
    listed = Page(client.get(reverse("attestations:attestations", args=own[:1])))
    assert "being issued" in listed.text
    page = Page(client.get(reverse("attestations:attestation", args=own)))
    assert page.heading == new.subject_model
    assert "It is being issued" in page.text
    assert "Download the PDF" not in page.links()
    for what in ("pdf", "proof", "statement", "cyclonedx"):
        assert client.get(reverse("attestations:download", args=[*own, what])).status_code == 404
    for name in ("status", "file"):
        assert Client().get(reverse(f"attestations:{name}", args=[new.pk])).status_code == 404
    assert str(new.pk) not in Client().get(reverse("attestations:register")).content.decode()
    assert Client().get(reverse("attestations:feed")).json()["items"] == []
    for each in stored() - {file.stored_as for file in SealedFile.objects.exclude(attestation=new)}:
        file = SimpleUploadedFile("a.pdf", files.content(each), "application/pdf")
        page = Page(Client().post(reverse("attestations:verify"), {"file": file}))
        assert page.heading == "Not genuine: this file is not in the register"


def check_whole(new: Attestation, old: Attestation) -> None:
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, new.status, old.status) == (State.ISSUED, Status.CURRENT, Status.SUPERSEDED)
    assert [each.kind for each in new.leaves.all()] == ["issued"]
    assert [each.kind for each in old.leaves.all()] == ["issued", "superseded"]
    file = new.files.get()
    assert file.leaf
    pdf, proof, log = files.content(file.stored_as), ledger.prove(file.leaf), file.leaf.log
    assert proof
    offline = verify(pdf, proof, verifiers=keyring.verifiers(log.origin), seals=keyring.seals())
    assert all(each.passed for each in offline)
    assert verifying.verify(pdf).current
    assert (
        AuditEntry.objects.filter(action="attestation.issued", details__attestation=str(new.pk)).count() == 1
    )
    assert Delivery.objects.filter(reference__contains=str(new.pk)).count() == 1


def check_nothing_is_left() -> None:
    assert list(auditing.audit()) == []
    directory = Path(storages["attestations"].path(""))
    long_ago = timezone.now().timestamp() - 2 * 86400
    for each in stored():
        os.utime(directory / each, (long_ago, long_ago))
    files.sweep()
    assert stored() == set(SealedFile.objects.values_list("stored_as", flat=True))


def stored() -> set[str]:
    return set(storages["attestations"].listdir("")[1])
