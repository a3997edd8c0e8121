"""Attestations with time-stamps of a service, over real HTTP: issued, waiting, going on without, renewed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings
from django.utils import timezone

from compliance.attestations import auditing, issuing, keyring, queries, renewing, requesting, verifying
from compliance.attestations.models import Attestation, SealedFile, State
from tests.attestations.issued import complete, issue, request
from tests.attestations.printing import text_of
from tests.attestations.time_stamping import Service, service
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def stamping() -> Iterator[Service]:
    """A service that the site's settings name."""
    with service() as here:
        roots = here.root.public_bytes(Encoding.PEM).decode()
        with override_settings(TIME_STAMPS=f"{here.address}/stamp", TIME_STAMP_ROOTS=roots):
            forget()
            yield here
    forget()


def forget() -> None:
    keyring.time_stamping.cache_clear()
    keyring.time_stamp_roots.cache_clear()


def away(here: Service) -> None:
    here.answer = lambda body: (503, "text/plain", b"")


def content(found: Attestation) -> bytes:
    file = queries.file_of(found)
    assert file
    return queries.content(file)


def test_it_is_stamped_for_the_long_term(team: Team, stamping: Service) -> None:
    found = issue(team, with_time_stamp=True)
    (file,) = found.files.all()
    assert (found.state, file.level) == (State.ISSUED, "LTA")
    assert "A time-stamp was requested from 127.0.0.1" in text_of(content(found))
    verdict = verifying.verify(content(found))
    assert verdict.current
    (stamp,) = [each for each in verdict.checks if each.title == "Time-stamp"]
    assert "Time Service, Example Ltd attests that the seal was there" in stamp.meaning
    assert list(auditing.audit()) == []


def test_while_the_service_is_away_it_waits_and_comes_again(team: Team, stamping: Service) -> None:
    away(stamping)
    found = issue(team, with_time_stamp=True)
    assert found.state == State.REQUESTED
    assert found.trouble == "The time-stamping service at 127.0.0.1 answered with HTTP status 503."
    assert issuing.stragglers() == 0  # not so soon
    stamping.answer = stamping.granted
    Attestation.objects.update(busy_until=timezone.now())
    assert issuing.stragglers() == 1
    found.refresh_from_db()
    assert (found.state, found.trouble) == (State.ISSUED, "")


def test_the_signatory_may_go_on_without_and_the_pages_say_so(team: Team, stamping: Service) -> None:
    away(stamping)
    waiting = issue(team, with_time_stamp=True)
    requesting.without_time_stamp(attestation=waiting, actor=team.user("signatory"))
    found = issuing.again(waiting.pk)
    assert (found.state, found.files.get().level) == (State.ISSUED, "B")
    assert "No time-stamp was requested" in text_of(content(found))
    assert found.digest != waiting.digest
    assert verifying.verify(content(found)).current
    assert list(auditing.audit()) == []


def test_who_does_not_ask_for_one_does_not_wait_for_it(team: Team, stamping: Service) -> None:
    away(stamping)
    assert issue(team).state == State.ISSUED
    assert stamping.asked == []


def test_before_its_certificate_ends_it_is_stamped_again_and_both_files_are_genuine(
    team: Team, stamping: Service
) -> None:
    found = issue(team, with_time_stamp=True)
    before = content(found)
    assert renewing.renew_due() == 0
    soon = timezone.localdate() + timedelta(days=60)
    SealedFile.objects.update(renew_before=soon)
    assert renewing.renew_due() == 1
    after = content(found)
    assert after.startswith(before)
    assert [leaf.kind for leaf in found.leaves.order_by("index")] == ["issued", "renewed"]
    assert verifying.verify(before).current
    assert verifying.verify(after).current
    assert list(auditing.audit()) == []
    assert renewing.renew_due() == 0


def test_what_cannot_be_renewed_today_comes_again(team: Team, stamping: Service) -> None:
    found = issue(team, with_time_stamp=True)
    SealedFile.objects.update(renew_before=timezone.localdate())
    away(stamping)
    assert renewing.renew_due() == 0
    stamping.answer = stamping.granted
    assert renewing.renew_due() == 1
    assert found.files.count() == 2


def test_without_a_service_nothing_is_asked_for(team: Team) -> None:
    waiting = request(team, complete(team).pk, with_time_stamp=True)
    assert waiting.time_stamp == ""
