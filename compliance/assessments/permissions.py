"""Who may open an assessment: members of the organisation that owns it, each as far as their roles and what
they were given allow; and of a guest's, the browser that began it or came by its link."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

import questionnaires
from compliance.accounts import queries as accounts
from compliance.accounts.access import Access, declare
from compliance.accounts.models import Membership, Role
from compliance.accounts.permissions import person, refused, second_factor_first
from questionnaires import UnknownQuestionnaire

from . import drafts, errors
from .grants import Grant, Need, of_member
from .models import Assessment, Assignment
from .queries import Standing, in_version, kept
from .services import Gone

HELD = "assessments"  # session key: ids of the assessments this browser holds
MOST_HELD = 20

P = ParamSpec("P")


@dataclass(frozen=True)
class OfAssessment(Access):
    """Whoever may do this with the assessment in the address; `guests_only` and `members_only` where it makes
    sense only for a guest's, or only for those of an organisation."""

    need: Need = Need.MANAGE
    guests_only: bool = False
    members_only: bool = False


def hold(request: HttpRequest, assessment: Assessment) -> None:
    """Let this browser open a guest's assessment from now on."""
    held = [each for each in request.session.get(HELD, []) if each != str(assessment.pk)]
    request.session[HELD] = [*held, str(assessment.pk)][-MOST_HELD:]


def let_go(request: HttpRequest, assessment_id: UUID) -> None:
    drafts.forget(request, assessment_id)
    request.session[HELD] = [each for each in held(request) if each != str(assessment_id)]


def held(request: HttpRequest) -> list[str]:
    return list(request.session.get(HELD, []))


def for_assessment(
    need: Need, *, guests_only: bool = False, members_only: bool = False
) -> Callable[
    [Callable[Concatenate[HttpRequest, Standing, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, UUID, P], HttpResponse],
]:
    """Gives the view its assessment, as far as whoever asks may see it. For strangers it is not found:
    whether there is such an assessment is nobody else's business."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Standing, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
        @wraps(view)
        def checked(
            request: HttpRequest, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            try:
                return opened(request, assessment_id, *args, **kwargs)
            except Http404:
                if page := errors.not_saved(request):
                    return page
                raise

        def opened(
            request: HttpRequest, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            assessment = kept().filter(pk=assessment_id).first()
            if assessment is None or (members_only if assessment.owner is None else guests_only):
                raise Http404("no such assessment")
            try:
                found = _found(request, assessment, need)
                if isinstance(found, HttpResponse):  # something else has to be done before
                    drafts.rescue(request)
                    return found
                return view(request, found, *args, **kwargs)
            except UnknownQuestionnaire:
                return errors.not_offered(request)
            except Gone:
                raise Http404("deleted meanwhile, in another window") from None

        return declare(OfAssessment("of an assessment", need, guests_only, members_only))(checked)

    return decorate


def _found(request: HttpRequest, assessment: Assessment, need: Need) -> Standing | HttpResponse:
    edition = questionnaires.edition(assessment.questionnaire, assessment.version)
    if assessment.owner is None:
        if str(assessment.pk) not in held(request):
            raise Http404("not held by this browser")
        return in_version(assessment, edition, Grant(person(request)))
    user = person(request)
    membership = accounts.membership(user, assessment.owner.pk) if user else None
    if membership is None:
        raise Http404("not a member")
    grant = of_member(membership, edition, _assignments(assessment, membership))
    if grant is None:
        raise Http404("nothing of it was given to this member")
    if not grant.may(need):
        return refused(request, membership, roles_for(need))
    return second_factor_first(request, membership) or in_version(assessment, edition, grant)


def _assignments(assessment: Assessment, membership: Membership) -> list[Assignment]:
    found = assessment.assignments.filter(assignee=membership)
    return list(found.select_related("assigned_by").order_by("created_at", "pk"))


def roles_for(need: Need) -> tuple[Role, ...]:
    """Which roles have what a page needs, whatever was given to somebody."""
    if need in (Need.SEE, Need.READ):
        return tuple(Role)
    one = {
        Need.ANSWER: (Role.ASSESSOR,),
        Need.CONTRIBUTE: (Role.ASSESSOR,),
        Need.SIGN: (Role.SIGNATORY,),
    }
    return one.get(need, (Role.ASSESSOR, Role.ADMINISTRATOR))
