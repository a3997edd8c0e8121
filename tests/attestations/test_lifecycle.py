"""compliance.attestations.lifecycle, .forgetting, .notices: what becomes of an attestation, who is told."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.utils import timezone

from compliance.accounts.models import AuditEntry, Role
from compliance.accounts.services import delete_organisation, remove_member
from compliance.attestations import auditing, lifecycle, notices, verifying
from compliance.attestations.models import Attestation, Checkpoint, Leaf, Shows, Status
from tests.attestations.issued import complete, issue, quickly
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


def leaves() -> list[tuple[int, str]]:
    return [(each.index, each.kind) for each in Leaf.objects.order_by("index")]


def test_a_newer_one_takes_its_place(team: Team) -> None:
    assessment = complete(team)
    old = quickly(team, assessment)
    new = quickly(team, assessment, key="second")
    old.refresh_from_db()
    assert (old.status, new.status) == (Status.SUPERSEDED, Status.CURRENT)
    assert leaves() == [(0, "issued"), (1, "issued"), (2, "superseded")]
    assert Checkpoint.objects.order_by("-size")[0].size == 3


def test_an_attestation_of_another_model_takes_nobodys_place(team: Team) -> None:
    old = quickly(team)
    quickly(team, key="second")
    old.refresh_from_db()
    assert old.status == Status.CURRENT


def test_withdrawing_is_for_good_and_says_why(team: Team) -> None:
    found = quickly(team)
    for reason in ("The tests were wrong.", "Something else."):
        lifecycle.withdraw(attestation=found, reason=reason, actor=team.user("signatory"))
    found.refresh_from_db()
    assert (found.status, found.withdrawn_because) == (Status.WITHDRAWN, "The tests were wrong.")
    assert leaves() == [(0, "issued"), (1, "withdrawn")]
    assert AuditEntry.objects.filter(action="attestation.withdrawn").count() == 1
    assert "The tests were wrong." in verifying.status_in_words(found)


def test_what_others_are_shown_can_change(team: Team) -> None:
    found = quickly(team)
    for _ in range(2):
        lifecycle.share(
            attestation=found, shows=Shows.PAGES.value, published=True, actor=team.user("signatory")
        )
    found.refresh_from_db()
    assert (found.shows, found.published) == (Shows.PAGES, True)
    assert leaves() == [(0, "issued"), (1, "shared")]


def test_the_register_tells_nothing_to_whoever_reads_it(team: Team) -> None:
    found = quickly(team)
    lifecycle.withdraw(attestation=found, reason="Larkspur was wrong.", actor=team.user("signatory"))
    (told,) = Leaf.objects.filter(kind="withdrawn")
    assert json.loads(told.document)["reason"] == "Larkspur was wrong."
    assert (
        len({each.salt for each in Leaf.objects.all()}) == 2
    )  # without it nobody can guess what is committed


@pytest.mark.parametrize(
    ("left", "status"),
    [(0, Status.EXPIRING), (59, Status.EXPIRING), (60, Status.CURRENT), (-1, Status.EXPIRED)],
)
def test_it_ends_by_its_day(team: Team, left: int, status: Status) -> None:
    found = quickly(team)
    found.valid_until = timezone.localdate() + timedelta(days=left)
    assert (found.status, found.stands) == (status, status != Status.EXPIRED)


def end_in(found: Attestation, days: int) -> date:
    day = timezone.localdate() + timedelta(days=days)
    Attestation.objects.filter(pk=found.pk).update(valid_until=day)
    return day


def test_those_who_can_act_are_reminded_once_of_each_day(team: Team) -> None:
    found = quickly(team)
    mail.outbox.clear()
    told = []
    for days in (70, 60, 59, 45, 29, 28, 6, 5, 0, -1):
        end_in(found, days)
        notices.remind()
        told.append((days, sorted({each.to[0] for each in mail.outbox})))
        mail.outbox.clear()
    both = ["assessor.of.larkspur.labs@example.org", "signatory.of.larkspur.labs@example.org"]
    reminded = {days for days, people in told if people == both}
    assert {59, 29, 6} <= reminded
    assert reminded & {70, 60, -1} == set()


def test_nobody_is_reminded_of_what_was_withdrawn(team: Team) -> None:
    found = quickly(team)
    lifecycle.withdraw(attestation=found, reason="Wrong.", actor=team.user("signatory"))
    end_in(found, 10)
    mail.outbox.clear()
    assert notices.remind() == 0
    assert mail.outbox == []


def test_when_an_organisation_goes_its_file_is_still_known_and_withdrawn(team: Team) -> None:
    found = issue(team)
    stored = found.files.get().stored_as
    with storages["attestations"].open(stored) as file:
        pdf = file.read()
    delete_organisation(organisation=team.organisation)
    assert not Attestation.objects.exists()
    assert not storages["attestations"].exists(stored)
    verdict = verifying.verify(pdf)
    assert verdict.headline == "Genuine and unchanged, but withdrawn"
    assert not verdict.current
    assert "Larkspur" not in "".join(each.document for each in Leaf.objects.all())
    assert list(auditing.audit()) == []


def test_the_signatory_may_leave(team: Team) -> None:
    found = quickly(team)
    remove_member(
        organisation=team.organisation,
        actor=team.user(Role.ADMINISTRATOR),
        member_id=team.members["signatory"].pk,
    )
    team.user("signatory").delete()
    found.refresh_from_db()
    assert found.signatory == "signatory of Larkspur Labs"
    assert [str(each) for each in auditing.audit() if "file" not in str(each)] == []
