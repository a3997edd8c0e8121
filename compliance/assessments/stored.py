"""Private files of this room and of those above it: a row is what decides that one is there. It is stored
before its row is, and removed after its row is gone for good, so that what is interrupted leaves at most a
file that no row names. `sweep` removes those."""

import logging
from collections.abc import Callable, Collection
from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

logger = logging.getLogger(__name__)


def forget(storage: Storage, stored_as: str) -> bool:
    """Delete a file; False where the storage fails: then a sweep tries again."""
    try:
        storage.delete(stored_as)
    except Exception:
        logger.exception("file %s could not be deleted", stored_as)
        return False
    return True


def content(storage: Storage, stored_as: str) -> bytes:
    """All of it. Raises FileNotFoundError where the storage has lost it."""
    with storage.open(stored_as) as opened:
        found: bytes = opened.read()
    return found


def sweep(
    storage: Storage, named: Callable[[], Collection[str]], stay: timedelta, forget: Callable[[str], bool]
) -> int:
    """Remove files that no row names and that are older than `stay`; how many."""
    oldest = timezone.now() - stay
    try:
        _directories, names = storage.listdir("")
    except FileNotFoundError:  # nothing was ever stored
        return 0
    known = named()
    orphans = [each for each in names if each not in known and storage.get_modified_time(each) < oldest]
    return sum(forget(each) for each in orphans)
