"""What an organisation's export has of this room; and what the register keeps when an organisation goes."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.storage import storages

from compliance.accounts.holdings import Holding, register
from compliance.accounts.models import Organisation

from .models import Attestation, SealedFile
from .statement import read


def register_holdings() -> None:
    register(Holding("attestations", _attestations, _files))


def _attestations(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    found = Attestation.objects.filter(organisation=organisation).order_by("made_at", "pk")
    for each in found.prefetch_related("files", "leaves"):
        yield {
            "id": each.pk,
            "state": each.state,
            "assessment": each.assessment_id,
            "digest": each.digest,
            "statement": read(each.statement),
            "shows": each.shows,
            "published": each.published,
            "withdrawn_at": each.withdrawn_at,
            "withdrawn_because": each.withdrawn_because,
            "superseded_by": each.superseded_by_id,
            "files": [
                {"file": _path(one), "sha256": one.sha256, "level": one.level} for one in each.files.all()
            ],
            "register": [
                {"index": one.index, "kind": one.kind, "salt": one.salt, "document": one.document}
                for one in each.leaves.all()
            ],
        }


def _files(organisation: Organisation) -> Iterable[tuple[str, Callable[[], BinaryIO]]]:
    for each in SealedFile.objects.filter(attestation__organisation=organisation):
        opened = partial(storages["attestations"].open, each.stored_as)
        yield _path(each), cast("Callable[[], BinaryIO]", opened)


def _path(file: SealedFile) -> str:
    return f"{file.attestation_id}/{file.sha256[:12]}.pdf"
