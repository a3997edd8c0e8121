"""Sealed files where they are stored: under random names, for good once `store` returns, never changed."""

import hashlib
import logging
import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

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
    with _storage().open(stored_as) as opened:
        found: bytes = opened.read()
    return found


def forget(stored_as: str) -> bool:
    """Delete a stored file; False where the storage fails: then `sweep` tries again."""
    try:
        _storage().delete(stored_as)
    except Exception:
        logger.exception("file %s could not be deleted", stored_as)
        return False
    return True


def sweep() -> int:
    """Remove files that no row names, left by what was interrupted; how many. Run it daily.

    Nothing is removed while the register is not in order: what is in place may be an older backup, which does
    not know of newer files."""
    if not ledger.in_order():
        return 0
    oldest = timezone.now() - ORPHANS_STAY
    try:
        _directories, names = _storage().listdir("")
    except FileNotFoundError:  # nothing was ever issued
        return 0
    named = {
        each for model in (SealedFile, Letter) for each in model.objects.values_list("stored_as", flat=True)
    }
    orphans = [each for each in names if each not in named and _storage().get_modified_time(each) < oldest]
    return sum(forget(each) for each in orphans)


def _storage() -> Storage:
    return storages["attestations"]
