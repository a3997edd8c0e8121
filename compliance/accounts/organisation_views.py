"""People of an organisation, its log, its settings and its end."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import audit, limits, queries, services, typed
from .archive import archive
from .exports import KINDS, exported
from .forms import ConfirmNameForm, InvitationForm, LogForm, RenameForm, RolesForm
from .models import INVITATION_DAYS, Membership, Role
from .permissions import for_members, step_up_first

ENTRIES_A_PAGE = 50
administrators = for_members(Role.ADMINISTRATOR)
LAST = "This is the only administrator. Make somebody else an administrator first."


@never_cache
@require_safe
@for_members()
def people(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Who is in it, and for administrators who is invited."""
    found = queries.members(membership.organisation)
    context = queries.about(
        membership,
        members=found,
        secured=queries.with_second_factor([each.user for each in found]),
        invitations=queries.invitations(membership.organisation) if membership.administrator else [],
        here="people",
    )
    return render(request, "accounts/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def invite(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = InvitationForm(
        request.POST or None, initial={"roles": [Role.ASSESSOR], **typed.again(request, InvitationForm)}
    )
    if request.method == "POST" and form.is_valid() and _invited(request, membership, form):
        return redirect("accounts:people", membership.organisation_id)
    context = queries.about(membership, form=form, days=INVITATION_DAYS, here="people")
    return render(request, "accounts/invite.html", context, status=limits.status(form))


def _invited(request: HttpRequest, membership: Membership, form: InvitationForm) -> bool:
    if not limits.allowed(request, "invite", key=membership.organisation_id):
        limits.refuse(form)
        return False
    address = request.build_absolute_uri(reverse("accounts:invitation", args=["TOKEN"]))
    try:
        services.invite(
            organisation=membership.organisation,
            actor=membership.user,
            email=form.cleaned_data["email"],
            roles=form.given(),
            address=address,
        )
    except services.AlreadyMember:
        form.add_error("email", _("This person is a member already."))
    except services.TooManyInvitations:
        form.add_error(None, _("%s invitations are open. Withdraw some first.") % services.MOST_INVITATIONS)
    else:
        messages.info(request, _("An invitation is on its way to %s.") % form.cleaned_data["email"])
    return not form.errors


@never_cache
@require_POST
@administrators
def withdraw_invitation(request: HttpRequest, membership: Membership, invitation_id: int) -> HttpResponse:
    services.withdraw_invitation(
        organisation=membership.organisation, actor=membership.user, invitation_id=invitation_id
    )
    messages.info(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("accounts:people", membership.organisation_id)


def _member(membership: Membership, member_id: int) -> Membership:
    found = membership.organisation.memberships.select_related("user").filter(pk=member_id).first()
    if found is None:
        raise Http404("no member of this organisation")
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def member(request: HttpRequest, membership: Membership, member_id: int) -> HttpResponse:
    """One member's roles."""
    found = _member(membership, member_id)
    form = RolesForm(request.POST or None, initial={"roles": sorted(found.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_roles(
                organisation=membership.organisation,
                actor=membership.user,
                member_id=found.pk,
                roles=form.given(),
            )
        except services.LastAdministrator:
            form.add_error("roles", _(LAST))
        else:
            messages.info(request, _("The roles of %s are changed.") % found.user)
            return redirect("accounts:people", membership.organisation_id)
    context = queries.about(membership, form=form, member=found, here="people")
    return render(request, "accounts/member.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def remove_member(request: HttpRequest, membership: Membership, member_id: int) -> HttpResponse:
    found = _member(membership, member_id)
    return _end_membership(request, membership, found, "accounts/remove_member.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
def leave(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _end_membership(request, membership, membership, "accounts/leave.html")


def _end_membership(
    request: HttpRequest, membership: Membership, found: Membership, template: str
) -> HttpResponse:
    last = ""
    if request.method == "POST":
        try:
            services.remove_member(
                organisation=membership.organisation, actor=membership.user, member_id=found.pk
            )
        except services.LastAdministrator:
            last = _(LAST)
        else:
            if found.user == membership.user:
                messages.info(request, _("You left %s.") % membership.organisation.name)
                return redirect("accounts:home")
            messages.info(request, _("%s is no longer a member.") % found.user)
            return redirect("accounts:people", membership.organisation_id)
    context = queries.about(membership, member=found, last=last, here="people")
    return render(request, template, context, status=409 if last else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def settings(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Its name; and the ways to taking everything away and to deleting it."""
    form = RenameForm(
        request.POST or None,
        initial={"name": membership.organisation.name, **typed.again(request, RenameForm)},
    )
    if request.method == "POST" and form.is_valid():
        services.rename(
            organisation=membership.organisation, actor=membership.user, name=form.cleaned_data["name"]
        )
        messages.info(request, _("The name is changed."))
        return redirect("accounts:settings", membership.organisation_id)
    context = queries.about(membership, form=form, here="settings")
    return render(request, "accounts/settings.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def export(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """Everything the organisation has here, as one file."""
    if first := step_up_first(request):
        return first
    if request.method != "POST":
        return render(request, "accounts/export.html", queries.about(membership, here="settings"))
    file = archive(membership.organisation)
    audit.record(
        organisation=membership.organisation, actor=membership.user, action=audit.Action.ORGANISATION_EXPORTED
    )
    return FileResponse(
        file, as_attachment=True, filename="modcheck-export.zip", content_type="application/zip"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def delete(request: HttpRequest, membership: Membership) -> HttpResponse:
    if first := step_up_first(request):
        return first
    form = ConfirmNameForm(request.POST or None, expected=membership.organisation.name)
    if request.method == "POST" and form.is_valid():
        name = membership.organisation.name
        services.delete_organisation(organisation=membership.organisation, actor=membership.user)
        messages.info(request, _("%s and everything it had here are deleted.") % name)
        return redirect("accounts:home")
    context = queries.about(membership, form=form, here="settings", expected=membership.organisation.name)
    return render(request, "accounts/delete_organisation.html", context, status=422 if form.errors else 200)


# audit log --------------------------------------------------------------------------------------------


@never_cache
@require_safe
@for_members(*Role)
def log(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What was done, for members to read and filter, and to take away as a file."""
    organisation = membership.organisation
    actions = audit.known_actions()
    actors = list(
        organisation.audit_entries.order_by("actor_name").values_list("actor_name", flat=True).distinct()
    )
    form = LogForm(request.GET, actions=actions, actors=actors)
    entries = queries.audit_entries(organisation, **_filters(form))
    if (kind := request.GET.get("as")) in KINDS:
        audit.record(
            organisation=organisation, actor=membership.user, action=audit.Action.LOG_EXPORTED, kind=kind
        )
        columns = ["at", "actor_name", "action", "subject", "details"]
        return exported(kind, "log", columns, entries.values(*columns).iterator())
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = queries.about(
        membership, form=form, page=page, query=query.urlencode(), kinds=KINDS, here="log"
    )
    return render(request, "accounts/log.html", context, status=422 if form.errors else 200)


def _filters(form: LogForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    chosen = form.cleaned_data
    since, until = chosen["since"], chosen["until"]
    return {
        "words": chosen["words"],
        "action": chosen["action"],
        "actor": chosen["actor"],
        "since": datetime.combine(since, time.min, UTC) if since else None,
        "until": datetime.combine(until + timedelta(days=1), time.min, UTC) if until else None,
    }
