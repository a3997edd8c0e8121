"""The register in the database. Leaves are committed first and signed for afterwards, so that no checkpoint
ever covers what a crash could undo; the newest checkpoint is also remembered outside of the database, so that
a restored backup, or a hand in the tables, is noticed before anything more is signed."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import keyring, outside
from .models import Attestation, Checkpoint, Leaf, Log, Purpose, Tile
from .register import checkpoint, proof, tiles
from .register.checkpoint import Inconsistent
from .register.commitment import Kind, commit
from .register.encoding import Malformed
from .register.note import NotSigned


class Refused(Exception):
    """The register does not sign: it would contradict what it signed before. Nothing was changed."""


@dataclass(frozen=True)
class Event:
    """Something that is written down. `subject` is the SHA-256 of the file, or of the document."""

    kind: Kind
    subject: bytes
    attestation: Attestation | None
    document: str = ""


def log(purpose: Purpose) -> Log:
    """The log that goes on; begun where there is none. One that is empty, and that the present keys would not
    be for, was never begun."""
    name = keyring.origin(purpose)
    begun = Log.objects.filter(Q(size__gt=0) | Q(origin=name), purpose=purpose).order_by("-pk").first()
    return begun or Log.objects.get_or_create(origin=name, defaults={"purpose": purpose})[0]


def successor(here: Log) -> Log | None:
    """The log that goes on in the place of this one, where it has ended."""
    later = Log.objects.filter(purpose=here.purpose, pk__gt=here.pk).exclude(size=0)
    return later.order_by("pk").first()


def append(log_id: int, events: Sequence[Event]) -> list[Leaf]:
    """Write events down, in order, as part of the transaction of what they are about. Raises Refused."""
    here = Log.objects.select_for_update(no_key=True).get(pk=log_id)
    _require_consistent(here)
    salts = [secrets.token_bytes(32) for _ in events]
    entries = [commit(each.kind, salt, each.subject) for each, salt in zip(events, salts, strict=True)]
    for (level, index), hashes in tiles.append(reader(here), here.size, entries).items():
        Tile.objects.update_or_create(log=here, level=level, index=index, defaults={"hashes": hashes})
    leaves = Leaf.objects.bulk_create(
        Leaf(
            log=here,
            index=here.size + i,
            kind=each.kind.value,
            salt=salt.hex(),
            subject=each.subject.hex(),
            document=each.document,
            entry=entry.hex(),
            attestation=each.attestation,
        )
        for i, (each, salt, entry) in enumerate(zip(events, salts, entries, strict=True))
    )
    here.size += len(leaves)
    here.save(update_fields=["size"])
    return leaves


@transaction.atomic(durable=True)  # so that only what is committed is signed for
def sign(log_id: int) -> Checkpoint | None:
    """A checkpoint of all that is written down; None while there is nothing. It takes the place of the one
    before, which it extends. Raises Refused."""
    here = Log.objects.select_for_update(no_key=True).get(pk=log_id)
    now = _require_consistent(here)
    if not here.size:
        return None
    newest = here.checkpoints.filter(size=here.size).first()
    note = newest.note if newest else checkpoint.sign(now, keyring.signer(here.origin), timezone.now())
    try:
        if outside.remembered(here.origin) != note:
            outside.remember(here.origin, note)  # before anybody else can see it
    except OSError as fault:
        raise Refused(f"The memory outside of the database cannot be written. {fault}") from None
    if newest is None:
        newest = Checkpoint.objects.create(log=here, size=here.size, note=note)
        here.checkpoints.exclude(pk=newest.pk).delete()
    return newest


def require_consistent(log_id: int) -> None:
    """Whether the register would sign. Raises Refused."""
    _require_consistent(Log.objects.get(pk=log_id))


def _require_consistent(here: Log) -> checkpoint.Checkpoint:
    """The head of the tree, if it extends the newest one that was signed, here and outside."""
    read, memory = reader(here), f"The memory outside of the database ({outside.place(here.origin)})"
    try:
        _require_last(here)
        now = checkpoint.Checkpoint(here.origin, here.size, tiles.root(read, here.size))
        signed = here.checkpoints.order_by("-size").first()
        remembered = outside.remembered(here.origin)
    except (OSError, ValueError, tiles.Missing) as fault:
        raise Refused(str(fault)) from None
    if remembered is None and signed is not None:
        raise Refused(f"{memory} is gone.")
    for what, note in ((memory, remembered), ("The newest checkpoint", signed.note if signed else None)):
        try:
            if note is not None:
                before = checkpoint.opened(note, here.origin, keyring.verifiers(here.origin))
                checkpoint.extends(read, before, now)
        except (Inconsistent, Malformed, NotSigned) as fault:
            raise Refused(f"{what}: {fault}.") from None
    return now


def _require_last(here: Log) -> None:
    """An older backup may know nothing of a log that took the place of this one."""
    if after := successor(here):
        raise Refused(f"{after.origin} goes on in its place.")
    for origin in (keyring.successor(here.origin), keyring.origin(Purpose(here.purpose))):
        if outside.place(origin).exists() and not Log.objects.filter(origin=origin).exists():
            raise Refused(f"{origin} went on in its place, and is not in the database.")


def unknown() -> list[Path]:
    """Memories of logs that are not in the database."""
    known = {outside.place(each) for each in Log.objects.values_list("origin", flat=True)}
    return [each for each in outside.places() if each not in known]


def in_order() -> bool:
    """Whether every log that goes on would sign, and none is missing."""
    try:
        for each in Log.objects.order_by("pk"):
            if not successor(each):
                _require_consistent(each)
    except Refused:
        return False
    return not unknown()


def covered(leaf: Leaf) -> bool:
    """Whether it is signed for."""
    return Checkpoint.objects.filter(log_id=leaf.log_id, size__gt=leaf.index).exists()


def prove(leaf: Leaf) -> str | None:
    """The proof file of a leaf (C2SP tlog-proof), under the newest checkpoint; None while it does not cover
    it. Raises Inconsistent."""
    newest = Checkpoint.objects.filter(log_id=leaf.log_id, size__gt=leaf.index).order_by("-size").first()
    if newest is None:
        return None
    made = proof.prove(
        reader(leaf.log),
        leaf.index,
        Kind(leaf.kind),
        bytes.fromhex(leaf.salt),
        newest.note,
    )
    return made.text


def recomputed(here: Log) -> tuple[dict[tuple[int, int], bytes], checkpoint.Checkpoint]:
    """All tiles and the head, from nothing but the entries."""
    entries = [bytes.fromhex(each) for each in here.leaves.order_by("index").values_list("entry", flat=True)]
    made = tiles.append(lambda level, index: b"", 0, entries)
    root = tiles.root(lambda level, index: made.get((level, index), b""), len(entries))
    return made, checkpoint.Checkpoint(here.origin, len(entries), root)


def reader(here: Log) -> Callable[[int, int], bytes]:
    """Reads tiles, each once."""
    seen: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        if (level, index) not in seen:
            found = Tile.objects.filter(log=here, level=level, index=index)
            seen[level, index] = bytes(next(iter(found.values_list("hashes", flat=True)), b""))
        return seen[level, index]

    return read


def sign_all() -> None:
    """Sign for what was committed before a process ended; run it every minute. Raises Refused, once every log
    was tried."""
    refusal = None
    for each in Log.objects.order_by("pk"):
        try:
            if not successor(each):
                sign(each.pk)
        except Refused as refused:
            refusal = refused
    if refusal:
        raise refusal
