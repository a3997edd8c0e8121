"""One's own account, and joining organisations."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from . import queries, services, typed
from .access import public
from .forms import ConfirmAddressForm, NameForm, OrganisationForm
from .limits import limited
from .models import Kind, User
from .permissions import for_signed_in, for_stepped_up, person, used_second_factor


def _user(request: HttpRequest) -> User:
    user = person(request)
    assert user is not None  # noqa: S101 - only views for those who are signed in ask
    return user


@never_cache
@require_safe
@for_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where people land who signed in: their organisation if it is the only one, else a list."""
    memberships = queries.memberships(_user(request))
    if token := request.session.get("invitation"):
        return redirect("accounts:invitation", token)
    if not memberships:
        return redirect("accounts:new_organisation")
    if len(memberships) == 1 and "all" not in request.GET:
        return redirect(queries.landing(memberships[0]))
    return render(request, "accounts/home.html", {"memberships": memberships, "here": "home"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial=typed.again(request, OrganisationForm))
    if request.method == "POST" and form.is_valid():
        membership = services.create_organisation(
            founder=_user(request), name=form.cleaned_data["name"], kind=Kind(form.cleaned_data["kind"])
        )
        messages.info(request, _("%s is set up.") % membership.organisation.name)
        return redirect(queries.landing(membership))
    first = not queries.memberships(_user(request))
    context = {"form": form, "first": first}
    return render(request, "accounts/new_organisation.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@for_signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Explains why a second factor is needed, shows the ways to it, and leads on once it is there."""
    if used_second_factor(request):
        onwards = request.session.pop("after_second_factor", "")
        safe = url_has_allowed_host_and_scheme(onwards, allowed_hosts=None)
        return redirect(onwards if safe else reverse("accounts:home"))
    return render(
        request, "accounts/second_factor.html", {"has_one": queries.has_second_factor(_user(request))}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
@limited("open_invitation")
@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation, for whoever holds its link: who invites, and what joining means."""
    found = queries.invitation(token)
    request.session.pop("invitation", None)
    if found is None:
        return render(request, "accounts/invitation_ended.html", status=404)
    user = person(request)
    context = {
        "invitation": found,
        "fits": user is not None and found.email in queries.confirmed_addresses(user),
    }
    if user is None:
        request.session["invitation"] = token  # brought back here after signing in or up
        return render(request, "accounts/invitation.html", context)
    if request.method != "POST" or not context["fits"]:
        return render(request, "accounts/invitation.html", context)
    try:
        membership = services.accept_invitation(token=token, user=user)
    except (services.NoSuchInvitation, services.NotForYou):
        return render(request, "accounts/invitation_ended.html", status=404)
    messages.info(request, _("Welcome to %s.") % membership.organisation.name)
    return redirect(queries.landing(membership))


@never_cache
@require_safe
@for_signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account, in one place."""
    user = _user(request)
    context = {"has_second_factor": queries.has_second_factor(user), "memberships": queries.memberships(user)}
    return render(request, "accounts/account.html", {**context, "here": "account"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_signed_in
def rename(request: HttpRequest) -> HttpResponse:
    """What others read from now on. What was done under the earlier name keeps it."""
    user = _user(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        services.rename_person(user=user, name=form.cleaned_data["name"])
        messages.info(request, _("Your name is changed."))
        return redirect("accounts:account")
    return render(request, "accounts/name.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_stepped_up
def delete_account(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    form = ConfirmAddressForm(request.POST or None, expected=user.email)
    last = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_account(user=user)
        except services.LastAdministrator:
            last = _(
                "You are the only administrator of an organisation. Make somebody else one, or delete it."
            )
        else:
            logout(request)
            messages.info(request, _("Your account is deleted."))
            return redirect("/")
    context = {"form": form, "last": last, "expected": user.email}
    return render(
        request, "accounts/delete_account.html", context, status=422 if form.errors or last else 200
    )
