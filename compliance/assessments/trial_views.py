"""Trying other answers, and keeping them if they come true."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import errors, services
from .grants import Need
from .panel import rungs
from .permissions import for_assessment
from .queries import Standing, about
from .trials import Trial


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.READ)
def trial(request: HttpRequest, found: Standing) -> HttpResponse:
    """Shows what other answers would lead to; saves nothing unless asked to."""
    if found.outcome.unanswered:
        messages.info(request, _("Answer the open questions first. Then you can try other answers."))
        return redirect("assessments:check", found.assessment.pk)
    if request.method != "POST":
        return _page(request, Trial(found))
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return errors.not_a_form(request)
    tried = Trial(found, request.POST)
    may_keep = found.grant.may(Need.ANSWER)
    if request.POST.get("action") == "keep" and may_keep and not tried.form.errors and tried.submissions:
        if request.POST.get("true") == "on":
            return _keep(request, tried)
        return _confirm(request, tried, asked=bool(request.POST.get("confirming")))
    return _page(request, tried, status=422 if tried.form.errors else 200)


def _confirm(request: HttpRequest, tried: Trial, *, asked: bool) -> HttpResponse:
    """Numbers and answers of a remedy are examples: whoever keeps them says that they are true."""
    context = {
        "trial": tried,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("action", "csrfmiddlewaretoken", "confirming")
            for value in values
        ],
        **about(tried.saved),
        "missing": asked,
    }
    return render(request, "assessments/keep.html", context, status=422 if asked else 200)


def _keep(request: HttpRequest, tried: Trial) -> HttpResponse:
    submissions = tried.submissions
    conflicts = services.save_answers(
        assessment_id=tried.saved.assessment.pk,
        submissions=submissions,
        version=tried.saved.edition.version,
        actor=tried.saved.grant.user,
    )
    if conflicts:
        text = _("Somebody changed one of these answers meanwhile, so it was kept as it is now. Look again.")
        messages.warning(request, text)
        return redirect("assessments:try", tried.saved.assessment.pk)
    count = len(submissions)
    messages.info(request, ngettext("%d answer was changed.", "%d answers were changed.", count) % count)
    return redirect("assessments:outcome", tried.saved.assessment.pk)


def _page(request: HttpRequest, tried: Trial, status: int = 200) -> HttpResponse:
    now = tried.standing.explanation
    context = {
        "trial": tried,
        "form": tried.form,
        "now": now,
        **about(tried.saved),
        "rung": next(
            (rung.position for rung in rungs(tried.standing.outcome) if rung.id == now.outcome.tier), 0
        ),
    }
    return render(request, "assessments/try.html", context, status=status)
