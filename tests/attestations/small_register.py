"""A register with one of everything: two logs for the site, of which the first had to be ended, and one for
what nobody has signed. Its files are small, and real."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

import questionnaires
from compliance.accounts.models import Role
from compliance.accounts.services import delete_account, delete_organisation
from compliance.assessments import services
from compliance.attestations import files, issuing, ledger, lifecycle, outside, requesting, succession
from compliance.attestations.ledger import Event
from compliance.attestations.models import Attestation, Purpose, SealedFile
from compliance.attestations.register.commitment import Kind
from compliance.attestations.statement import Subject
from tests.attestations import issued
from tests.attestations.issued import complete, publish, request, sealed
from tests.cases import MAIN, answers_of, case
from tests.people import Team, join, person

CASE = "v02"  # the shortest


def build() -> None:
    for _step in steps():
        pass


def steps() -> Iterator[str]:
    """What happens, one after the other: says what did."""
    team, other = Team("Larkspur Labs"), Team("Foxglove Labs")
    signatory, assessment = team.user("signatory"), complete(team, CASE)
    first = request(team, assessment.pk, key="1")
    yield "signed"
    publish(first)
    yield "issued"
    publish(request(team, assessment.pk, key="2", published=True))
    yield "superseded"
    shown = quickly(team, "3")
    lifecycle.share(attestation=shown, shows="pages", published=True, actor=signatory)
    yield "shared"
    lifecycle.share(attestation=shown, shows="summary", published=False, actor=signatory)
    yield "shared as before"
    lifecycle.withdraw(attestation=quickly(team, "4"), reason="The tests were wrong.", actor=signatory)
    yield "withdrawn"
    renew(shown)
    yield "renewed"
    theirs = quickly(other, "1")
    lifecycle.share(attestation=theirs, shows="pages", published=False, actor=other.user("signatory"))
    unfinished = request(team, complete(team, CASE).pk, key="5")
    issuing.write_down(unfinished, sealed(unfinished))
    lose_the_memory()
    succession.begin(Purpose.SITE, "The disk with the memory is gone.")
    issuing.publish(unfinished)
    yield "another log took the place of the first, and what was unfinished is issued there"
    unsigned = requesting_nobody()
    busy_until = timezone.now() + issuing.LEASE  # of whoever issues it
    Attestation.objects.filter(pk=unsigned.pk).update(busy_until=busy_until)
    publish(unsigned)
    yield "issued, and signed by nobody"
    delete_organisation(organisation=other.organisation)
    yield "an organisation is deleted"
    leaver = join(team.organisation, person("leaver"), Role.SIGNATORY).user
    left = complete(team, CASE)
    publish(issued.sign(leaver, left.pk, key="6"))
    delete_account(user=leaver)
    yield "the signatory is gone"
    services.delete(assessment_id=left.pk)
    yield "the assessment is gone"
    given_up = request(team, complete(team, CASE).pk, key="7")
    requesting.abandon(attestation=given_up, actor=signatory)
    yield "given up"
    request(team, complete(team, CASE).pk, key="8")
    yield "waiting"


def quickly(team: Team, key: str) -> Attestation:
    return issued.quickly(team, complete(team, CASE), key=key)


def requesting_nobody() -> Attestation:
    edition = questionnaires.edition(MAIN, "2026.1")
    return requesting.request_unsigned(
        outcome=questionnaires.classify(edition, answers_of(CASE), case(CASE).on),
        subject=Subject("Larkspur Labs", "PentestPilot", ""),
        made_at=timezone.now(),
        salt=None,
        with_remedies=False,
    )


def renew(attestation: Attestation) -> None:
    """As a newer time-stamp makes another file of it."""
    made = sealed(attestation)
    sha256 = files.digest(made.pdf)
    log = ledger.log(Purpose.SITE)
    with transaction.atomic():
        (leaf,) = ledger.append(log.pk, [Event(Kind.RENEWED, sha256, attestation)])
        SealedFile.objects.create(
            attestation=attestation,
            leaf=leaf,
            sha256=sha256.hex(),
            size=len(made.pdf),
            stored_as=files.store(made.pdf),
            level=made.level.value,
        )
    ledger.sign(log.pk)


def lose_the_memory() -> None:
    outside.place(ledger.log(Purpose.SITE).origin).unlink()
