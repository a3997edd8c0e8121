"""Sealed files where they are stored: under random names, for good once `store` returns, never changed."""

import hashlib
import logging
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from compliance.assessments import stored

from . import ledger
from .models import Letter, SealedFile

logger = logging.getLogger(__name__)

ORPHANS_STAY = timedelta(days=1)  # longer than issuing takes; our own convention


def store(content: bytes) -> str:
    """Its name there."""
    stored_as: str = _storage().save(secrets.token_hex(16), ContentFile(content))
    try:
        place = Path(_storage().path(stored_as))
    except NotImplementedError:  # not on this machine: whoever stores it sees to it
        return stored_as
    for each in (place, place.parent):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    return stored_as


def digest(content: bytes) -> bytes:
    """SHA-256 of a whole file: what the register knows it by."""
    return hashlib.sha256(content).digest()


def content(stored_as: str) -> bytes:
    """Raises FileNotFoundError where the storage has lost it."""
    return stored.content(_storage(), stored_as)


def forget(stored_as: str) -> bool:
    """Delete a stored file; False where the storage fails: then `sweep` tries again."""
    return stored.forget(_storage(), stored_as)


def sweep() -> int:
    """Remove files that no row names, left by what was interrupted; how many. Run it daily.

    Nothing is removed while the register is not in order: what is in place may be an older backup, which does
    not know of newer files."""
    return stored.sweep(_storage(), _named, ORPHANS_STAY, forget) if ledger.in_order() else 0


def _named() -> set[str]:
    rows = (SealedFile, Letter)
    return {each for model in rows for each in model.objects.values_list("stored_as", flat=True)}


def _storage() -> Storage:
    return storages["attestations"]
