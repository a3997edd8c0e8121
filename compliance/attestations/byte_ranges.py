"""Which bytes of a PDF each signature covers (ISO 32000-2, 12.8.1: /ByteRange and /Contents).

This reads bytes and knows nothing of PDF's objects, so that a seal is checked before anything is parsed: what
is parsed then was written by us, and a file that was made to mislead or break a parser never reaches one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import new
from itertools import islice

from asn1crypto import parser

# Our own conventions: a seal and its renewals for centuries, each with ten times what a service answers.
MOST_SIGNATURES = 100
MOST_CONTENTS = 1024 * 1024  # bytes, hexadecimal

# As pyHanko writes it: directly behind the signature, and never in a compressed object.
_BYTE_RANGE = re.compile(rb"(?<=>\n)/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\]")
_CONTENTS = re.compile(rb"<((?:[0-9A-F]{2})+)>")


@dataclass(frozen=True)
class Covered:
    """All bytes of a file up to `end`, but for those from `gap` to `resumes`, where the signature is."""

    file: bytes = field(repr=False)
    gap: int
    resumes: int
    end: int

    @property
    def contents(self) -> bytes:
        return bytes.fromhex(self.file[self.gap + 1 : self.resumes - 1].decode("ascii"))

    @property
    def signature(self) -> bytes:
        """The DER of the signature, without the zeros that fill its place. Raises ValueError where there is
        anything else than zeros."""
        contents = self.contents
        length = parser.peek(contents)
        if any(contents[length:]):
            raise ValueError("there is something behind the signature, in its place")
        return contents[:length]

    def digest(self, algorithm: str) -> bytes:
        found = new(algorithm)  # which algorithms are good enough is decided where signatures are verified
        found.update(memoryview(self.file)[: self.gap])
        found.update(memoryview(self.file)[self.resumes : self.end])
        return found.digest()


def covered(file: bytes) -> list[Covered]:
    """What each signature covers, in the order of their ends."""
    return sorted(_candidates(file), key=lambda each: each.end)


def entire(ranges: list[Covered]) -> bool:
    """Whether the last signature covers the entire file, and each one all that came before it."""
    begins = [0, *(each.end for each in ranges)]
    nested = all(before < each.gap for before, each in zip(begins, ranges, strict=False))
    return nested and bool(ranges) and begins[-1] == len(ranges[-1].file)


def _candidates(file: bytes) -> Iterator[Covered]:
    for match in islice(_BYTE_RANGE.finditer(file), MOST_SIGNATURES):
        gap, resumes, length = map(int, match.groups())
        inside = gap < resumes == match.start() - 1 and resumes + length <= len(file)
        if inside and resumes - gap <= MOST_CONTENTS and _CONTENTS.fullmatch(file, gap, resumes):
            yield Covered(file, gap, resumes, resumes + length)
