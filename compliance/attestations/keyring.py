"""The site's keys: the seal on its PDFs, and what signs the checkpoints of its register. Those from before
stay known, so that what was sealed and signed with them still counts."""

from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import keys
from .keys import SealKey
from .models import Purpose
from .register.note import Signer, Verifier
from .signing import TimeStamping

EVALUATION = "evaluation"  # a part of the origin of what keys of a trial sign


def evaluation() -> bool:
    """Whether the keys are those of a trial, which prove nothing."""
    return not settings.SEAL_KEY


@cache
def seal() -> SealKey:
    if evaluation():
        return keys.evaluation(Path(settings.KEYS))
    return keys.load(_pem(settings.SEAL_KEY), _pem(settings.SEAL_CERTIFICATES), settings.SEAL_PASSWORD)


@cache
def seals() -> tuple[x509.Certificate, ...]:
    """The certificates of seals that count, each with its chain, the present one first."""
    return (*seal().certificates, *_certificates(settings.OLD_SEALS))


@cache
def _register_key() -> Ed25519PrivateKey:
    if evaluation():
        return keys.evaluation_register_key(Path(settings.KEYS))
    return keys.load_register_key(_pem(settings.REGISTER_KEY))


def origin(purpose: Purpose) -> str:
    """The name of a log that begins now (C2SP tlog-checkpoint)."""
    parts = [settings.REGISTER_ORIGIN, EVALUATION if evaluation() else ""]
    return "/".join(filter(None, [*parts, "unsigned" if purpose == Purpose.UNSIGNED else ""]))


def successor(origin: str) -> str:
    """The name of a log that goes on in the place of this one."""
    name, _slash, number = origin.rpartition("/")
    return f"{name}/{int(number) + 1}" if number.isdecimal() else f"{origin}/2"


def purpose(origin: str) -> Purpose:
    """What a log of this name is for."""
    name, _slash, last = origin.rpartition("/")
    named = name if last.isdecimal() else origin
    return Purpose.UNSIGNED if named.endswith("/unsigned") else Purpose.SITE


def signer(origin: str) -> Signer:
    return Signer(origin, _register_key())


def verifiers(origin: str) -> list[Verifier]:
    """Of the keys that count for a log; its name is part of what a key is called."""
    before = [Verifier.parse(each) for each in settings.OLD_REGISTER_KEYS]
    return [Verifier.parse(signer(origin).vkey), *(each for each in before if each.name == origin)]


@cache
def time_stamping() -> TimeStamping | None:
    """The service that is asked for time-stamps (RFC 3161), where there is one."""
    if not settings.TIME_STAMPS:
        return None
    return TimeStamping(settings.TIME_STAMPS, time_stamp_roots())


@cache
def time_stamp_roots() -> tuple[x509.Certificate, ...]:
    """Of every service that was ever used."""
    return _certificates(settings.TIME_STAMP_ROOTS)


def _certificates(given: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(_pem(given))) if given else ()


def _pem(given: str) -> bytes:
    """PEM itself, or the path of a file that holds it. Raises ImproperlyConfigured."""
    if given.startswith("-----BEGIN "):
        return given.encode()
    try:
        return Path(given).read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{given[:200]}: {error.strerror}. A setting names this file as a key or certificates. "
            "See docs/settings.md."
        ) from None
