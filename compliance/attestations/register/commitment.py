"""What an entry of the register commits to: that something happened to a file or an attestation.

An entry is SHA-256 over the line `modcheck-register/v1`, a line with the kind, the salt and the subject (32
bytes each). It shows nothing to those who lack the salt, so that nothing personal is in the register. The
format is our own; docs/register.md describes it for strangers.
"""

import hashlib
from enum import StrEnum

SALT_SIZE = SUBJECT_SIZE = 32  # bytes

_DOMAIN = b"modcheck-register/v1\n"  # no entry can pass for a hash made elsewhere for something else


class Kind(StrEnum):
    """What happened. The subject of what is issued, renewed or decided is the SHA-256 of the whole PDF; of
    the others, that of a canonical JSON document (RFC 8785) about the event."""

    ISSUED = "issued"
    RENEWED = "renewed"  # the same attestation as a new file, with a newer time-stamp
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    SHARED = "shared"
    DECIDED = "decided"  # an authority's letter
    CONTINUED = "continued"  # this log goes on in the place of another, of which part was lost


def commit(kind: Kind, salt: bytes, subject: bytes) -> bytes:
    """The entry, 32 bytes. Raises ValueError where a length or the kind is wrong."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"A salt has {SALT_SIZE} bytes, not {len(salt)}")
    if len(subject) != SUBJECT_SIZE:
        raise ValueError(f"A subject has {SUBJECT_SIZE} bytes, not {len(subject)}")
    return hashlib.sha256(_DOMAIN + Kind(kind).encode() + b"\n" + salt + subject).digest()
