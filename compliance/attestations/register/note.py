"""Signed notes: a text, and signatures below it (C2SP signed-note), with Ed25519 (RFC 8032) and nothing else.

A text may be read only after it was `opened` with a key that one trusts. A second signature of the same key
may tell when it signed (C2SP tlog-cosignature, Ed25519); who does not know that kind ignores it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .encoding import Malformed, from_base64, to_base64

# Our own conventions; the specification wants at least 16 signatures, of up to 5 kB.
MOST_CHARACTERS = 256 * 1024
MOST_SIGNATURES = 100
LATEST = 253402300799  # seconds since 1970: the end of the year 9999

_ED25519, _TIMED = b"\x01", b"\x04"  # types of a signature, in keys and their ids
_TIME_SIZE = 8  # bytes, before a timed signature
_KEY_SIZE = 32  # bytes of a public key
_ID_SIZE = 4  # bytes
_BEFORE_NAME = "— "


class NotSigned(ValueError):
    """The text must not be used; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Verifier:
    """A key that signatures are checked with. Raises ValueError for an impossible name or length."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        _require_name(self.name)
        if len(self.public_key) != _KEY_SIZE:
            raise ValueError(f"A public key has {_KEY_SIZE} bytes, not {len(self.public_key)}")

    @property
    def id(self) -> bytes:
        """With the name, it tells a signature's key from others; it is no fingerprint to rely on."""
        return self._id(_ED25519)

    @property
    def timed_id(self) -> bytes:
        """The same for its signatures that tell a time."""
        return self._id(_TIMED)

    def _id(self, kind: bytes) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + kind + self.public_key).digest()[:_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key as text, which people configure."""
        return f"{self.name}+{self.id.hex()}+{to_base64(_ED25519 + self.public_key)}"

    @classmethod
    def parse(cls, vkey: str) -> "Verifier":
        """Raises ValueError where this is no verifier key of an Ed25519 key, or its id is another's."""
        name, *rest = vkey.split("+", 2)
        if len(rest) != 2:
            raise ValueError("A verifier key is a name, an id and a key, with + between them")
        key = from_base64(rest[1], "the key")
        if key[:1] != _ED25519:
            raise ValueError("The key is of another kind than Ed25519")
        verifier = cls(name, key[1:])
        if verifier.id.hex() != rest[0]:
            raise ValueError("The id is not that of the key")
        return verifier

    def made(self, signature: bytes, text: str) -> bool:
        """Whether this key made the signature of the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A name and its private key. Raises ValueError for an impossible name."""

    name: str
    private_key: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        _require_name(self.name)

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.private_key.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return self.verifier.vkey


@dataclass(frozen=True)
class _Signature:
    name: str
    id: bytes
    value: bytes


def sign(text: str, signer: Signer, at: datetime | None = None) -> str:
    """The note; with a time, a second signature tells it, to the second. Raises ValueError for a text that no
    note can have."""
    if not text.endswith("\n"):
        raise ValueError("The text of a note ends with a line break")
    if problem := _unfit(text):
        raise ValueError(problem)
    values = [signer.verifier.id + signer.private_key.sign(text.encode())]
    if at is not None:
        seconds = int(at.timestamp())
        timed = signer.private_key.sign(_with_time(text, seconds).encode())
        values.append(signer.verifier.timed_id + seconds.to_bytes(_TIME_SIZE, "big") + timed)
    lines = [f"{_BEFORE_NAME}{signer.name} {to_base64(each)}\n" for each in values]
    return f"{text}\n{''.join(lines)}"


def _with_time(text: str, seconds: int) -> str:
    """What a timed signature is made of."""
    return f"cosignature/v1\ntime {seconds}\n{text}"


def opened(note: str, verifiers: Iterable[Verifier]) -> str:
    """The text of a note that one of the keys has signed. Signatures of other keys are ignored; one that
    claims to be of a known key and is not spoils the whole note. Raises NotSigned."""
    text, signatures = _parts(note)
    known = {(each.name, each.id): each for each in verifiers}
    signed = False
    for each in signatures:
        verifier = known.get((each.name, each.id))
        if verifier is None:
            continue
        if not verifier.made(each.value, text):
            raise NotSigned(f"the signature of {each.name} does not belong to this text")
        signed = True
    if not signed:
        raise NotSigned("none of its signatures is of a key that we know")
    return text


def signed_at(note: str, verifiers: Iterable[Verifier]) -> datetime | None:
    """When one of the keys says that it signed; None where none tells. Raises NotSigned for a note that
    cannot be read, and where a signature that claims a time is not of the key it names."""
    text, signatures = _parts(note)
    known = {(each.name, each.timed_id): each for each in verifiers}
    for each in signatures:
        verifier = known.get((each.name, each.id))
        if verifier is None:
            continue
        seconds = int.from_bytes(each.value[:_TIME_SIZE], "big")
        if not verifier.made(each.value[_TIME_SIZE:], _with_time(text, seconds)):
            raise NotSigned(f"the time that {each.name} tells does not belong to this text")
        if seconds > LATEST:
            raise NotSigned(f"the time that {each.name} tells is none")
        return datetime.fromtimestamp(seconds, UTC)
    return None


def unverified(note: str) -> str:
    """The text, whoever signed it: for notes of our own. Raises NotSigned where this is no note."""
    return _parts(note)[0]


def _parts(note: str) -> tuple[str, list[_Signature]]:
    if len(note) > MOST_CHARACTERS:
        raise NotSigned("it is too long for a signed note")
    if problem := _unfit(note):
        raise NotSigned(problem)
    text, separator, below = note.rpartition("\n\n")
    if not separator:
        raise NotSigned("there is no empty line before its signatures")
    if not below.endswith("\n"):
        raise NotSigned("its last line does not end with a line break, or there is no signature")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NotSigned("it has too many signatures")
    return f"{text}\n", [_signature(each) for each in lines]


def _signature(line: str) -> _Signature:
    if not line.startswith(_BEFORE_NAME):
        raise NotSigned("a line below its text is no signature")
    name, _, encoded = line.removeprefix(_BEFORE_NAME).partition(" ")
    try:
        _require_name(name)
        data = from_base64(encoded, "a signature")
    except ValueError as error:
        raise NotSigned(f"a signature cannot be read: {error}") from None
    if len(data) <= _ID_SIZE:
        raise NotSigned("a signature is too short")
    return _Signature(name, data[:_ID_SIZE], data[_ID_SIZE:])


def _require_name(name: str) -> None:
    if not name or "+" in name or any(each.isspace() for each in name) or _unfit(name):
        raise Malformed("the name of a key is empty, or has a space, a plus or a control character")


def _unfit(text: str) -> str:
    """What keeps the text out of a note: no more than UTF-8 without control characters may be there."""
    if any(each < " " and each != "\n" for each in text):
        return "it has control characters"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "it is not UTF-8"
    return ""
