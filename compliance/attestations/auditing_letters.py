"""Letters, audited: against the register and their files."""

from collections.abc import Iterator
from uuid import UUID

from . import files, keyring
from .inspecting import inspect
from .models import Leaf, Letter
from .register.commitment import Kind


def one(letter_id: UUID) -> Iterator[str]:
    found = Letter.objects.get(pk=letter_id)
    if not Leaf.objects.filter(kind=Kind.DECIDED, subject=found.sha256).exists():
        yield "its file is not in the register"
    try:
        content = files.content(found.stored_as)
    except FileNotFoundError:
        yield "its file is gone"
        return
    if files.digest(content).hex() != found.sha256 or len(content) != found.size:
        yield "its file is not the one that was sealed"
        return
    inspection = inspect(content, trusted=keyring.seals(), time_stamp_roots=keyring.time_stamp_roots())
    if inspection.twin != found.document.encode():
        yield "what it says is not what is in its file"
