"""Private links: a guest's way back to their answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from compliance.accounts.access import public
from compliance.accounts.limits import TOO_OFTEN, allowed, limited

from . import drafts, services
from .grants import Need
from .permissions import for_assessment, hold
from .queries import Standing, about, linked


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("link", "token")
@public
def resume(request: HttpRequest) -> HttpResponse:
    """Opens a private link that was pasted into a field."""
    link = request.POST.get("link", "").strip()
    token = link.rstrip("/").rsplit("/", 1)[-1]
    if request.method != "POST" or not token:
        error = (
            _("Paste the link you kept. It ends in a long row of letters and digits.")
            if request.method == "POST"
            else ""
        )
        return render(request, "assessments/resume.html", {"error": error}, status=422 if error else 200)
    if not allowed(request, "open_link"):
        return render(request, "assessments/resume.html", {"error": TOO_OFTEN, "link": link}, status=429)
    return _open(request, token)


@never_cache
@require_safe
@sensitive_variables("token")
@limited("open_link")
@public
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opens a private link that was followed, and leaves its address at once."""
    return _open(request, token)


@sensitive_variables("token")
def _open(request: HttpRequest, token: str) -> HttpResponse:
    assessment = linked(token[:200])
    if assessment is None:
        response = render(request, "assessments/link_ended.html", status=410)
    else:
        hold(request, assessment)
        # What could not be saved before is waiting in the fields of its page.
        address = drafts.latest(request, assessment.pk)
        response = redirect(address or reverse("assessments:tasks", args=[assessment.pk]))
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE, guests_only=True)
def private_link(request: HttpRequest, found: Standing) -> HttpResponse:
    context = {"assessment": found.assessment, "edition": found.edition, **about(found)}
    if request.method == "POST":
        token, link = services.make_private_link(assessment_id=found.assessment.pk)
        address = request.build_absolute_uri(reverse("assessments:open_link", args=[token]))
        context |= {"link": address, "expires_at": link.expires_at}
    return render(request, "assessments/private_link.html", context)
