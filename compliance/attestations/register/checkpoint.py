"""Checkpoints: what a log says of itself, signed (C2SP tlog-checkpoint): its name, its size and its root."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from . import merkle, note, tiles
from .encoding import HASH_SIZE, LARGEST, Malformed, from_decimal, hash_from_base64, to_base64
from .note import NotSigned, Signer, Verifier


class Inconsistent(Exception):
    """What was to be signed contradicts what was signed before, or what is stored; the message says how."""


@dataclass(frozen=True)
class Checkpoint:
    """`origin` names the log, for good. Raises Malformed for what no log can have."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or any(each < " " for each in self.origin):
            raise Malformed("the name of the log is empty, or has control characters")
        if not 0 <= self.size <= LARGEST:
            raise Malformed(f"a log cannot have the size {self.size}")
        if len(self.root) != HASH_SIZE:
            raise Malformed(f"the root has {len(self.root)} bytes; a hash has {HASH_SIZE}")
        if self.size == 0 and self.root != merkle.EMPTY_ROOT:
            raise Malformed("the log is empty, and its root says otherwise")

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def sign(checkpoint: Checkpoint, signer: Signer, at: datetime | None = None) -> str:
    """The signed note, which tells a time where one is given. Call `extends` before. Raises ValueError where
    the key is that of another log."""
    if signer.name != checkpoint.origin:
        raise ValueError(f"The key of {signer.name} does not sign for {checkpoint.origin}")
    return note.sign(checkpoint.text, signer, at)


def opened(note_text: str, origin: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint of this log that one of its keys has signed; lines that may follow (extensions) are
    ignored. Raises NotSigned for everything else."""
    text = note.opened(note_text, verifiers)
    try:
        checkpoint = _read(text)
    except Malformed as error:
        raise NotSigned(f"it is no checkpoint: {error}") from None
    if checkpoint.origin != origin:
        raise NotSigned(f"it is a checkpoint of another log, {checkpoint.origin}")
    return checkpoint


def signed_at(note_text: str, verifiers: Iterable[Verifier]) -> datetime | None:
    """When it was signed, as its signer says; None where it does not say. Raises NotSigned."""
    return note.signed_at(note_text, verifiers)


def unverified(note_text: str) -> Checkpoint:
    """What a note says, whoever signed it: for our own. Raises NotSigned or Malformed."""
    return _read(note.unverified(note_text))


def extends(read: tiles.Read, before: Checkpoint | None, now: Checkpoint) -> None:
    """Nothing may be signed that is smaller than, or inconsistent with, what was signed `before` (None at the
    first time), or that is not what is stored. Raises Inconsistent.

    tlog-checkpoint, "Signatures". The rule is checked as a stranger would check it: by a proof."""
    if before and before.origin != now.origin:
        raise Inconsistent(f"{before.origin} was signed before, {now.origin} is another log")
    if before and now.size < before.size:
        raise Inconsistent(f"Size {before.size} was signed before; {now.size} is smaller")
    if before and now.size == before.size and now.root != before.root:
        raise Inconsistent(f"Another root was signed before for size {now.size}")
    try:
        if tiles.root(read, now.size) != now.root:
            raise Inconsistent(f"The root of size {now.size} is not that of the stored tiles")
        proof = tiles.consistency_proof(read, before.size, now.size) if before else []
    except tiles.Missing as missing:
        raise Inconsistent(str(missing)) from missing
    if before and not merkle.verify_consistency(before.size, now.size, before.root, now.root, proof):
        raise Inconsistent(f"The first {before.size} entries are not those that were signed before")


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")[:-1]
    if len(lines) < 3:
        raise Malformed("it has fewer than three lines")
    if not all(lines):
        raise Malformed("it has an empty line")
    origin, size, root = lines[:3]
    return Checkpoint(origin, from_decimal(size, "the size"), hash_from_base64(root, "the root"))
