"""Pages of incidents: an authority's list, one of them, and reporting by either side."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from compliance.accounts.models import Membership
from compliance.accounts.queries import about

from . import incidents, queries
from .incident_forms import IncidentForm
from .models import Submission
from .permissions import answerers, reviewers

A_PAGE = 50


@never_cache
@require_safe
@reviewers
def listed(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What was reported and noted, the newest first."""
    found = Paginator(incidents.of_authority(membership.organisation), A_PAGE)
    context = about(membership, "incidents", page=found.get_page(request.GET.get("page")))
    return render(request, "review/incidents.html", context)


@never_cache
@require_safe
@reviewers
def incident(request: HttpRequest, membership: Membership, incident_id: UUID) -> HttpResponse:
    found = incidents.of_authority(membership.organisation).filter(pk=incident_id).first()
    if found is None:
        raise Http404("no incident of this authority")
    context = about(membership, "incidents", incident=found, changes=incidents.in_words(found))
    return render(request, "review/incident.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def note(request: HttpRequest, membership: Membership) -> HttpResponse:
    """An authority notes an incident; with `about` in the address, one about a submission."""
    here = _submission(membership, request.GET.get("about", ""))
    form = _form(request, here)
    if request.method == "POST" and form.is_valid():
        new = incidents.report(
            authority=membership.organisation, actor=membership.user, submission=here, **form.cleaned_data
        )
        messages.info(request, _("The incident is written down."))
        return redirect("review:incident", membership.organisation_id, new.pk)
    context = about(membership, "incidents", form=form, submission=here)
    return render(request, "review/report_incident.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answerers
def report(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """A company reports an incident to the authority that it sent something to."""
    here = queries.one_sent(membership.organisation, submission_id)
    if here is None:
        raise Http404("nothing that this organisation sent")
    form = _form(request, here)
    if request.method == "POST" and form.is_valid():
        incidents.report(
            authority=here.authority,
            actor=membership.user,
            submission=here,
            reporter=membership.organisation,
            **form.cleaned_data,
        )
        messages.info(request, _("%s has your report.") % here.authority.name)
        return redirect("review:sent", membership.organisation_id, here.pk)
    context = about(membership, "submissions", form=form, submission=here, to=here.authority)
    return render(request, "review/report_incident.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, here: Submission | None) -> IncidentForm:
    initial = {"changes": incidents.declared(here)} if here else {}
    return IncidentForm(request.POST if request.method == "POST" else None, initial=initial)


def _submission(membership: Membership, given: str) -> Submission | None:
    if not given:
        return None
    try:
        found = queries.one(membership.organisation, UUID(given))
    except ValueError:
        found = None
    if found is None:
        raise Http404("nothing that this authority received")
    return found
