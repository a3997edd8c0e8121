"""Copies of what was sent, under random names, never changed."""

import hashlib
import logging
import secrets
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from compliance.assessments import stored

from .models import Enclosure, Submission

logger = logging.getLogger(__name__)

ORPHANS_STAY = timedelta(days=1)  # longer than receiving takes; our own convention


def enclose(submission: Submission, kind: str, name: str, content: bytes, question: str = "") -> Enclosure:
    """Keep a copy beside a submission."""
    return Enclosure.objects.create(
        submission=submission,
        kind=kind,
        question=question,
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=storage().save(secrets.token_hex(16), ContentFile(content)),
    )


def opened(enclosure: Enclosure) -> IO[bytes]:
    """Raises FileNotFoundError where the storage has lost it."""
    found: IO[bytes] = storage().open(enclosure.stored_as)
    return found


def sweep() -> int:
    """Remove copies that no row names, left by what was interrupted; how many. Run it daily."""
    return stored.sweep(storage(), _named, ORPHANS_STAY, forget)


def _named() -> set[str]:
    return set(Enclosure.objects.values_list("stored_as", flat=True))


def forget(stored_as: str) -> bool:
    """Delete a copy; False where the storage fails: then `sweep` tries again."""
    return stored.forget(storage(), stored_as)


def storage() -> Storage:
    return storages["review"]


@receiver(post_delete, sender=Enclosure)
def _file_follows(instance: Enclosure, **_more: Any) -> None:
    transaction.on_commit(lambda: forget(instance.stored_as))
