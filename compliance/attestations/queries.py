"""What pages need to know about attestations."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from compliance.accounts.models import Organisation
from compliance.assessments.models import Assessment

from . import files
from .models import Attestation, Leaf, Log, SealedFile, Shows, State, Status
from .register.commitment import Kind
from .statement import Statement, read

SEEN = (State.REQUESTED, State.LOGGED, State.ISSUED)
FILES = (Kind.ISSUED.value, Kind.RENEWED.value, Kind.DECIDED.value)  # leaves that are about a file


def statement(attestation: Attestation) -> Statement:
    return read(attestation.statement)


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
    return attestation.files.select_related("leaf__log").order_by("-pk").first()


def content(file: SealedFile) -> bytes:
    """Raises FileNotFoundError where the storage has lost it."""
    return files.content(file.stored_as)


def leaf_of(sha256: str) -> Leaf | None:
    """The leaf that is about an issued file with this hash; the newest, where it was written down again."""
    found = Leaf.objects.select_related("log", "attestation__organisation", "attestation__superseded_by")
    issued = Q(attestation=None) | Q(attestation__state=State.ISSUED)  # None: its organisation is gone
    return found.filter(issued, subject=sha256, kind__in=FILES).order_by("log", "index").last()


def address(attestation: Attestation) -> str:
    """Where anybody is told about it, and where its QR code leads."""
    return settings.ADDRESS + reverse("attestations:status", args=[attestation.pk])


def file_name(attestation: Attestation) -> str:
    """Without its ending."""
    return f"attestation-{attestation.made_at:%Y-%m-%d}-{attestation.digest[:8]}"


# what anybody may see ---------------------------------------------------------------------------------


def issued() -> QuerySet[Attestation]:
    return Attestation.objects.filter(state=State.ISSUED).select_related("superseded_by")


def published() -> QuerySet[Attestation]:
    """Those whose holders chose to be listed, the newest first. A listed one shows at least the summary."""
    return issued().filter(published=True).exclude(shows=Shows.STATUS).order_by("-made_at", "-pk")


def published_tiers() -> list[str]:
    return sorted(set(published().order_by().values_list("tier", flat=True)))


def filtered(
    found: QuerySet[Attestation], *, words: str = "", tier: str = "", status: str = ""
) -> QuerySet[Attestation]:
    for word in words.split():
        found = found.filter(Q(subject_organisation__icontains=word) | Q(subject_model__icontains=word))
    if tier:
        found = found.filter(tier=tier)
    today = timezone.localdate()
    ended = Q(valid_until__lt=today)
    conditions = {
        "": Q(),
        "current": Q(withdrawn_at=None, superseded_by=None) & ~ended,
        Status.EXPIRED.value: Q(withdrawn_at=None, superseded_by=None) & ended,
        Status.SUPERSEDED.value: Q(withdrawn_at=None, superseded_by__isnull=False),
        Status.WITHDRAWN.value: Q(withdrawn_at__isnull=False),
    }
    return found.filter(conditions[status])


def ended(log: Log) -> list[str]:
    """The names of those whose place a log took."""
    before = Log.objects.filter(purpose=log.purpose, pk__lt=log.pk).exclude(size=0)
    return list(before.order_by("pk").values_list("origin", flat=True))


def prefix(log: Log) -> str:
    """Where a log is served: a path of the site, without a slash at either end."""
    return "register" + log.origin.removeprefix(settings.REGISTER_ORIGIN)


def log_at(path: str) -> Log | None:
    return Log.objects.filter(origin=settings.REGISTER_ORIGIN + path.removeprefix("register")).first()
