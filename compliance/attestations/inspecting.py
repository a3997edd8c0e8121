"""Is a file one that we sealed, whole and unchanged?

A caller asks the register first: this looks at a file whose hash is known. Nonetheless it stands alone, and
whatever somebody does to a sealed file is found here too. The seal is checked over bare bytes before anything
is parsed (byte_ranges); then what was added since (updates), and what the seal says.

Our certificates are pinned, so that nobody else's authority matters. Three things cannot be seen in a file
alone: a time-stamp that was exchanged for a later one of the same service, one more of the whole file that a
stranger asked for, and another way to write down the same signature (ECDSA has two). The content is what we
sealed nonetheless, and the register does not know such a file.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO

from asn1crypto import cms
from cryptography import x509
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .byte_ranges import Covered, covered, entire
from .event_loop import completed
from .keys import in_words
from .signed_data import (
    Digest,
    Stamp,
    Unacceptable,
    read,
    require_intact,
    require_only,
    signer_of,
    stamp_of,
    token_of,
)
from .signing import FIELD, Level, says
from .updates import Changed, require_only_time_stamps

MOST_BYTES = 32 * 1024 * 1024  # our own convention; a sealed file has less than one
TWIN = "statement.json"


class Name(StrEnum):
    """The checks, in their order: each one relies on those before it."""

    SEAL = "seal"
    INTACT = "intact"
    ENTIRE_FILE = "entire_file"
    NO_CHANGES = "no_changes"
    TIME_STAMP = "time_stamp"
    STATEMENT = "statement"


@dataclass(frozen=True)
class Check:
    name: Name
    passed: bool
    meaning: str  # in plain words: what was found


@dataclass(frozen=True)
class Inspection:
    checks: tuple[Check, ...]  # all of Name; one that was not reached did not pass
    level: Level | None = None
    sealed_at: datetime | None = None  # as the seal says; what a time-stamp says is in `stamps`
    signer: x509.Certificate | None = None
    stamps: tuple[Stamp, ...] = ()  # the first of the seal, then of the whole file
    twin: bytes | None = field(default=None, repr=False)  # statement.json

    @property
    def genuine(self) -> bool:
        """Whether every check passed. Only then are there any of the other fields."""
        return all(each.passed for each in self.checks)


class NotGenuine(Exception):
    """A check did not pass; says why, as a sentence."""


def inspect(
    pdf: bytes,
    *,
    trusted: Collection[x509.Certificate],
    time_stamp_roots: Collection[x509.Certificate] = (),
) -> Inspection:
    """Looks at a file and never raises. `trusted`: the certificates that we seal or sealed with, each with
    its chain (SealKey.certificates). `time_stamp_roots`: those of every service that we have used."""
    looking = _Looking(pdf, trusted, time_stamp_roots)
    checks: list[Check] = []
    for name, look in looking.steps.items():
        if checks and not checks[-1].passed:
            checks.append(Check(name, False, "Not looked at, because a check before it did not pass."))
        else:
            checks.append(_checked(name, look))
    if not all(each.passed for each in checks):
        return Inspection(tuple(checks))
    return Inspection(
        tuple(checks), looking.level, looking.sealed_at, looking.signer, tuple(looking.stamps), looking.twin
    )


def _checked(name: Name, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except NotGenuine as error:
        return Check(name, False, str(error))
    except (Changed, Unacceptable) as error:
        return Check(name, False, f"{str(error)[0].upper()}{str(error)[1:]}.")
    except Exception as error:  # a hostile file provokes dozens of kinds, RecursionError and MemoryError too
        return Check(name, False, f"This cannot be read in the file ({type(error).__name__}).")


class _Looking:
    """What the checks find, one after the other."""

    level: Level
    sealed_at: datetime
    signer: x509.Certificate
    twin: bytes

    def __init__(
        self, pdf: bytes, trusted: Collection[x509.Certificate], roots: Collection[x509.Certificate]
    ) -> None:
        self.pdf, self.trusted, self.roots = pdf, trusted, roots
        self.ranges: list[Covered] = []
        self.stamps: list[Stamp] = []
        self.steps: dict[Name, Callable[[], str]] = {
            Name.SEAL: self._seal,
            Name.INTACT: self._intact,
            Name.ENTIRE_FILE: self._entire_file,
            Name.NO_CHANGES: self._no_changes,
            Name.TIME_STAMP: self._time_stamp,
            Name.STATEMENT: self._statement,
        }

    def _seal(self) -> str:
        if len(self.pdf) > MOST_BYTES:
            raise NotGenuine(
                f"The file is larger than {MOST_BYTES // 1024**2} MiB. We make none of that size."
            )
        self.ranges = covered(self.pdf)
        if not self.pdf.startswith(b"%PDF-") or not self.ranges:
            raise NotGenuine("The file has no seal.")
        self.seal = read(self.ranges[0].signature)
        self.signer = signer_of(self.seal, self.trusted)
        return f"The seal says that it is ours: {in_words(self.signer.subject)}."

    def _intact(self) -> str:
        require_intact(self.seal, self.signer, self.ranges[0].digest)
        return "The seal was made with our key, and what it covers is as it was then."

    def _entire_file(self) -> str:
        if not entire(self.ranges):
            raise NotGenuine("Something was added to the file after it was sealed.")
        self.reader = PdfFileReader(BytesIO(self.pdf))
        require_only_time_stamps(self.reader, self.ranges)
        if len(self.ranges) == 1:
            return "The seal covers the entire file."
        return "The seal covers the entire file, and only time-stamps of the whole of it were added since."

    def _no_changes(self) -> str:
        fields = list(enumerate_sig_fields(self.reader))
        (name, _, reference), *_ = fields
        form, perms = self.reader.root["/AcroForm"], self.reader.root["/Perms"]
        seal = EmbeddedPdfSignature(self.reader, reference, name)
        self.dictionary = seal.sig_object
        if len(fields) != len(self.ranges) or len(form["/Fields"]) != len(fields):
            raise NotGenuine("There are other signatures or form fields beside our seal.")
        if name != FIELD or seal.pkcs7_content != self.ranges[0].contents:
            raise NotGenuine("The first signature is not our seal.")
        certified = perms.raw_get("/DocMDP").reference == seal.sig_field.raw_get("/V").reference
        if not certified or seal.docmdp_level is not MDPPerm.NO_CHANGES:
            raise NotGenuine("The seal does not forbid changes.")
        return "It is the only seal, and it forbids every change."

    def _time_stamp(self) -> str:
        said = self.dictionary["/Prop_Build"]["/App"]["/REx"]
        level = next((each for each in Level if says(each) == said), None)
        if level is None:
            raise NotGenuine("The seal does not say whether it was time-stamped.")
        self.level, self.sealed_at = level, parse_pdf_date(self.dictionary["/M"]).astimezone(UTC)
        own, later = token_of(self.seal), level in (Level.LT, Level.LTA)
        found = (own is not None, "/DSS" in self.reader.root, len(self.ranges) > 1)
        if found != (level is not Level.B, later, level is Level.LTA):
            raise NotGenuine(f"The seal says that its level is {level}: a time-stamp was taken out or added.")
        tokens = [own] if own else []
        tokens += [(read(each.signature), each.digest) for each in self.ranges[1:]]
        store = DocumentSecurityStore.read_dss(self.reader) if later else None
        self.stamps = completed(self._stamps(tokens, store))
        at = self.stamps[0].at if self.stamps else self.sealed_at
        if not self.signer.not_valid_before_utc <= at <= self.signer.not_valid_after_utc:
            raise NotGenuine("The certificate was not valid when the file was sealed.")
        return self._when()

    async def _stamps(
        self, tokens: list[tuple[cms.ContentInfo, Digest]], store: DocumentSecurityStore | None
    ) -> list[Stamp]:
        stamps = []
        for token, digest in tokens:
            stamp, path = await stamp_of(token, digest, self.roots, store)
            require_only(token, path)
            stamps.append(stamp)
        return stamps

    def _when(self) -> str:
        if not self.stamps:
            return f"It has no time-stamp. The seal itself says that it was made on {_time(self.sealed_at)}."
        words = f"{self.stamps[0].authority} attests that the seal was there on {_time(self.stamps[0].at)}."
        if self.level is Level.LTA:
            last = self.stamps[-1]
            words += f" {last.authority} attests the same of the whole file, last on {_time(last.at)}."
        return words

    def _statement(self) -> str:
        files = [each.get_object() for each in self.reader.root["/AF"]]
        twins = [each for each in files if each["/UF"] == TWIN]
        if len(twins) != 1:
            raise NotGenuine(f"The file has no {TWIN} in it, or several.")
        self.twin = twins[0]["/EF"]["/F"].data
        return f"The same statement is attached for machines, as {TWIN}."


def _time(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"
