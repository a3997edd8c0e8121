"""Keeping what the queue is filtered by under a name."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.accounts.models import Membership
from compliance.accounts.queries import about

from . import queries, saving
from .models import SavedView
from .permissions import reviewers
from .queue_forms import QueueForm, SaveForm
from .queue_views import back_to_desk


@never_cache
@require_safe
@reviewers
def views(request: HttpRequest, membership: Membership) -> HttpResponse:
    """One's own, and those for all."""
    found = saving.views(membership)
    return render(request, "review/views.html", about(membership, "desk", views=found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def save(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Name what the address asks for, and keep it."""
    colleagues = list(queries.reviewers(membership.organisation))
    asked = QueueForm(request.GET, membership=membership, reviewers=colleagues)
    if not asked.is_valid():
        return back_to_desk(membership, request.GET.urlencode())
    form = SaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = saving.save(membership=membership, query=asked.query(), **form.cleaned_data)
        except saving.NameTaken:
            form.add_error(
                "name", _("There is a view of that name. Choose another, or delete that one first.")
            )
        except saving.TooMany:
            form.add_error(None, _("There are %d views already. Delete one first.") % saving.MOST)
        else:
            messages.info(request, _("The view is saved."))
            return back_to_desk(membership, new.query)
    context = about(membership, "desk", form=form, asked=asked, query=asked.query())
    return render(request, "review/save_view.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@reviewers
def show_first(request: HttpRequest, membership: Membership, view_id: int) -> HttpResponse:
    """Let a view be what the desk opens with, or no longer."""
    view = _one(membership, view_id)
    saving.show_first(view=view, default=request.POST.get("default") == "yes", actor=membership.user)
    return redirect("review:views", membership.organisation_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def delete(request: HttpRequest, membership: Membership, view_id: int) -> HttpResponse:
    """Asks before it does."""
    view = _one(membership, view_id)
    if request.method == "POST":
        saving.delete(view=view, actor=membership.user)
        messages.info(request, _("The view is deleted."))
        return redirect("review:views", membership.organisation_id)
    return render(request, "review/delete_view.html", about(membership, "desk", view=view))


def _one(membership: Membership, view_id: int) -> SavedView:
    found = next((each for each in saving.views(membership) if each.pk == view_id), None)
    if found is None:
        raise Http404("no such view, or somebody else's")
    return found
