"""Hashes and numbers as C2SP's formats write them. Reading is strict: each value has one spelling, so that
nobody can change a file and have it mean the same.

Base64 is RFC 4648, section 4; numbers are ASCII decimals without leading zeroes (tlog-checkpoint).
"""

import base64
import re

HASH_SIZE = 32  # bytes of a SHA-256
LARGEST = 2**63 - 1  # what databases and other programs keep in 64 bits with a sign

_DECIMAL = re.compile("0|[1-9][0-9]{0,18}")


class Malformed(ValueError):
    """A text is not of the format that it should have; the message says where and how."""


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, name: str) -> bytes:
    """Raises Malformed, also for a second spelling of the same bytes. `name` is what the message calls it."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Malformed(f"{name} is not base64") from None
    if to_base64(data) != text:
        raise Malformed(f"{name} is base64 that should be written otherwise")
    return data


def hash_from_base64(text: str, name: str) -> bytes:
    """Raises Malformed."""
    data = from_base64(text, name)
    if len(data) != HASH_SIZE:
        raise Malformed(f"{name} has {len(data)} bytes; a hash has {HASH_SIZE}")
    return data


def from_decimal(text: str, name: str) -> int:
    """Raises Malformed."""
    if not _DECIMAL.fullmatch(text):
        raise Malformed(f"{name} is not a whole number, or has too many digits")
    number = int(text)
    if number > LARGEST:
        raise Malformed(f"{name} is too large")
    return number
