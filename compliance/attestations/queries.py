"""What pages need to know about attestations."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.urls import reverse

from compliance.accounts.models import Organisation
from compliance.assessments.models import Assessment

from .models import Attestation, Leaf, SealedFile, State
from .register.commitment import Kind
from .statement import Statement

SEEN = (State.REQUESTED, State.LOGGED, State.ISSUED)
FILES = (Kind.ISSUED.value, Kind.RENEWED.value)  # leaves that are about a file


def statement(attestation: Attestation) -> Statement:
    found: dict[str, Any] = json.loads(attestation.statement)
    return found


def of_organisation(organisation: Organisation) -> QuerySet[Attestation]:
    """The newest first; what was given up is told in the log only."""
    found = Attestation.objects.filter(organisation=organisation, state__in=SEEN)
    return found.select_related("assessment", "superseded_by").order_by("-made_at", "-pk")


def one(organisation: Organisation, attestation_id: UUID) -> Attestation | None:
    return of_organisation(organisation).select_related("organisation").filter(pk=attestation_id).first()


def newest(assessments: Iterable[Assessment]) -> dict[UUID, Attestation]:
    """The newest attestation of each of some assessments, where there is one. One query."""
    found = Attestation.objects.filter(assessment__in=list(assessments), state__in=SEEN)
    return {each.assessment_id: each for each in found.order_by("made_at") if each.assessment_id}


def file_of(attestation: Attestation) -> SealedFile | None:
    """The newest file: the renewed one, where its time-stamps were renewed."""
    return attestation.files.select_related("leaf__log").order_by("-at", "-pk").first()


def content(file: SealedFile) -> bytes:
    """Raises FileNotFoundError where the storage has lost it."""
    with storages["attestations"].open(file.stored_as) as opened:
        found: bytes = opened.read()
    return found


def leaf_of(sha256: str) -> Leaf | None:
    """The leaf that is about a file with this hash."""
    found = Leaf.objects.select_related("log", "attestation__organisation", "attestation__superseded_by")
    return found.filter(subject=sha256, kind__in=FILES).first()


def address(attestation: Attestation) -> str:
    """Where anybody is told about it, and where its QR code leads."""
    return settings.ADDRESS + reverse("attestations:status", args=[attestation.pk])


def file_name(attestation: Attestation) -> str:
    """Without its ending."""
    return f"attestation-{attestation.made_at:%Y-%m-%d}-{attestation.digest[:8]}"
