"""The pages that only a preview has: where a draft is tried out from, and everything in it at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.access import public
from compliance.assessments.grants import Need
from compliance.assessments.panel import panel
from compliance.assessments.permissions import for_assessment, held, hold
from compliance.assessments.queries import Standing, recent
from questionnaires import Edition, load_case
from questionnaires.inspection import inspect

from .draft import Draft, shown
from .services import begin_with
from .soundness import flaws


def _draft(request: HttpRequest) -> tuple[Draft, Edition]:
    draft: Draft = request.draft  # type: ignore[attr-defined]  # the middleware put it there
    if draft.edition is None:
        raise Http404("no state of the draft could be read yet")
    return draft, draft.edition


@never_cache
@require_safe
@public
def start(request: HttpRequest) -> HttpResponse:
    draft, edition = _draft(request)
    cases = [
        (file.name, file.stem, [shown(each) for each in faults]) for file, faults in draft.case_faults.items()
    ]
    context = {
        "edition": edition,
        "cases": cases,
        "flaws": [shown(each) for each in flaws(edition, timezone.localdate())],
        "recent": [assessment for assessment, _ in recent(held(request))],
    }
    return render(request, "preview/start.html", context)


@never_cache
@require_safe
@public
def stamp(request: HttpRequest) -> HttpResponse:
    """Changes whenever the draft does; pages ask for it."""
    draft: Draft = request.draft  # type: ignore[attr-defined]  # the middleware put it there
    return HttpResponse(draft.stamp, content_type="text/plain")


@require_POST
@public
def begin_with_case(request: HttpRequest, name: str) -> HttpResponse:
    """Opens an assessment with the answers of a worked case."""
    draft, edition = _draft(request)
    file = next((each for each in draft.case_faults if each.stem == name), None)
    if file is None:
        raise Http404("no such case")
    case, _document = load_case(file)
    assessment = begin_with(edition=edition, answers=case.answers)
    hold(request, assessment)
    return redirect("preview:everything", assessment.pk)


@never_cache
@require_safe
@for_assessment(Need.READ)
def everything(request: HttpRequest, found: Standing) -> HttpResponse:
    """Every question, fact, finding and item with its state, over the whole width."""
    context = {
        "standing": found,
        "assessment": found.assessment,
        "edition": found.edition,
        "outcome": found.outcome,
        "panel": panel(found.outcome, found.explanation),
        "live": inspect(found.outcome),
        "here": "everything",
    }
    return render(request, "preview/everything.html", context)
