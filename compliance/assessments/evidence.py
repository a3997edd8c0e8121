"""Files attached to answers. The database decides what is there: a file is stored before its row is, and
removed after its row is gone for good, so that what is interrupted leaves at most a file that no row names.
`sweep` removes those."""

import hashlib
import logging
import secrets
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Sum
from django.db.models.signals import post_delete
from django.dispatch import receiver

from compliance.accounts.models import Organisation, User

from . import above, stored
from .actions import Action
from .inspection.isolation import inspect
from .inspection.kinds import kind_of
from .inspection.names import clean_name
from .models import Assessment, Evidence
from .services import locked, record

log = logging.getLogger(__name__)

# Our own conventions.
MB = 1024 * 1024
PIECE = 64 * 1024  # bytes read at once
MOST_FILES = 200  # of one assessment
GUESTS_MOST_FILES = 20
GUESTS_MOST_BYTES = 50 * MB  # of one assessment
ALL_GUESTS_MOST_BYTES = 5_000 * MB  # anybody can be a guest, and as often as they like
ORGANISATIONS_MOST_BYTES = 2_000 * MB  # of all its assessments
ORPHANS_STAY = timedelta(days=1)  # longer than any upload takes


class QuotaReached(Exception):
    """There is no room for the file. `limit` is in bytes, or None where it is the number of files; `for_all`
    where it is for all guests together."""

    def __init__(self, limit: int | None, most_files: int = 0, *, for_all: bool = False) -> None:
        self.limit, self.most_files, self.for_all = limit, most_files, for_all
        super().__init__(f"{limit} bytes" if limit else f"{most_files} files")


class AlreadyThere(Exception):
    """The same content is attached to the same question. `evidence` is what is there."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        super().__init__(evidence.name)


def attach(
    *,
    assessment_id: UUID,
    question: str,
    version: str,
    file: IO[bytes],
    name: str,
    note: str = "",
    actor: User | None = None,
) -> Evidence:
    """Attach an open file to an answer. Raises refusals.Refused, QuotaReached, AlreadyThere and Gone.

    The file is looked at and stored outside of the transaction: neither takes the database's time.
    """
    name = clean_name(name)
    kind = kind_of(name)
    inspect(file, kind)
    file.seek(0)
    sha256, size = _measured(file)
    with transaction.atomic():  # so that what has no room anyway is not stored at all
        _require_room(locked(assessment_id), question, sha256, size)
    file.seek(0)
    stored_as = storages["evidence"].save(secrets.token_hex(16), File(file))
    try:
        with transaction.atomic():
            assessment = locked(assessment_id)
            _require_room(assessment, question, sha256, size)
            new = Evidence.objects.create(
                assessment=assessment,
                version=version,
                question=question,
                name=name,
                kind=kind.id,
                size=size,
                sha256=sha256,
                stored_as=stored_as,
                note=note,
                attached_by=actor,
                attached_by_name=str(actor) if actor else "",
            )
            _changed(assessment)
            record(assessment, actor, Action.ATTACHED, question=question, name=name, sha256=sha256)
    except Exception:
        forget_file(stored_as)
        raise
    return new


@transaction.atomic
def detach(*, assessment_id: UUID, evidence_id: UUID, actor: User | None = None) -> None:
    """Remove a file. The log keeps its name and SHA-256. A second time does nothing. Raises Gone
    and above.Kept."""
    assessment = locked(assessment_id)
    found = assessment.evidence.filter(pk=evidence_id).first()
    if found is None:
        return
    if why := above.why_kept(found):
        raise above.Kept(why)
    found.delete()
    _changed(assessment)
    record(assessment, actor, Action.DETACHED, question=found.question, name=found.name, sha256=found.sha256)


def content(evidence: Evidence) -> bytes:
    """All of it. Raises FileNotFoundError where the storage has lost it."""
    return stored.content(storages["evidence"], evidence.stored_as)


def sweep() -> int:
    """Remove files that no row names, left by what was interrupted; how many. Run it daily."""
    return stored.sweep(storages["evidence"], _named, ORPHANS_STAY, forget_file)


def _named() -> set[str]:
    return set(Evidence.objects.values_list("stored_as", flat=True))


def forget_file(stored_as: str) -> bool:
    """Delete a stored file; False where the storage fails: then the sweep tries again."""
    return stored.forget(storages["evidence"], stored_as)


@receiver(post_delete, sender=Evidence)
def _file_follows(instance: Evidence, **kwargs: object) -> None:
    """However a row goes, with its assessment or its organisation too, its file follows."""
    transaction.on_commit(lambda: forget_file(instance.stored_as))


def _measured(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 in hexadecimal, and the size in bytes, read in pieces."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _require_room(assessment: Assessment, question: str, sha256: str, size: int) -> None:
    there = assessment.evidence.filter(question=question, sha256=sha256).first()
    if there is not None:
        raise AlreadyThere(there)
    owner = assessment.owner
    most_files = GUESTS_MOST_FILES if owner is None else MOST_FILES
    if assessment.evidence.count() >= most_files:
        raise QuotaReached(None, most_files)
    if owner is not None:
        # Others attach to other assessments of the organisation at the same moment: one after the other.
        Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)
        if _taken(assessment__owner=owner) + size > ORGANISATIONS_MOST_BYTES:
            raise QuotaReached(ORGANISATIONS_MOST_BYTES)
    elif _taken(assessment=assessment) + size > GUESTS_MOST_BYTES:
        raise QuotaReached(GUESTS_MOST_BYTES)
    elif _taken(assessment__owner=None) + size > ALL_GUESTS_MOST_BYTES:
        raise QuotaReached(ALL_GUESTS_MOST_BYTES, for_all=True)


def _taken(**of: object) -> int:
    return Evidence.objects.filter(**of).aggregate(bytes=Sum("size"))["bytes"] or 0


def _changed(assessment: Assessment) -> None:
    assessment.keep()
    assessment.save(update_fields=["updated_at", "expires_at"])
