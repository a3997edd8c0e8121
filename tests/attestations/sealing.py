"""Seals and sealed files, each made once a process."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography import x509

from compliance.attestations import keys
from compliance.attestations.inspecting import Inspection, inspect
from compliance.attestations.keys import SealKey
from compliance.attestations.signing import Level, seal
from tests.attestations.certificates import authority, certificate, ec_key, key_pem, pem
from tests.attestations.printing import SUBJECT, pdf_of
from tests.attestations.time_stamping import SEAL_ROOT, TIME_ROOT, service

NUMBER = "v02"  # of the case whose file is sealed where any will do
ORGANISATION = SUBJECT.organisation


@cache
def evaluation_key() -> SealKey:
    with TemporaryDirectory() as directory:
        return keys.evaluation(Path(directory))


def issued_key(private: Any = None, **more: Any) -> SealKey:
    """A seal key as an authority issues it, with a chain."""
    private = private or ec_key("seal")
    own = certificate("Seal of Modcheck", private, authority(SEAL_ROOT), **more)
    return keys.load(key_pem(private), pem(authority(SEAL_ROOT)[0], own))


@cache
def sealed(level: Level = Level.B, number: str = NUMBER) -> bytes:
    """A file of ours, sealed for evaluation."""
    if level is Level.B:
        return seal(pdf_of(number), key=evaluation_key(), organisation=ORGANISATION).pdf
    with service() as here:
        made = seal(
            pdf_of(number),
            key=evaluation_key(),
            organisation=ORGANISATION,
            time_stamping=here.stamping(level),
        )
    assert made.level is level
    return made.pdf


def time_roots() -> tuple[x509.Certificate, ...]:
    return (authority(TIME_ROOT)[0],)


def look(pdf: bytes, key: SealKey | None = None) -> Inspection:
    return inspect(pdf, trusted=(key or evaluation_key()).certificates, time_stamp_roots=time_roots())


def refusal(pdf: bytes) -> str:
    """Which check a file does not pass, and why; nothing where it passes all."""
    for each in look(pdf).checks:
        if not each.passed:
            return f"{each.name}: {each.meaning}"
    return ""
