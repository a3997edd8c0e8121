"""An organisation's attestations: the list, each with its files, and what its people may do with them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.accounts import typed
from compliance.accounts.models import Membership, Role
from compliance.accounts.permissions import for_members
from compliance.accounts.queries import about

from . import above, cyclonedx, issuing, keyring, ledger, lifecycle, queries, requesting
from .forms import SharingForm, WithdrawForm
from .models import Attestation, State
from .stepping_up import step_up, waiting

A_PAGE = 50
readers = for_members(*Role)
signatories = for_members(Role.SIGNATORY)
PAUSED = gettext_lazy(
    "The register does not sign at the moment, so that this cannot be written down. Try again later."
)


@never_cache
@require_safe
@readers
def attestations(request: HttpRequest, membership: Membership) -> HttpResponse:
    found = Paginator(queries.of_organisation(membership.organisation), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "attestations/attestations.html", _about(membership, page=page))


@never_cache
@require_safe
@readers
def attestation(request: HttpRequest, membership: Membership, attestation_id: UUID) -> HttpResponse:
    """What it says, where it stands, and its files; while it is being issued, how far that is."""
    here = _one(membership, attestation_id)
    file = queries.file_of(here) if here.state == State.ISSUED else None
    context = _about(
        membership,
        attestation=here,
        file=file,
        statement=queries.statement(here),
        evaluation=queries.statement(here)["issuer"]["evaluation"],
        address=queries.address(here),
        renewed=here.files.count() > 1,
        lines=above.lines(here),
        offers=above.offers(here, membership),
    )
    return render(request, "attestations/attestation.html", context)


@never_cache
@require_safe
@readers
def download(
    request: HttpRequest, membership: Membership, attestation_id: UUID, what: str
) -> HttpResponseBase:
    """The sealed PDF, its proof, or the statement in one of two forms."""
    here = _one(membership, attestation_id)
    file = queries.file_of(here)
    leaf = file.leaf if file else None
    if here.state != State.ISSUED or file is None or leaf is None:
        raise Http404("not issued yet")
    name = queries.file_name(here)
    made: dict[str, Callable[[], tuple[bytes | str | None, str, str]]] = {
        "pdf": lambda: (queries.content(file), "application/pdf", f"{name}.pdf"),
        "proof": lambda: (ledger.prove(leaf), "text/plain; charset=utf-8", f"{name}.pdf.tlog-proof"),
        "statement": lambda: (here.statement, "application/json", f"{name}.json"),
        "cyclonedx": lambda: (
            cyclonedx.as_json(queries.statement(here)),
            "application/vnd.cyclonedx+json; version=1.6",
            f"{name}.cdx.json",
        ),
    }
    if what not in made:
        raise Http404("no such file")
    content, kind, called = made[what]()
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


@never_cache
@require_POST
@signatories
def go_on(request: HttpRequest, membership: Membership, attestation_id: UUID) -> HttpResponse:
    """Try again what did not succeed yet; without a time-stamp, if they choose so; or give it up."""
    here = _one(membership, attestation_id)
    how = request.POST.get("how", "")
    if how == "unstamped":
        requesting.without_time_stamp(attestation=here, actor=membership.user)
    elif how == "abandon" and requesting.abandon(attestation=here, actor=membership.user):
        messages.info(request, _("It is given up. Nothing was issued."))
        return redirect("attestations:attestations", membership.organisation_id)
    issuing.again(here.pk)
    return redirect("attestations:attestation", membership.organisation_id, here.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signatories
def withdraw(request: HttpRequest, membership: Membership, attestation_id: UUID) -> HttpResponse:
    """For good, with a reason that whoever verifies it reads."""
    here = _issued(membership, attestation_id)
    said = _("It is withdrawn. Whoever verifies it is told so, and why.")
    return _decision(request, membership, here, WithdrawForm, lifecycle.withdraw, said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signatories
def share(request: HttpRequest, membership: Membership, attestation_id: UUID) -> HttpResponse:
    """What verifying shows, and whether the public register lists it."""
    here = _issued(membership, attestation_id)
    said = _("From now on this is what others are shown.")
    return _decision(request, membership, here, SharingForm, lifecycle.share, said)


def _decision(
    request: HttpRequest,
    membership: Membership,
    here: Attestation,
    form_class: type[WithdrawForm] | type[SharingForm],
    decide: Callable[..., None],
    said: str,
) -> HttpResponse:
    """A page whose form decides something about an attestation, after a second factor."""
    if first := step_up(request, request.path):
        return first
    sent = request.POST if request.method == "POST" else waiting(request, request.path)
    kept = typed.again(request, form_class)
    form = form_class(sent, initial={"shows": here.shows, "published": here.published, **kept})
    if request.method == "POST" and form.is_valid():
        try:
            decide(attestation=here, actor=membership.user, **form.cleaned_data)
        except ledger.Refused:
            form.add_error(None, PAUSED)
        else:
            messages.info(request, said)
            return redirect("attestations:attestation", membership.organisation_id, here.pk)
    context = _about(membership, attestation=here, form=form)
    page = f"attestations/{decide.__name__}.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _one(membership: Membership, attestation_id: UUID) -> Attestation:
    found = queries.one(membership.organisation, attestation_id)
    if found is None:
        raise Http404("no such attestation of this organisation")
    return found


def _issued(membership: Membership, attestation_id: UUID) -> Attestation:
    found = _one(membership, attestation_id)
    if found.state != State.ISSUED:
        raise Http404("not issued yet")
    return found


def _about(membership: Membership, **more: Any) -> dict[str, Any]:
    return about(membership, "attestations", trial_keys=keyring.evaluation(), **more)
