"""Who may open an assessment: until there are accounts, the browser that started it or came by its link."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from questionnaires import UnknownQuestionnaire

from . import errors
from .models import Assessment
from .queries import Standing, standing
from .services import Gone

HELD = "assessments"  # session key: ids of the assessments this browser holds
MOST_HELD = 20

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def hold(request: HttpRequest, assessment: Assessment) -> None:
    """Let this browser open the assessment from now on."""
    held = [each for each in request.session.get(HELD, []) if each != str(assessment.pk)]
    request.session[HELD] = [*held, str(assessment.pk)][-MOST_HELD:]


def let_go(request: HttpRequest, assessment_id: UUID) -> None:
    request.session[HELD] = [each for each in held(request) if each != str(assessment_id)]


def held(request: HttpRequest) -> list[str]:
    return list(request.session.get(HELD, []))


def for_holder(
    view: Callable[Concatenate[HttpRequest, Standing, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
    """Gives the view its assessment, if this browser holds it. Otherwise it is not found: whether there is
    such an assessment is nobody else's business."""

    @wraps(view)
    def checked(request: HttpRequest, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            found = standing(assessment_id) if str(assessment_id) in held(request) else None
        except UnknownQuestionnaire:
            return errors.not_offered(request)
        if found is None:
            raise Http404("not held by this browser")
        try:
            return view(request, found, *args, **kwargs)
        except Gone:
            raise Http404("deleted meanwhile, in another window") from None

    return checked
