"""Attestations, audited: against their statements, the register, the audit log and their files."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from compliance.accounts.models import AuditEntry, User
from compliance.assessments.models import Assessment

from . import files, keyring, queries
from .actions import Action
from .auditing_logs import committed
from .inspecting import inspect
from .models import Attestation, Leaf, SealedFile, State
from .register.commitment import Kind
from .requesting import declared, repeated
from .signing import Level
from .statement import Statement, canonical, digest

Entries = Mapping[str, tuple[int | None, str]]  # of the audit log: by action, who, and what was declared


def logged() -> dict[str, Entries]:
    """What the audit log says about each attestation, by its id."""
    found: dict[str, dict[str, tuple[int | None, str]]] = defaultdict(dict)
    entries = AuditEntry.objects.filter(action__in=Action.values).order_by("pk")
    for action, actor_id, details in entries.values_list("action", "actor_id", "details").iterator():
        found[details["attestation"]][action] = (actor_id, details.get("declared", ""))
    return dict(found)


def one(attestation_id: UUID, logged: Entries) -> Iterator[str]:
    found = Attestation.objects.get(pk=attestation_id)
    statement, leaves = queries.statement(found), list(found.leaves.order_by("log", "index"))
    yield from _columns(found, statement, leaves)
    yield from _whose(found, statement)
    yield from _logged(found, statement, logged)
    yield from _files(found, leaves)


def _columns(found: Attestation, statement: Statement, leaves: Sequence[Leaf]) -> Iterator[str]:
    """What only repeats the statement and the register."""
    if found.statement != canonical(statement).decode() or found.digest != digest(statement):
        yield "its statement is not the one that was made"
    expected: dict[str, Any] = {
        **repeated(statement),
        "id": UUID(statement["id"]),
        "withdrawn_at": None,
        "withdrawn_because": "",
        "superseded_by_id": None,
    }
    for leaf in leaves:
        if leaf.document and committed(leaf):
            expected |= _told(json.loads(leaf.document))
    for name, value in expected.items():
        if getattr(found, name) != value:
            yield f"{name} is not what the statement and the register say"


def _told(document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a document decides."""
    if document["kind"] == Kind.WITHDRAWN:
        return {
            "withdrawn_at": datetime.fromisoformat(document["at"]),
            "withdrawn_because": document["reason"],
        }
    if document["kind"] == Kind.SUPERSEDED:
        return {"superseded_by_id": UUID(document["by"])}
    return {"shows": document["shows"], "published": document["published"]}


def _whose(found: Attestation, statement: Statement) -> Iterator[str]:
    """An assessment may be deleted; the organisation takes its attestations with it."""
    if _text(found.organisation_id) != statement["holder"]:
        yield "organisation is not what the statement says"
    said = statement["assessment"]
    gone = found.assessment_id is None and not Assessment.objects.filter(pk=said).exists()
    if _text(found.assessment_id) != said and not gone:
        yield "assessment is not what the statement says"


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


def _logged(found: Attestation, statement: Statement, entries: Entries) -> Iterator[str]:
    """What the audit log, which only grows, says about it."""
    if found.organisation_id is None:
        if found.signed_by_id:
            yield "signed_by is somebody, and nobody has signed it"
        return
    if Action.SIGNED not in entries:
        yield "the log does not say that anybody signed it"
        return
    actor_id, said = entries[Action.SIGNED]
    if said != declared(statement):
        yield "its statement is not the one that was signed"
    signatory = User.objects.filter(pk=actor_id or 0).first()  # None where the account was deleted
    if found.signed_by_id != (signatory and signatory.pk):
        yield "signed_by is not whom the log says"
    for action, state in ((Action.ABANDONED, State.ABANDONED), (Action.ISSUED, State.ISSUED)):
        if (action in entries) != (found.state == state):
            yield f"the log does not agree that it is {found.state}"


def _files(found: Attestation, leaves: Sequence[Leaf]) -> Iterator[str]:
    # By hash: where a log had to be ended, the next may have it a second time.
    about = {each.subject: each.pk for each in leaves if each.kind in queries.FILES}
    stored = list(found.files.order_by("pk"))
    if [each.leaf_id for each in stored] != list(about.values()):
        yield "its files are not those of the register"
    if found.state not in State.values or bool(about) != (found.state in (State.LOGGED, State.ISSUED)):
        yield "state is not what the register says"
    if found.state == State.LOGGED and found.busy_until < timezone.now():
        yield "it is in the register, and not issued yet; the worker goes on every minute"
    for file in stored:
        yield from _file(found, file, about, newest=file == stored[-1])


def _file(found: Attestation, file: SealedFile, about: Mapping[str, int], *, newest: bool) -> Iterator[str]:
    name = f"its file {file.sha256[:12]}"
    try:
        content = files.content(file.stored_as)
    except Exception as error:  # each storage has its own
        yield f"{name} cannot be read from the storage ({type(error).__name__})"
        return
    sha256 = files.digest(content).hex()
    if file.sha256 != sha256 or about.get(sha256) != file.leaf_id or file.size != len(content):
        yield f"{name} is not the one of the register"
        return
    inspection = inspect(content, trusted=keyring.seals(), time_stamp_roots=keyring.time_stamp_roots())
    if inspection.twin != found.statement.encode():
        yield f"{name} holds another statement"
    if inspection.level != file.level:
        yield f"the level of {name} is not {file.level}"
    last = inspection.stamps[-1].until.date() if newest and inspection.level is Level.LTA else None
    if file.renew_before != last:
        yield f"the day before which {name} has to be renewed is another"
