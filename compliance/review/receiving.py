"""Submitting an issued attestation to an authority: what will be sent, and the record that it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from compliance.accounts.models import Kind, Organisation, User
from compliance.assessments.evidence import content as content_of_evidence
from compliance.assessments.models import Evidence
from compliance.attestations import ledger, queries
from compliance.attestations.models import Attestation
from compliance.attestations.statement import Statement, read

from . import files, labels, notices
from .actions import Action, record
from .models import Clarification, Enclosure, Label, State, Submission


class NotToBeSent(Exception):
    """Why an attestation cannot be submitted: it does not stand any more, or a file of it is lost."""


@dataclass(frozen=True)
class Part:
    """A file that is sent along."""

    kind: str
    name: str
    size: int  # bytes
    question: str = ""
    evidence: Evidence | None = None


def authorities() -> QuerySet[Organisation]:
    """Those that the operator of the site has recognised."""
    found = Organisation.objects.filter(kind=Kind.REGULATOR, recognised_at__isnull=False, closed_at=None)
    return found.order_by("name", "pk")


def parts(attestation: Attestation) -> list[Part]:
    """What will be sent: the sealed PDF, its proof, and the files that support its answers."""
    file = queries.file_of(attestation)
    if file is None:
        raise NotToBeSent
    name = queries.file_name(attestation)
    made = [
        Part(Enclosure.Kind.PDF, f"{name}.pdf", len(queries.content(file))),
        Part(Enclosure.Kind.PROOF, f"{name}.pdf.tlog-proof", len(_proof(attestation))),
    ]
    return [*made, *_evidence(attestation)]


def _evidence(attestation: Attestation) -> Iterator[Part]:
    """Those of the files that the statement names which are still there."""
    there = {
        (each.question, each.sha256): each
        for each in Evidence.objects.filter(assessment=attestation.assessment_id)
    }
    for each in queries.statement(attestation)["evidence"]:
        if found := there.get((each["question"], each["sha256"])):
            yield Part(Enclosure.Kind.EVIDENCE, each["name"], found.size, each["question"], found)


def _proof(attestation: Attestation) -> bytes:
    file = queries.file_of(attestation)
    proof = ledger.prove(file.leaf) if file and file.leaf else None
    if proof is None:
        raise NotToBeSent
    return proof.encode()


def submit(
    *,
    attestation: Attestation,
    authority: Organisation,
    actor: User,
    note: str = "",
    with_evidence: bool = True,
) -> Submission:
    """Send it, once: whoever repeats it finds what was sent. Raises NotToBeSent."""
    if not attestation.stands:
        raise NotToBeSent
    sent = [each for each in parts(attestation) if with_evidence or each.kind != Enclosure.Kind.EVIDENCE]
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=authority.pk)
        if found := Submission.objects.filter(authority=authority, attestation=attestation).first():
            return found
        new = _received(attestation, authority, actor, note)
        for each in sent:
            files.enclose(new, each.kind, each.name, _content(attestation, each), each.question)
        record(new, Action.SUBMITTED, actor, by_sender=True, to=authority.name)
        record(new, Action.RECEIVED, None)
        if new.follows:
            _followed(new.follows, new)
        notices.received(new)
    return new


def _received(attestation: Attestation, authority: Organisation, actor: User, note: str) -> Submission:
    statement = queries.statement(attestation)
    earlier = _earlier(attestation, authority)
    repeated = ("subject_organisation", "subject_model", "tier", "change_class", "provisional", "valid_until")
    assignee = earlier.assignee if earlier else None
    new = Submission.objects.create(
        authority=authority,
        sender=attestation.organisation,
        attestation=attestation,
        submitted_by=actor,
        follows=earlier,
        statement=attestation.statement,
        digest=attestation.digest,
        note=note,
        changed=_said(read(earlier.statement)) != _said(statement) if earlier else None,
        state=State.IN_REVIEW if assignee else State.RECEIVED,
        assignee=assignee,
        **{each: getattr(attestation, each) for each in repeated},
    )
    found = [Label(submission=new, authority=authority, value=each) for each in labels.of(statement)]
    Label.objects.bulk_create(found)
    return new


def _earlier(attestation: Attestation, authority: Organisation) -> Submission | None:
    """The newest that this authority received about the same assessment."""
    if attestation.assessment_id is None:
        return None
    found = Submission.objects.filter(authority=authority, sender=attestation.organisation, followed_by=None)
    same = found.filter(attestation__assessment=attestation.assessment_id)
    return same.select_related("assignee").order_by("-received_at", "-pk").first()


def _said(statement: Statement) -> Any:
    """What can differ between one and the next: by which rules, what was answered, and what came of it."""
    return statement["questionnaire"], statement["rulebooks"], statement["answers"], statement["outcome"]


def _followed(earlier: Submission, new: Submission) -> None:
    """What was asked about the earlier one is answered by the newer one."""
    open_ones = Clarification.objects.filter(submission=earlier, answered_at=None)
    if open_ones.update(corrected_by=new, answered_at=new.received_at) and not earlier.closed:
        Submission.objects.filter(pk=earlier.pk).update(state=State.ANSWERED)
    record(earlier, Action.FOLLOWED, None, by=str(new.pk))


def _content(attestation: Attestation, part: Part) -> bytes:
    try:
        if part.evidence:
            return content_of_evidence(part.evidence)
        if part.kind == Enclosure.Kind.PROOF:
            return _proof(attestation)
        file = queries.file_of(attestation)
        assert file is not None  # noqa: S101 - one of its parts
        return queries.content(file)
    except FileNotFoundError as error:
        raise NotToBeSent(part.name) from error
