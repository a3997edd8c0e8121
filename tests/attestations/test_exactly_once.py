"""Many press the same button at the same moment, on the site as it is served: one attestation comes of it.

Eight do, twice; with `make campaign`, fifty do, fifty times. At the same moment the page is sent from another
window, and with something else in it under the same key, which is refused."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.core import mail
from django.core.files.storage import storages
from django.urls import reverse
from lxml import html

from compliance.accounts.models import AuditEntry
from compliance.accounts.services import delete_organisation
from compliance.assessments.models import Assessment
from compliance.attestations import auditing, issuing, ledger, lifecycle, queries, requesting
from compliance.attestations.models import Attestation, Leaf, SealedFile, State
from compliance.attestations.signing import Sealed
from compliance.deliveries.models import Delivery
from tests.attestations.issued import complete, quickly, request, sealed
from tests.attestations.small_register import CASE
from tests.live import served
from tests.moments import at_the_same_time
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, ROUNDS = (50, 50) if os.environ.get("HYPOTHESIS_PROFILE") == "campaign" else (8, 2)
TYPED = {
    "organisation": "Larkspur Labs",
    "model_name": "PentestPilot",
    "function": "Managing director",
    "shows": "summary",
}
SECRET = "s" * 32


@dataclass(frozen=True)
class Sent:
    """The form of the page to confirm; `as_read` where nobody changed what it says."""

    key: str
    seen: str
    function: str
    as_read: bool = True

    @property
    def fields(self) -> dict[str, str]:
        said = {"key": self.key, "seen": self.seen, "function": self.function, "declared": "on"}
        return TYPED | said


@dataclass
class Signatory:
    """A browser, without its cost."""

    site: str
    team: Team
    cookies: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        session = self.team.browser("signatory").cookies["sessionid"].value
        self.cookies = {"sessionid": session, "csrftoken": SECRET}

    def read(self, assessment: Assessment, **typed: str) -> Sent:
        """Fill in the first page, and read the one to confirm."""
        page = self.post("sign", assessment, TYPED | typed)
        assert page.status_code == 200
        shown = html.fromstring(page.text)
        (key,), (seen,) = (shown.xpath(f"//input[@name='{each}']/@value") for each in ("key", "seen"))
        return Sent(key, seen, (TYPED | typed)["function"])

    def confirm(self, assessment: Assessment, sent: Sent) -> requests.Response:
        return self.post("confirm", assessment, sent.fields)

    def post(self, name: str, assessment: Assessment, data: dict[str, str]) -> requests.Response:
        return requests.post(
            self.site + reverse(f"attestations:{name}", args=[assessment.pk]),
            data,
            cookies=self.cookies,
            headers={"X-CSRFToken": SECRET},
            allow_redirects=False,
            timeout=100,
        )


def test_one_comes_of_it_however_often_it_is_sent() -> None:
    team, before = Team("Larkspur Labs"), stored()
    with served() as site:
        for _round in range(ROUNDS):
            assessment = complete(team, CASE)
            check(assessment, *send(Signatory(site, team), assessment))
    assert Attestation.objects.count() == ROUNDS
    assert Leaf.objects.count() == ROUNDS
    assert stored() - before == set(SealedFile.objects.values_list("stored_as", flat=True))
    assert Delivery.objects.count() == ROUNDS
    assert list(auditing.audit()) == []


def stored() -> set[str]:
    return {each.name for each in Path(storages["attestations"].path("")).glob("*")}


def send(signatory: Signatory, assessment: Assessment) -> tuple[list[Sent], list[requests.Response]]:
    """What is sent at the same moment, and what comes back."""
    page, window = signatory.read(assessment), signatory.read(assessment)
    other = signatory.read(assessment, function="Chair")
    reused = [replace(page, function="Chair", as_read=False), replace(other, key=page.key)]
    every = [page] * AT_ONCE + [window, *reused] * (AT_ONCE // 5)
    return every, at_the_same_time([lambda each=each: signatory.confirm(assessment, each) for each in every])


def check(assessment: Assessment, sent: list[Sent], answers: list[requests.Response]) -> None:
    made = Attestation.objects.get(assessment=assessment)
    assert made.state == State.ISSUED
    there = reverse("attestations:attestation", args=[made.organisation_id, made.pk])
    signed = (made.key, queries.statement(made)["signatory"]["function"])
    winner = next(each for each in sent if each.as_read and (each.key, each.function) == signed)
    for each, answer in zip(sent, answers, strict=True):
        if each == winner:
            assert answer.status_code == 302, answer.text[:1000]
        elif each.key == winner.key:
            assert answer.status_code == 409, answer.text[:1000]
        else:  # another window is told of the one under way, or that something changed
            assert answer.status_code in (302, 409), answer.text[:1000]
        if answer.status_code == 302:
            assert urlsplit(answer.headers["Location"]).path == there
    for action in ("attestation.signed", "attestation.issued"):
        assert AuditEntry.objects.filter(action=action, details__attestation=str(made.pk)).count() == 1


def test_one_key_signs_one_of_two_assessments() -> None:
    """At the same moment, so that neither sees the other."""
    team = Team("Larkspur Labs")
    assessments = [complete(team, CASE) for _ in range(4)]

    def sign(assessment: Assessment) -> str:
        try:
            request(team, assessment.pk)
        except requesting.KeyReused:
            return "refused"
        return "signed"

    done = at_the_same_time([lambda each=each: sign(each) for each in assessments])
    assert sorted(done) == ["refused", "refused", "refused", "signed"]
    assert Attestation.objects.count() == 1


def test_a_lease_that_is_over_issues_nothing_twice() -> None:
    """Several go on with the same one, each with a file that it has made."""
    team = Team("Larkspur Labs")
    requested, before = request(team, complete(team, CASE).pk), stored()

    made = [sealed(requested) for _ in range(4)]

    def go_on(file: Sealed) -> None:
        issuing.write_down(requested, file)
        issuing.publish(requested)

    at_the_same_time([lambda each=each: go_on(each) for each in made])
    assert Leaf.objects.get().kind == "issued"
    assert stored() - before == {SealedFile.objects.get().stored_as}
    assert AuditEntry.objects.filter(action="attestation.issued").count() == 1
    assert len(mail.outbox) == 1
    assert list(auditing.audit()) == []


@pytest.mark.parametrize("attempt", range(3))
def test_an_organisation_is_deleted_at_the_same_moment(attempt: int) -> None:
    """Each is done wholly, one after the other, and neither fails."""
    team = Team("Larkspur Labs")
    signatory = team.user("signatory")
    withdrawn, shown = (quickly(team, complete(team, CASE), key=each) for each in ("1", "2"))
    unfinished = request(team, complete(team, CASE).pk, key="3")
    file = sealed(unfinished)
    at_the_same_time(
        [
            lambda: delete_organisation(organisation=team.organisation),
            lambda: lifecycle.withdraw(attestation=withdrawn, reason="Wrong.", actor=signatory),
            lambda: lifecycle.share(attestation=shown, shows="pages", published=False, actor=signatory),
            lambda: issuing.write_down(unfinished, file),
        ]
    )
    ledger.sign_all()
    assert not Attestation.objects.exists()
    assert list(auditing.audit()) == []
