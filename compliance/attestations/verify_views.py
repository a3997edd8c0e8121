"""Verifying, for anybody: a file that they have, or the address of a QR code."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from compliance.accounts import limits
from compliance.accounts.access import public
from compliance.assessments.uploads import takes_files

from . import queries, verifying
from .forms import VerifyForm
from .models import Attestation, Shows


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
@partial(takes_files, advice=_("No PDF that was issued here has that size: it is none of ours."))
def verify(request: HttpRequest) -> HttpResponse:
    """Nothing of the file is kept."""
    if request.method != "POST":
        return render(request, "attestations/verify.html", {"form": VerifyForm(), "here": "verify"})
    form = VerifyForm(request.POST, request.FILES)
    if form.is_valid() and not limits.allowed(request, "verify"):
        limits.refuse(form)
    if not form.is_valid():
        context = {"form": form, "here": "verify"}
        return render(request, "attestations/verify.html", context, status=limits.status(form))
    verdict = verifying.verify(form.cleaned_data["file"].read())
    context = {
        "verdict": verdict,
        "name": form.cleaned_data["file"].name,
        "here": "verify",
        **_shown(verdict.attestation if verdict.genuine else None),
    }
    return render(request, "attestations/verdict.html", context)


@never_cache
@require_safe
@public
def status(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Where the QR code leads: the status, and what the holder lets others see. It says nothing about the
    file in somebody's hands, and tells so. A forged paper may lead to an address that nobody issued."""
    found = queries.issued().filter(pk=attestation_id).first()
    if found is None:
        return render(request, "attestations/unknown.html", {"here": "verify"}, status=404)
    context = {"meaning": verifying.status_in_words(found), "here": "verify", **_shown(found)}
    return render(request, "attestations/status.html", context)


@never_cache
@require_safe
@public
def file(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """The PDF, where the holder shows it to whoever has the address."""
    found = queries.issued().filter(pk=attestation_id).first()
    if found is None:
        raise Http404("no such attestation")
    sealed = queries.file_of(found)
    if found.shows != Shows.PAGES or sealed is None:
        return redirect("attestations:status", found.pk)
    response = HttpResponse(queries.content(sealed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{queries.file_name(found)}.pdf"'
    return response


def _shown(found: Attestation | None) -> dict[str, Any]:
    """What the holder allows, and no more."""
    if found is None:
        return {"attestation": None}
    return {
        "attestation": found,
        "with_summary": found.shows in (Shows.SUMMARY, Shows.PAGES),
        "with_file": found.shows == Shows.PAGES,
        "evaluation": queries.statement(found)["issuer"]["evaluation"],
        "level": getattr(queries.file_of(found), "level", ""),
    }
