"""The proof beside a file: that the register has it, for whoever is offline (C2SP tlog-proof, `.tlog-proof`).

The extra data of our proofs is what a leaf is computed from, besides the subject: the line
`modcheck-leaf/v1`, a line with the kind, and the salt of 32 bytes. Nobody has signed it; that the entry made
of it is in the tree shows that it is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from . import checkpoint as checkpoints
from . import merkle, tiles
from .checkpoint import Checkpoint, Inconsistent
from .commitment import SALT_SIZE, SUBJECT_SIZE, Kind, commit
from .encoding import Malformed, from_base64, from_decimal, hash_from_base64, to_base64
from .note import MOST_CHARACTERS, NotSigned, Verifier

MOST_HASHES = 63  # in a tree of at most 2**63 leaves

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_EXTRA, _INDEX = "extra ", "index "
_LEAF = b"modcheck-leaf/v1\n"


class NotProven(Exception):
    """The proof does not show that the register has the file; `reason` says why, in plain words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Proof:
    """`checkpoint` is a signed note, and `hashes` lead to its root from the leaf at `index`."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        lines = [_FIRST_LINE]
        if self.extra:
            lines.append(_EXTRA + to_base64(self.extra))
        lines.append(f"{_INDEX}{self.index}")
        lines.extend(to_base64(each) for each in self.hashes)
        return "\n".join([*lines, "", self.checkpoint])


@dataclass(frozen=True)
class Proven:
    """The register had this at the time of the checkpoint. What has happened since, it does not say."""

    kind: Kind
    index: int
    checkpoint: Checkpoint
    signed_at: datetime | None = None  # as the register says; older checkpoints tell no time


def prove(read: tiles.Read, index: int, kind: Kind, salt: bytes, checkpoint_note: str) -> Proof:
    """The proof for the entry at `index`, under a checkpoint of our own: its signature is not checked. Raises
    ValueError for a salt that is none, a checkpoint that is none or an entry that it does not have, and
    Inconsistent where what is stored does not lead to the checkpoint's root."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"A salt has {SALT_SIZE} bytes, not {len(salt)}")
    checkpoint = checkpoints.unverified(checkpoint_note)
    try:
        hashes = tiles.inclusion_proof(read, index, checkpoint.size)
        leaf = tiles.leaf(read, index)
    except tiles.Missing as missing:
        raise Inconsistent(str(missing)) from missing
    if not merkle.verify_inclusion(leaf, index, checkpoint.size, hashes, checkpoint.root):
        raise Inconsistent(f"The stored tiles do not lead to the root of size {checkpoint.size}")
    return Proof(index, tuple(hashes), checkpoint_note, _LEAF + Kind(kind).encode() + b"\n" + salt)


def parse(text: str | bytes) -> Proof:
    """Strictly: `parse(text).text` is the same text. The checkpoint is taken as it stands, and opened by
    `verify`. Raises Malformed."""
    if len(text) > MOST_CHARACTERS:
        raise Malformed("it is too long")
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError:
            raise Malformed("it is not UTF-8") from None
    head, _, checkpoint = text.partition("\n\n")
    if not checkpoint:
        raise Malformed("there is no checkpoint after an empty line")
    first, *lines = head.split("\n")
    if first != _FIRST_LINE:
        raise Malformed(f"it does not begin with the line {_FIRST_LINE}")
    extra = b""
    if lines and lines[0].startswith(_EXTRA):
        extra = from_base64(lines.pop(0).removeprefix(_EXTRA), "its extra data")
        if not extra:
            raise Malformed("it announces extra data and has none")
    if not lines or not lines[0].startswith(_INDEX):
        raise Malformed("there is no line with the index where it should be")
    index = from_decimal(lines.pop(0).removeprefix(_INDEX), "its index")
    if len(lines) > MOST_HASHES:
        raise Malformed("it has more hashes than a tree has levels")
    hashes = tuple(hash_from_base64(each, f"its hash {number}") for number, each in enumerate(lines, start=1))
    return Proof(index, hashes, checkpoint, extra)


def verify(text: str | bytes, file_sha256: bytes, origin: str, verifiers: Iterable[Verifier]) -> Proven:
    """What the proof shows of the file (or of the document about an event) with this SHA-256. Look at the
    kind: that something was withdrawn is proved in the same way. Raises NotProven, and nothing else whatever
    the texts and bytes are."""
    try:
        proof = parse(text)
        kind, salt = _leaf(proof.extra)
    except Malformed as error:
        raise NotProven(f"This is not a proof that we can read: {error}.") from None
    if len(file_sha256) != SUBJECT_SIZE:
        raise NotProven("The file’s SHA-256 is needed, which has 32 bytes.")
    verifiers = list(verifiers)
    try:
        checkpoint = checkpoints.opened(proof.checkpoint, origin, verifiers)
        signed_at = checkpoints.signed_at(proof.checkpoint, verifiers)
    except NotSigned as error:
        raise NotProven(f"The proof’s checkpoint does not come from this register: {error}.") from None
    if proof.index >= checkpoint.size:
        raise NotProven(
            f"The proof is about entry {proof.index}, which its checkpoint does not have: there were "
            f"{checkpoint.size} entries, counted from 0."
        )
    leaf = merkle.leaf_hash(commit(kind, salt, file_sha256))
    if not merkle.verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise NotProven(
            "The proof does not lead from this file to the register: the file is another one or was changed, "
            "or the proof was."
        )
    return Proven(kind, proof.index, checkpoint, signed_at)


def _leaf(extra: bytes) -> tuple[Kind, bytes]:
    if not extra.startswith(_LEAF):
        raise Malformed("its extra data is not that of a Modcheck register")
    kind, _, salt = extra.removeprefix(_LEAF).partition(b"\n")
    if kind not in {each.encode() for each in Kind}:
        raise Malformed("its extra data names no kind that we know")
    if len(salt) != SALT_SIZE:
        raise Malformed(f"its extra data has a salt of {len(salt)} bytes, not {SALT_SIZE}")
    return Kind(kind.decode()), salt
