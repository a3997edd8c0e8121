"""Holding the database against the register, and the register against what it signed: whatever was edited or
deleted by hand is told. Everything is computed anew from the entries, the files and the statements.

What is only about work in progress (keys of requests, leases, what waits) is not in the register, and not
looked at.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from compliance.accounts.models import AuditEntry

from . import files, keyring, outside, queries
from .actions import Action
from .inspecting import inspect
from .models import Attestation, Leaf, Log, SealedFile, State
from .register import checkpoint, tiles
from .register.checkpoint import Checkpoint, Inconsistent
from .register.commitment import Kind, commit
from .register.encoding import Malformed
from .register.note import NotSigned
from .requesting import repeated
from .signing import Level
from .statement import canonical, digest


@dataclass(frozen=True)
class Finding:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def audit() -> Iterator[Finding]:
    """Everything that does not fit; nothing where all is as it was made."""
    for log in Log.objects.order_by("pk"):
        yield from _tree(log)
        yield from _leaves(log)
    for each in Attestation.objects.select_related("signed_by").order_by("made_at", "pk").iterator(200):
        for what in _attestation(each):
            yield Finding(f"attestation {each.pk}", what)
    for file in SealedFile.objects.filter(leaf=None):
        yield Finding(f"file {file.sha256[:12]}", "no entry of the register is about it")


# the register ------------------------------------------------------------------------------------------


def _tree(log: Log) -> Iterator[Finding]:
    """Tiles, checkpoints and the memory outside, against the entries."""
    entries = [bytes.fromhex(each) for each in log.leaves.order_by("index").values_list("entry", flat=True)]
    if len(entries) != log.size:
        yield Finding(log.origin, f"it has {len(entries)} entries, and says that it has {log.size}")
    made = tiles.append(lambda level, index: b"", 0, entries)
    stored = {(each.level, each.index): bytes(each.hashes) for each in log.tiles.all()}
    for place in sorted(made.keys() | stored.keys()):
        if made.get(place) != stored.get(place):
            yield Finding(log.origin, f"tile {place[0]}/{place[1]} is not that of the entries")

    def read(level: int, index: int) -> bytes:
        return made.get((level, index), b"")

    now = Checkpoint(log.origin, len(entries), tiles.root(read, len(entries)))
    signed = {f"checkpoint {each.size}": (each.size, each.note) for each in log.checkpoints.all()}
    remembered = outside.remembered(log.origin)
    if remembered is not None:
        signed["the memory outside of the database"] = (-1, remembered)
    elif signed:
        yield Finding(log.origin, "the memory outside of the database is gone")
    sizes = set()
    for what, (size, note) in signed.items():
        try:
            before = checkpoint.opened(note, log.origin, keyring.verifiers(log.origin))
            checkpoint.extends(read, before, now)
        except (Inconsistent, Malformed, NotSigned) as fault:
            yield Finding(log.origin, f"{what}: {fault}")
            continue
        if size not in (-1, before.size):
            yield Finding(log.origin, f"{what} is one of size {before.size}")
        sizes.add(before.size)
    if entries and len(entries) not in sizes:
        yield Finding(
            log.origin, "no checkpoint covers its newest entries yet; the worker signs every minute"
        )


def _leaves(log: Log) -> Iterator[Finding]:
    """What each entry commits to, and that what was deleted was deleted by the site."""
    deleted = set()
    issued = {}
    for position, leaf in enumerate(log.leaves.order_by("index")):
        where = f"{log.origin} entry {leaf.index}"
        if leaf.index != position:
            yield Finding(where, f"it stands at place {position}")
        told = json.loads(leaf.document) if leaf.document else {}
        if told.get("deleted"):
            deleted.add(told["file"])
        if leaf.kind in queries.FILES and leaf.attestation_id is None:
            issued[leaf.subject] = where
        if not leaf.salt and leaf.attestation_id is None and leaf.kind not in queries.FILES:
            continue  # what it told was forgotten, together with its organisation
        if not _committed(leaf):
            yield Finding(where, "what it tells is not what was written down")
    for sha256, where in issued.items():
        if sha256 not in deleted:
            yield Finding(where, "its attestation is gone, and nobody deleted it")


def _committed(leaf: Leaf) -> bool:
    try:
        entry = commit(Kind(leaf.kind), bytes.fromhex(leaf.salt), bytes.fromhex(leaf.subject))
    except ValueError:
        return False
    is_file = leaf.kind in queries.FILES
    subject = "" if is_file else hashlib.sha256(leaf.document.encode()).hexdigest()
    return entry.hex() == leaf.entry and (not leaf.document if is_file else subject == leaf.subject)


# attestations ------------------------------------------------------------------------------------------


def _attestation(attestation: Attestation) -> Iterator[str]:
    statement = queries.statement(attestation)
    if attestation.statement != canonical(statement).decode() or attestation.digest != digest(statement):
        yield "its statement is not the one that was made"
    leaves = list(attestation.leaves.order_by("log", "index"))
    expected: dict[str, Any] = {
        **repeated(statement),
        "id": statement["id"],
        "withdrawn_at": None,
        "withdrawn_because": "",
        "superseded_by_id": None,
    }
    for leaf in leaves:
        expected |= _told(json.loads(leaf.document)) if leaf.document else {}
    for name, value in expected.items():
        found = getattr(attestation, name)
        if (str(found) if name.endswith("id") and found else found) != value:
            yield f"{name} is not what the statement and the register say"
    for name in ("organisation", "assessment"):
        said = statement["holder" if name == "organisation" else "assessment"]
        found = getattr(attestation, f"{name}_id")
        deleted = name == "assessment" and found is None
        if not deleted and (str(found) if found else None) != said:
            yield f"{name} is not what the statement says"
    yield from _log_entries(attestation)
    yield from _files(attestation, leaves)


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """The columns that a document decides."""
    if document["kind"] == Kind.WITHDRAWN:
        return {
            "withdrawn_at": datetime.fromisoformat(document["at"]),
            "withdrawn_because": document["reason"],
        }
    if document["kind"] == Kind.SUPERSEDED:
        return {"superseded_by_id": document["by"]}
    return {"shows": document["shows"], "published": document["published"]}


def _log_entries(attestation: Attestation) -> Iterator[str]:
    """What the audit log, which only grows, says about it."""
    if attestation.organisation_id is None:  # nobody has signed it
        return
    entries = AuditEntry.objects.filter(
        organisation=attestation.organisation_id, details__attestation=str(attestation.pk)
    )
    actions = dict(entries.values_list("action", "actor_id"))
    if Action.SIGNED not in actions:
        yield "the log does not say that anybody signed it"
    elif attestation.signed_by_id not in (None, actions[Action.SIGNED]):
        yield "signed_by is not whom the log says"
    if (Action.ABANDONED in actions) != (attestation.state == State.ABANDONED):
        yield "state is not what the log says"


def _files(attestation: Attestation, leaves: Iterable[Leaf]) -> Iterator[str]:
    about = {each.pk: each for each in leaves if each.kind in queries.FILES}
    stored = list(attestation.files.all())
    if {each.leaf_id for each in stored} != set(about):
        yield "its files are not those of the register"
    issued = attestation.state in (State.LOGGED, State.ISSUED)
    if issued != bool(about):
        yield "state is not what the register says"
    if attestation.state == State.LOGGED and attestation.busy_until < timezone.now():
        yield "it is in the register, and not issued yet; the worker goes on every minute"
    for file in stored:
        yield from _file(attestation, file, about.get(file.leaf_id or 0), newest=file == stored[-1])


def _file(
    attestation: Attestation, file: SealedFile, leaf: Leaf | None, *, newest: bool
) -> Iterator[str]:
    try:
        content = files.content(file.stored_as)
    except OSError:
        yield f"its file {file.sha256[:12]} is gone from the storage"
        return
    sha256 = hashlib.sha256(content).hexdigest()
    if {file.sha256, sha256} != {leaf.subject if leaf else ""} or file.size != len(content):
        yield f"its file {file.sha256[:12]} is not the one of the register"
        return
    inspection = inspect(content, trusted=keyring.seals(), time_stamp_roots=keyring.time_stamp_roots())
    if inspection.twin != attestation.statement.encode():
        yield f"its file {file.sha256[:12]} holds another statement"
    if inspection.level != file.level:
        yield f"the level of its file {file.sha256[:12]} is not {file.level}"
    last = inspection.stamps[-1].until.date() if newest and inspection.level is Level.LTA else None
    if file.renew_before != last:
        yield f"the day before which its file {file.sha256[:12]} has to be renewed is another"
