"""Who may do what: decorators that declare it and see to it."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from . import queries, typed
from .access import SIGNED_IN, STEPPED_UP, Members, declare
from .models import Kind, Membership, Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person(request: HttpRequest) -> User | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, User) else None


def for_signed_in(view: View[P]) -> View[P]:
    """Asks whoever is not signed in to do so, and brings them back."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if person(request):
            return view(request, *args, **kwargs)
        typed.keep(request)
        return to_sign_in(request)

    return declare(SIGNED_IN)(checked)


def for_stepped_up(view: View[P]) -> View[P]:
    """Asks whoever has a second factor to use it before something grave, also before anything is typed."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = person(request)
        if user is None:
            return to_sign_in(request)
        first = step_up_first(request) if queries.has_second_factor(user) else None
        return first or view(request, *args, **kwargs)

    return declare(STEPPED_UP)(checked)


def for_members(
    *roles: Role,
    kind: Kind | None = None,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, UUID, P], HttpResponseBase],
]:
    """Gives the view the membership, in the organisation of the address, of whoever is signed in.

    For others that organisation is not found: whether there is one is nobody else's business. A member
    without one of the roles is told whom to ask; one whose roles need a second factor is led to it. What
    was typed by somebody who has to show first who they are waits for them.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponseBase]:
        @wraps(view)
        def checked(
            request: HttpRequest, organisation_id: UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            user = person(request)
            if user is None:
                typed.keep(request)
                return to_sign_in(request)
            membership = queries.membership(user, organisation_id)
            if membership is None or kind not in (None, membership.organisation.kind):
                raise Http404("not a member, or no such page here")
            if roles and not membership.roles & set(roles):
                return refused(request, membership, roles)
            if first := second_factor_first(request, membership):
                typed.keep(request)
                return first
            return view(request, membership, *args, **kwargs)

        return declare(Members("members", frozenset(roles), kind))(checked)

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(_with_next("account_login", request))


def refused(request: HttpRequest, membership: Membership, roles: tuple[Role, ...] = ()) -> HttpResponse:
    """The page for a member who lacks the role (403)."""
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "roles": [role.label for role in roles],
        "administrators": queries.administrators(membership.organisation),
    }
    return render(request, "accounts/refused.html", context, status=403)


def second_factor_first(request: HttpRequest, membership: Membership) -> HttpResponse | None:
    """What to do before a guarded member goes on: set up a second factor, or use it; None if it was used."""
    if not membership.guarded or used_second_factor(request):
        return None
    if queries.has_second_factor(membership.user):
        return HttpResponseRedirect(_with_next("mfa_reauthenticate", request))
    request.session["after_second_factor"] = request.get_full_path()
    return redirect("accounts:second_factor")


def used_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was used in this session."""
    records = get_authentication_records(request, person(request))
    return any(record.get("method") == "mfa" for record in records)


def _with_next(name: str, request: HttpRequest, back: str = "") -> str:
    """A sent form cannot be repeated by a redirect: the way back then is to its page."""
    return f"{reverse(name)}?{urlencode({'next': back or request.get_full_path()})}"


STEP_UP_SECONDS = 300  # how long the use of a second factor counts for something grave; our own convention


def step_up_first(request: HttpRequest, back: str = "") -> HttpResponse | None:
    """What to do before something grave (signing, deleting): use the second factor; None if just used. Then
    the way leads back to here, or to the address given."""
    user = person(request)
    used = [each["at"] for each in get_authentication_records(request, user) if each.get("method") == "mfa"]
    if used and time.time() - max(used) < STEP_UP_SECONDS:
        return None
    if user is not None and queries.has_second_factor(user):
        return HttpResponseRedirect(_with_next("mfa_reauthenticate", request, back))
    request.session["after_second_factor"] = back or request.get_full_path()
    return redirect("accounts:second_factor")
