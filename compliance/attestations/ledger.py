"""The register in the database. Leaves are committed first and signed for afterwards, so that no checkpoint
ever covers what a crash could undo; the newest checkpoint is also remembered outside of the database, so that
a restored backup, or a hand in the tables, is noticed before anything more is signed."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from . import keyring, outside
from .models import Attestation, Checkpoint, Leaf, Log, Purpose, Tile
from .register import checkpoint, proof, tiles
from .register.checkpoint import Inconsistent
from .register.commitment import Kind, commit
from .register.encoding import Malformed
from .register.note import NotSigned


class Refused(Exception):
    """The register does not sign: it would contradict what it signed before. Nothing was changed."""


class InOrder(Exception):
    """The register would sign: there is no reason to begin a new one."""


@dataclass(frozen=True)
class Event:
    """Something that is written down. `subject` is the SHA-256 of the file, or of the document."""

    kind: Kind
    subject: bytes
    attestation: Attestation | None
    document: str = ""


def log(purpose: Purpose) -> Log:
    """The log that goes on; begun where there is none."""
    found = Log.objects.filter(purpose=purpose).order_by("-pk").first()
    return (
        found or Log.objects.get_or_create(origin=keyring.origin(purpose), defaults={"purpose": purpose})[0]
    )


@transaction.atomic
def begin(purpose: Purpose, because: str) -> Log:
    """A new log, after part of the one before was lost for good. That one stays as it is: what it signed can
    be verified with its proofs, and nothing is added to it. Raises InOrder."""
    ended = log(purpose)
    with suppress(Refused):
        require_consistent(ended.pk)
        raise InOrder
    base, n = keyring.origin(purpose), 2
    while Log.objects.filter(origin=f"{base}/{n}").exists() or outside.remembered(f"{base}/{n}") is not None:
        n += 1
    return Log.objects.create(origin=f"{base}/{n}", purpose=purpose, because=because)


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
    """A checkpoint of all that is written down; None while there is nothing. Raises Refused."""
    here = Log.objects.select_for_update(no_key=True).get(pk=log_id)
    if not here.size:
        return None
    now = _require_consistent(here)
    newest = here.checkpoints.filter(size=here.size).first()
    if newest is None:
        note = checkpoint.sign(now, keyring.signer(here.origin))
        outside.remember(here.origin, note)  # before anybody else can see it
        newest = Checkpoint.objects.create(log=here, size=here.size, note=note)
    return newest


def require_consistent(log_id: int) -> None:
    """Whether the register would sign. Raises Refused."""
    _require_consistent(Log.objects.get(pk=log_id))


def _require_consistent(here: Log) -> checkpoint.Checkpoint:
    """The head of the tree, if it extends the newest one that was signed, here and outside."""
    read = reader(here)
    now = checkpoint.Checkpoint(here.origin, here.size, tiles.root(read, here.size))
    newest = here.checkpoints.order_by("-size").first()
    try:
        remembered = outside.remembered(here.origin)
        if remembered is None and newest is not None:
            raise Refused(
                "The memory of the last checkpoint outside of the database is gone "
                f"({outside.place(here.origin)})."
            )
        for note in [each for each in (remembered, newest and newest.note) if each]:
            before = checkpoint.opened(note, here.origin, keyring.verifiers(here.origin))
            checkpoint.extends(read, before, now)
    except (Inconsistent, Malformed, NotSigned) as fault:
        raise Refused(str(fault)) from None
    return now


def prove(leaf: Leaf, *, size: int | None = None) -> str | None:
    """The proof file of a leaf (C2SP tlog-proof), under the newest checkpoint; None while none covers it."""
    found = Checkpoint.objects.filter(log_id=leaf.log_id, size__gt=leaf.index)
    newest = found.filter(size=size).first() if size else found.order_by("-size").first()
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
    """Sign for what was committed before a process ended. Raises Refused, once every log was tried."""
    refusal = None
    for each in Log.objects.values_list("pk", flat=True):
        try:
            sign(each)
        except Refused as refused:
            refusal = refused
    if refusal:
        raise refusal
