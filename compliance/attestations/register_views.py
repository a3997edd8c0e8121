"""The public register: those who chose to be listed, for people and for programs."""

from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from compliance.accounts.access import public

from . import keyring, ledger, queries
from .forms import RegisterForm
from .models import Attestation, Purpose

A_PAGE = 50
FEED = 1000  # entries in the feed; our own convention


@require_safe
@public
@cache_control(public=True, max_age=60)
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.GET or None, tiers=queries.published_tiers())
    found = queries.published()
    if form.is_bound and form.is_valid():
        found = queries.filtered(found, **form.cleaned_data)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    log = ledger.log(Purpose.SITE)
    filters = request.GET.copy()
    filters.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "filters": f"{filters.urlencode()}&" if filters else "",
        "filtered": bool(filters),
        "log": log,
        "vkey": keyring.signer(log.origin).vkey,
        "ended": [keyring.signer(each).vkey for each in queries.ended(log)],
        "prefix": queries.prefix(log),
        "evaluation": keyring.evaluation(),
        "here": "register",
    }
    return render(request, "attestations/register.html", context, status=422 if form.errors else 200)


@require_safe
@public
@cache_control(public=True, max_age=60)
def feed(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1 (jsonfeed.org), the newest first; what ended stays, with its status."""
    found: QuerySet[Attestation] = queries.published()[:FEED]
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _("Published self-attestations of model modifications"),
            "home_page_url": request.build_absolute_uri(reverse("attestations:register")),
            "feed_url": request.build_absolute_uri(),
            "items": [_item(each) for each in found],
        },
        content_type="application/feed+json",
    )


@require_safe
@public
@cache_control(public=True, max_age=60)
def seal(request: HttpRequest) -> HttpResponse:
    """The certificates of the seals that count, the present one first."""
    pem = b"".join(each.public_bytes(Encoding.PEM) for each in keyring.seals())
    return HttpResponse(pem, content_type="application/x-pem-file")


def _item(found: Attestation) -> dict[str, Any]:
    address = queries.address(found)
    title = f"{found.subject_organisation}: {found.subject_model}"
    return {
        "id": str(found.pk),
        "url": address,
        "title": title,
        "content_text": f"{title}. {found.tier}, {found.status.label}.",
        "date_published": found.made_at.isoformat(),
        "_modcheck": {
            "about": "A self-declaration. Nobody has checked it.",
            "organisation": found.subject_organisation,
            "model": found.subject_model,
            "tier": found.tier,
            "change_class": found.change_class or None,
            "provisional": found.provisional,
            "status": found.status.value,
            "valid_until": found.valid_until.isoformat(),
            "questionnaire": f"{found.questionnaire} {found.version}",
            "statement_sha256": found.digest,
        },
    }
