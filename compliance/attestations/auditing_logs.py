"""The logs of the register, audited: their trees, what is signed, and what each entry commits to."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from . import keyring, ledger, outside, queries, succession
from .models import Leaf, Letter, Log
from .register import checkpoint, tiles
from .register.checkpoint import Checkpoint, Inconsistent
from .register.commitment import Kind, commit
from .register.encoding import Malformed
from .register.note import NotSigned

MEMORY = "the memory outside of the database"


@dataclass(frozen=True)
class Told:
    """What the site has written down on losing something, on purpose or not."""

    deleted: frozenset[str]  # files of organisations that are gone, by their SHA-256
    forgotten: frozenset[str]  # entries of which nothing is left but the commitment
    ended: Mapping[str, Mapping[str, Any]]  # how logs ended, by name


def told() -> Told:
    """From entries that are about no attestation any more."""
    found = Leaf.objects.filter(attestation=None).exclude(document="")
    documents = [json.loads(each.document) for each in found if committed(each)]
    deletions = [each for each in documents if each.get("deleted")]
    return Told(
        frozenset(one for each in deletions for one in each["files"]),
        frozenset(one for each in deletions for one in each["forgotten"]),
        {each["log"]: each for each in documents if each["kind"] == Kind.CONTINUED},
    )


def committed(leaf: Leaf) -> bool:
    """Whether an entry is about what stands beside it, letter by letter."""
    try:
        salt, subject = bytes.fromhex(leaf.salt), bytes.fromhex(leaf.subject)
        entry = commit(Kind(leaf.kind), salt, subject)
    except ValueError:
        return False
    if (salt.hex(), subject.hex(), entry.hex()) != (leaf.salt, leaf.subject, leaf.entry):
        return False
    if leaf.kind in queries.FILES:
        return not leaf.document
    return hashlib.sha256(leaf.document.encode()).hexdigest() == leaf.subject


def order(told: Told) -> Iterator[str]:
    """That each log but the first says whose place it took, and that none is missing."""
    before: dict[str, str] = {}
    for log in Log.objects.order_by("pk"):
        first = log.leaves.filter(index=0).first()
        if first is None and log.origin not in told.ended:  # it was never begun
            continue
        continues = first and first.kind == Kind.CONTINUED and committed(first)
        said = json.loads(first.document) if first and continues else {}
        if said.get("log") != before.get(log.purpose):
            yield f"{log.origin} does not say that it took the place of {before.get(log.purpose)}"
        if said.get("because", "") != log.because:
            yield f"{log.origin} was begun for another reason"
        if log.purpose != keyring.purpose(log.origin):
            yield f"{log.origin} is for something else"
        before[log.purpose] = log.origin
    for place in ledger.unknown():
        yield f"{place} remembers a log that is not in the database"


def tree(log: Log, told: Told) -> Iterator[str]:
    """Tiles, the checkpoint and the memory outside, against the entries."""
    made, head = ledger.recomputed(log)
    if head.size != log.size:
        yield f"it has {head.size} entries, and says that it has {log.size}"
    stored = {(each.level, each.index): bytes(each.hashes) for each in log.tiles.all()}
    for place in sorted(made.keys() | stored.keys()):
        if made.get(place) != stored.get(place):
            yield f"tile {place[0]}/{place[1]} is not that of the entries"
    checkpoints = list(log.checkpoints.order_by("-size"))
    newest = checkpoints[0] if checkpoints else None
    if len(checkpoints) > 1:
        yield "it has more than one checkpoint"
    if newest:
        yield from _signed("its checkpoint", newest.note, made, head)
        if checkpoint.unverified(newest.note).size != newest.size:
            yield f"its checkpoint is not one of size {newest.size}"
    if ended := told.ended.get(log.origin):
        ending = succession.ending(head, newest.note if newest else None)
        if not ending.items() <= ended.items():
            yield "it is not as it was when another took its place"
        return
    if head.size and (newest is None or newest.size != head.size):
        yield "no checkpoint covers its newest entries yet; the worker signs every minute"
    remembered = outside.remembered(log.origin)
    if remembered is None and newest:
        yield f"{MEMORY} is gone"
    if remembered is not None:
        yield from _signed(MEMORY, remembered, made, head)
        if newest and newest.note != remembered:
            yield f"{MEMORY} is not the checkpoint; where it is an older one, the worker mends it"


def _signed(what: str, note: str, made: Mapping[tuple[int, int], bytes], head: Checkpoint) -> Iterator[str]:
    """That a note is ours, and that the tree still begins with what it signs."""
    try:
        before = checkpoint.opened(note, head.origin, keyring.verifiers(head.origin))
        checkpoint.extends(lambda level, index: made.get((level, index), b""), before, head)
    except (Inconsistent, Malformed, NotSigned, tiles.Missing) as fault:
        yield f"{what}: {fault}"


def entries(log: Log, told: Told, known: Collection[UUID]) -> Iterator[str]:
    """What each entry is about, and that what is gone was deleted by the site. `known`: all attestations."""
    letters = set(Letter.objects.values_list("sha256", flat=True))
    for position, leaf in enumerate(log.leaves.order_by("index")):
        if leaf.index != position:
            yield f"entry {leaf.index} stands at place {position}"
        if not any((leaf.kind, leaf.salt, leaf.subject, leaf.document, leaf.attestation_id)):
            if leaf.entry not in told.forgotten:
                yield f"what entry {leaf.index} told is gone, and nobody deleted it"
        elif not committed(leaf):
            yield f"what entry {leaf.index} tells is not what was written down"
        elif leaf.kind == Kind.DECIDED:
            if leaf.subject not in told.deleted | letters:
                yield f"the letter of entry {leaf.index} is gone, and nobody deleted it"
        elif leaf.kind in queries.FILES:
            deleted = leaf.attestation_id is None and leaf.subject in told.deleted
            if leaf.attestation_id not in known and not deleted:
                yield f"the attestation of entry {leaf.index} is gone, and nobody deleted it"
        elif str(leaf.attestation_id) != str(_about(json.loads(leaf.document))):
            yield f"entry {leaf.index} is not about what it says"


def _about(document: Mapping[str, Any]) -> str | None:
    """The attestation that a document tells something about."""
    return None if document.get("deleted") else document.get("attestation")
