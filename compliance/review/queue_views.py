"""The desk: what an authority received, filtered and in an order, and giving it to reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.models import Membership
from compliance.attestations.models import EXPIRING_DAYS

from . import offered, queries, queue, reviewing, saving
from .models import HIGHEST_FIRST, SavedView, Submission
from .permissions import reviewers
from .queue_forms import QueueForm


@dataclass(frozen=True)
class Line:
    """A row of the queue, in words."""

    submission: Submission
    overdue: bool
    change: str
    tier: str

    @property
    def step(self) -> int | None:
        """Of the ladder, for its colour."""
        rank = self.submission.rank
        return len(HIGHEST_FIRST) - 1 - rank if rank < len(HIGHEST_FIRST) else None

    @property
    def days(self) -> int:
        """Since it was received."""
        return (timezone.localdate() - timezone.localdate(self.submission.received_at)).days

    @property
    def left(self) -> int:
        """Days until it ends."""
        return (self.submission.valid_until - timezone.localdate()).days

    @property
    def soon(self) -> bool:
        return 0 <= self.left < EXPIRING_DAYS


@never_cache
@require_safe
@reviewers
def desk(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The queue. Without anything in the address: the view that is to be shown first, or all that is open."""
    views = saving.views(membership)
    first = saving.shown_first(views)
    if first and not request.GET:
        return redirect(f"{request.path}?{first.query}")
    colleagues = list(queries.reviewers(membership.organisation))
    form = QueueForm(request.GET, membership=membership, reviewers=colleagues)
    page = None
    if form.is_valid():
        page = queue.page(membership.organisation, form.filters, form.order, **form.places)
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "here": "desk",
        "form": form,
        "page": page,
        "lines": _lines(page) if page else [],
        "looked_at": queue.LIMITS.further if request.GET.get("further") else queue.LIMITS.looked_at,
        "counts": queue.counts(membership.organisation, membership.user),
        "colleagues": colleagues,
        "views": _marked(views, form),
        "query": form.query(),
        "before": page and page.before and form.query(before=form.order.write(page.before)),
        "after": page and page.after and _onward(form, page),
        "back_further": page and page.stopped and form.cleaned_data["before"],
    }
    return render(request, "review/queue.html", context, status=200 if page else 422)


@never_cache
@require_POST
@reviewers
def assign(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Give what was ticked to a reviewer, or to nobody."""
    chosen = request.POST.get("assignee", "")
    colleagues = {str(each.pk): each for each in queries.reviewers(membership.organisation)}
    ticked = _ids(request.POST.getlist("submission"))
    if chosen not in (*colleagues, "nobody"):
        messages.warning(request, _("Nothing was changed: choose who is to review them."))
    elif not ticked:
        messages.warning(request, _("Nothing was changed: tick those that you mean."))
    else:
        changed = reviewing.assign(
            authority=membership.organisation,
            submissions=ticked,
            assignee=colleagues.get(chosen),
            actor=membership.user,
        )
        messages.info(request, _assigned(changed, len(ticked), colleagues.get(chosen)))
    return back_to_desk(membership, request.POST.get("query", ""))


def back_to_desk(membership: Membership, query: str) -> HttpResponseRedirect:
    """With the filters that were there, whatever somebody made of them: never to another site."""
    address = reverse("review:queue", args=[membership.organisation_id])
    kept = QueryDict(query[:2000]).urlencode()
    return HttpResponseRedirect(f"{address}?{kept}" if kept else address)


def _assigned(changed: int, ticked: int, to: Membership | None) -> str:
    if to is None:
        said = ngettext("%(n)d is with nobody now.", "%(n)d are with nobody now.", changed)
    else:
        said = ngettext("%(n)d is with %(who)s now.", "%(n)d are with %(who)s now.", changed)
    done = said % {"n": changed, "who": to.user if to else ""}
    if changed == ticked:
        return done
    rest = ngettext(
        "%(n)d stays as it was: it is closed, not there, or was so already.",
        "%(n)d stay as they were: they are closed, not there, or were so already.",
        ticked - changed,
    )
    return f"{done} {rest % {'n': ticked - changed}}"


def _ids(given: Sequence[str]) -> list[UUID]:
    """Those that are ids, each once; no more than a page has."""
    found: dict[UUID, None] = {}
    for each in given[: 2 * queue.LIMITS.rows]:
        try:
            found[UUID(each)] = None
        except ValueError:
            continue
    return list(found)


def _lines(page: queue.Page) -> list[Line]:
    classes, tiers = dict(offered.classes()), dict(offered.tiers())
    return [
        Line(
            submission=each,
            overdue=bool(getattr(each, "overdue", None)),
            change=classes.get(each.change_class, each.change_class),
            tier=tiers.get(each.tier, each.tier).partition(": ")[2],
        )
        for each in page.rows
    ]


def _onward(form: QueueForm, page: queue.Page) -> str:
    assert page.after is not None  # noqa: S101 - whoever calls it looked
    return form.query(after=form.order.write(page.after), further="1" if page.stopped else None)


def _marked(views: Sequence[SavedView], form: QueueForm) -> list[tuple[SavedView, bool]]:
    """Each, and whether it is what is shown."""
    now = set(form.given.items())
    return [(each, set(QueryDict(each.query).items()) == now) for each in views]
