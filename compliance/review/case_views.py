"""An authority's side: one submission, read, discussed and decided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.accounts import queries as accounts
from compliance.accounts.models import Membership
from compliance.assessments.trials import Trial

from . import letters, queries, reviewing
from .company_views import attachment, letter_of
from .forms import AskForm, DecisionForm, RemarkForm, ReturnForm
from .models import Submission
from .permissions import reviewers
from .reading import Reading

DAYS_TO_ANSWER = 14  # what is proposed; our own convention
MEANWHILE = gettext_lazy("Something changed meanwhile, so that this cannot be done now. Look again.")
ALL = "all"  # in an address: not one answer, but all of it


@never_cache
@require_safe
@reviewers
def case(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """What was declared, what differs from before, and everything that was said about it."""
    here = _one(membership, submission_id)
    return render(request, "review/case.html", _about(membership, here, reading=Reading(here)))


@never_cache
@require_safe
@reviewers
def file(
    request: HttpRequest, membership: Membership, submission_id: UUID, enclosure_id: int
) -> HttpResponseBase:
    """A file as it was sent."""
    return attachment(_one(membership, submission_id), enclosure_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def about(request: HttpRequest, membership: Membership, submission_id: UUID, slug: str) -> HttpResponse:
    """One answer, or all of it: remarks among colleagues, and questions to the company."""
    here = _one(membership, submission_id)
    question = "" if slug == ALL else slug
    reading = Reading(here)
    line = reading.line(slug) if question else None
    if question and line is None:
        raise Http404("not answered in this submission")
    due = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    asking = request.POST.get("do") == "ask"
    ask = AskForm(request.POST if asking else None, initial={"due": due}, prefix="ask")
    remark = RemarkForm(request.POST if request.method == "POST" and not asking else None, prefix="remark")
    sent = ask if asking else remark
    if request.method == "POST" and sent.is_valid():
        step = reviewing.ask if asking else reviewing.remark
        done = _("The question is with the company.") if asking else _("Your remark is kept.")
        what = {"submission": here, "question": question, "actor": membership.user, **sent.cleaned_data}
        if _done(request, sent, done, step, **what):
            return redirect("review:about", membership.organisation_id, here.pk, slug)
    context = _about(
        membership,
        here,
        line=line,
        slug=slug,
        ask=ask,
        remark=remark,
        form=sent,
        remarks=[each for each in here.remarks.all() if each.question == question],
        clarifications=[each for each in here.clarifications.all() if each.question == question],
    )
    return render(request, "review/about.html", context, status=422 if sent.errors else 200)


@never_cache
@require_POST
@reviewers
def take(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """Give the review to somebody: oneself, a colleague, or nobody."""
    here = _one(membership, submission_id)
    chosen = request.POST.get("assignee", "")
    colleagues = {str(each.pk): each for each in queries.reviewers(membership.organisation)}
    if chosen and chosen not in colleagues:
        messages.warning(request, _("Choose somebody who reviews here."))
    else:
        reviewing.assign(
            authority=membership.organisation,
            submissions=[here.pk],
            assignee=colleagues.get(chosen),
            actor=membership.user,
        )
    return redirect("review:case", membership.organisation_id, here.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def decide(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """Close it, or propose to."""
    here = _one(membership, submission_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (why := letters.unprintable(here, form.cleaned_data["reasons"])):
        form.add_error("reasons", why)
    if request.method == "POST" and form.is_valid():
        four = reviewing.needs_four_eyes(here)
        done = _("Proposed. A second reviewer has to agree.") if four else _("It is closed.")
        what = {"submission": here, "actor": membership.user, **form.cleaned_data}
        if _done(request, form, done, reviewing.decide, **what):
            _write_letter(here)
            return redirect("review:case", membership.organisation_id, here.pk)
    context = _about(membership, here, form=form, four_eyes=reviewing.needs_four_eyes(here))
    return render(request, "review/decide.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def second(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """The second pair of eyes: agree, or send it back with a reason."""
    here = _one(membership, submission_id)
    proposal = queries.proposal(here)
    if proposal is None:
        return redirect("review:case", membership.organisation_id, here.pk)
    agreeing = request.POST.get("do") == "agree"
    form = ReturnForm(request.POST if request.method == "POST" and not agreeing else None)
    same: dict[str, Any] = {"submission": here, "decision_id": proposal.pk, "actor": membership.user}
    gone = request.method == "POST" and request.POST.get("seen") != str(proposal.pk)
    if gone:
        form.add_error(None, MEANWHILE) if form.is_bound else messages.warning(request, MEANWHILE)
    elif agreeing:
        if _done(request, form, _("It is closed."), reviewing.agree, **same):
            _write_letter(here)
            return redirect("review:case", membership.organisation_id, here.pk)
    elif form.is_valid():
        same |= form.cleaned_data
        if _done(request, form, _("It is sent back."), reviewing.send_back, **same):
            return redirect("review:case", membership.organisation_id, here.pk)
    own = proposal.proposed_by_id == membership.user_id
    if own:
        form.fields["because"].label = _("Why you take it back")
    context = _about(membership, here, form=form, own=own)
    return render(request, "review/second.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reviewers
def what_if(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """What other answers would have led to. Nothing is kept."""
    here = _one(membership, submission_id)
    standing = Reading(here).standing
    if standing is None:
        messages.info(request, _("Its version of the questions is not on offer any more."))
        return redirect("review:case", membership.organisation_id, here.pk)
    trial = Trial(standing, request.POST if request.method == "POST" else None, every=True)
    context = _about(membership, here, trial=trial, form=trial.form, now=trial.standing.explanation)
    return render(request, "review/what_if.html", context, status=422 if trial.form.errors else 200)


def _done(request: HttpRequest, form: Form, done: str, step: Callable[..., object], **what: Any) -> bool:
    """Take a step, and say so; else why not, beside what was typed."""
    try:
        step(**what)
    except reviewing.Closed:
        why = _("It was closed meanwhile. Nothing was changed.")
    except reviewing.SameEyes:
        why = _("You proposed it: somebody else has to agree.")
    except reviewing.Refused:
        why = str(MEANWHILE)
    else:
        messages.info(request, done)
        return True
    if form.is_bound:
        form.add_error(None, why)
    else:
        messages.warning(request, why)
    return False


def _write_letter(here: Submission) -> None:
    """At once where it can be; a worker tries again each minute."""
    decided = here.decisions.exclude(decided_at=None).select_related("submission__authority").first()
    if decided:
        letters.issue(decided)


@never_cache
@require_safe
@reviewers
def letter(request: HttpRequest, membership: Membership, submission_id: UUID, what: str) -> HttpResponse:
    """The letter about the decision, or its proof."""
    return letter_of(_one(membership, submission_id), what)


def _one(membership: Membership, submission_id: UUID) -> Submission:
    found = queries.one(membership.organisation, submission_id)
    if found is None:
        raise Http404("nothing that this authority received")
    return found


def _about(membership: Membership, here: Submission, **more: Any) -> dict[str, Any]:
    decision = queries.decision(here)
    return {
        **accounts.about(membership, "desk"),
        "submission": here,
        "reviewers": queries.reviewers(membership.organisation),
        "proposal": queries.proposal(here),
        "decision": decision,
        "letter": letters.of(decision) if decision else None,
        **more,
    }
