"""What an organisation's export has of evidence: the list, and the files themselves."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.storage import storages

from compliance.accounts.holdings import Holding, register
from compliance.accounts.models import Organisation

from .models import Evidence


def register_holding() -> None:
    register(Holding("evidence", _rows, _files))


def _rows(organisation: Organisation) -> Iterable[Mapping[str, Any]]:
    for each in _of(organisation):
        yield {
            "file": _path(each),
            "assessment": each.assessment_id,
            "version": each.version,
            "question": each.question,
            "name": each.name,
            "size": each.size,
            "sha256": each.sha256,
            "note": each.note,
            "attached_by": each.attached_by_name,
            "at": each.at,
        }


def _files(organisation: Organisation) -> Iterable[tuple[str, Callable[[], BinaryIO]]]:
    for each in _of(organisation):
        yield _path(each), cast("Callable[[], BinaryIO]", partial(storages["evidence"].open, each.stored_as))


def _of(organisation: Organisation) -> Iterable[Evidence]:
    return Evidence.objects.filter(assessment__owner=organisation).order_by("assessment", "at", "pk")


def _path(each: Evidence) -> str:
    """Two files may have one name, so that each is in a directory of its own."""
    return f"{each.pk}/{each.name}"
