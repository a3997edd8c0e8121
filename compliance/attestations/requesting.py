"""Asking for an attestation: what a signatory declares, exactly as it was shown to them, exactly once."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import rfc8785
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import questionnaires
from compliance.accounts.models import User
from compliance.assessments import services as assessments
from compliance.assessments.attached import counted
from compliance.assessments.grants import Grant
from compliance.assessments.models import Assessment
from compliance.assessments.queries import Standing, in_version
from questionnaires import Outcome

from . import keyring, ledger, pdf, typography
from .actions import Action, record
from .models import Attestation, Purpose, Shows, State
from .statement import (
    Attached,
    Issue,
    Issuer,
    Sharing,
    Signatory,
    Statement,
    Subject,
    build,
    canonical,
    digest,
    read,
)

PRESENT = ("register", "seal_sha256", "evaluation")  # of the issuer, when it issues
_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)  # stands for the time of signing, while nobody has signed


class Changed(Exception):
    """An answer, a file or a rule is not what was shown any more. Nothing was signed."""


class KeyReused(Exception):
    """The key belongs to another request. Nothing was signed."""


class UnderWay(Exception):
    """Another attestation of this assessment is being issued. `attestation` is that one."""

    def __init__(self, attestation: Attestation) -> None:
        self.attestation = attestation
        super().__init__(str(attestation.pk))


@dataclass(frozen=True)
class Wish:
    """What the signatory chose on the page."""

    subject: Subject
    function: str
    shows: Shows
    published: bool
    with_remedies: bool
    with_time_stamp: bool


def shown(standing: Standing, wish: Wish, signatory: User) -> str:
    """The digest of what a signatory is about to sign, without time and salt; whoever confirms sends it
    back."""
    return digest(_statement(standing, wish, signatory, UUID(int=0), made_at=_BEFORE, salt=""))


def declared(statement: Statement) -> str:
    """The digest of what a signatory answers for: all but what the issuer says of itself, which can still
    change while it waits."""
    return digest({**statement, "issuer": None})


def request(
    *, assessment_id: UUID, signatory: User, grant: Grant, wish: Wish, seen: str, key: str
) -> Attestation:
    """Write down that it was signed; issuing follows. The same key with the same request again is the same
    attestation. Raises KeyReused, Changed, UnderWay, Gone and typography.Unprintable."""
    what: list[Any] = [str(assessment_id), signatory.pk, seen, asdict(wish)]
    asked = hashlib.sha256(rfc8785.dumps(what)).hexdigest()
    with transaction.atomic():
        assessment = assessments.locked(assessment_id)  # no answer changes meanwhile
        before = assessment.owner and assessment.owner.attestations.filter(key=key).first()
        if before:
            if before.asked != asked:
                raise KeyReused
            return before
        under_way = assessment.attestations.filter(state__in=[State.REQUESTED, State.LOGGED]).first()
        if under_way:
            raise UnderWay(under_way)
        standing = in_version(
            assessment, questionnaires.edition(assessment.questionnaire, assessment.version), grant
        )
        if shown(standing, wish, signatory) != seen:
            raise Changed
        new_id = uuid4()
        statement = _statement(
            standing, wish, signatory, new_id, made_at=timezone.now(), salt=secrets.token_hex(16)
        )
        typography.check(pdf.Printed(statement).texts)  # before anything is promised
        try:
            attestation = _new(
                statement,
                organisation=assessment.owner,
                assessment=assessment,
                signed_by=signatory,
                key=key,
                asked=asked,
            )
        except IntegrityError:  # with the same key another assessment was signed at the same moment
            raise KeyReused from None
        told = {"digest": attestation.digest, "declared": declared(statement)}
        record(attestation, Action.SIGNED, signatory, **told)
    return attestation


def request_unsigned(
    *, outcome: Outcome, subject: Subject, made_at: datetime, salt: str | None, with_remedies: bool
) -> Attestation:
    """An evaluation that nobody signs. Raises statement.Incomplete and typography.Unprintable."""
    issue = Issue(id=str(uuid4()), issuer=_issuer(Purpose.UNSIGNED, with_time_stamp=False))
    statement = build(
        outcome,
        subject,
        made_at=made_at,
        salt=salt or secrets.token_hex(16),
        with_remedies=with_remedies,
        issue=issue,
    )
    typography.check(pdf.Printed(statement).texts)
    return _new(statement, key=secrets.token_urlsafe(24), asked="")


@transaction.atomic
def without_time_stamp(*, attestation: Attestation, actor: User) -> Attestation:
    """Go on without the time-stamp that cannot be had. Pages and statement say so: they are made anew. A
    second time, and once it is in the register, it does nothing."""
    found = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    if found.state != State.REQUESTED or not found.time_stamp:
        return found
    _restate(found, time_stamp=None)
    found.time_stamp, found.trouble, found.busy_until = "", "", timezone.now()
    found.save()
    record(found, Action.UNSTAMPED, actor)
    return found


@transaction.atomic
def with_present_issuer(*, attestation: Attestation) -> Attestation:
    """Name the seal that it will have, and the log, if others took their place since it was signed."""
    found = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    present = asdict(_issuer(found.purpose, with_time_stamp=False))
    said = read(found.statement)["issuer"]
    changed = {each: present[each] for each in PRESENT if present[each] != said[each]}
    if found.state == State.REQUESTED and changed:
        _restate(found, **changed)
        found.save()
    return found


def _restate(attestation: Attestation, **issuer: Any) -> None:
    """Say something else of the issuer: of what the signatory declared, nothing changes."""
    before = read(attestation.statement)
    statement = {**before, "issuer": {**before["issuer"], **issuer}}
    attestation.statement, attestation.digest = canonical(statement).decode(), digest(statement)


@transaction.atomic
def abandon(*, attestation: Attestation, actor: User) -> bool:
    """Give up what is not in the register yet; once it is, this does nothing. Whether it is given up."""
    found = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    if found.state == State.REQUESTED:
        found.state = State.ABANDONED
        found.save(update_fields=["state"])
        record(found, Action.ABANDONED, actor)
    return found.state == State.ABANDONED


def _statement(
    standing: Standing, wish: Wish, signatory: User, new_id: UUID, *, made_at: datetime, salt: str
) -> Statement:
    before = latest(standing.assessment)
    return build(
        standing.outcome,
        wish.subject,
        made_at=made_at,
        salt=salt,
        with_remedies=wish.with_remedies,
        evidence=[
            Attached(each.question, each.name, each.size, each.sha256)
            for group in counted(standing)
            for each in group.files
        ],
        issue=Issue(
            id=str(new_id),
            issuer=_issuer(Purpose.SITE, with_time_stamp=wish.with_time_stamp),
            holder=str(standing.assessment.owner_id),
            assessment=str(standing.assessment.pk),
            signatory=Signatory(str(signatory), wish.function),
            sharing=Sharing(wish.shows.value, wish.published),
            supersedes=before.digest if before else None,
        ),
    )


def _issuer(purpose: Purpose, *, with_time_stamp: bool) -> Issuer:
    service = keyring.time_stamping() if with_time_stamp else None
    return Issuer(
        site=settings.ADDRESS,
        register=ledger.log(purpose).origin,
        seal_sha256=keyring.seal().fingerprint,
        evaluation=keyring.evaluation(),
        time_stamp=service.host if service else None,  # the address may hold a password
    )


def latest(assessment: Assessment) -> Attestation | None:
    """The attestation that a new one takes the place of."""
    issued = assessment.attestations.filter(state=State.ISSUED, superseded_by=None, withdrawn_at=None)
    return issued.order_by("-made_at").first()


def _new(statement: Statement, **more: Any) -> Attestation:
    return Attestation.objects.create(
        id=UUID(statement["id"]),
        statement=canonical(statement).decode(),
        digest=digest(statement),
        **repeated(statement),
        **more,
    )


def repeated(statement: Statement) -> dict[str, Any]:
    """What the columns of an attestation repeat of its statement."""
    subject, outcome = statement["subject"], statement["outcome"]
    return {
        "questionnaire": statement["questionnaire"]["id"],
        "version": statement["questionnaire"]["version"],
        "subject_organisation": subject["organisation"],
        "subject_model": f"{subject['model']} {subject['version']}".strip(),
        "signatory": (statement["signatory"] or {}).get("name", ""),
        "tier": outcome["tier"],
        "change_class": outcome["change_class"] or "",
        "provisional": outcome["provisional"],
        "made_at": datetime.fromisoformat(statement["made_at"]),
        "valid_until": date.fromisoformat(statement["valid_until"]),
        "time_stamp": statement["issuer"]["time_stamp"] or "",
        "shows": (statement["sharing"] or {}).get("shows", Shows.STATUS.value),
        "published": (statement["sharing"] or {}).get("published", False),
    }
