"""The board of an organisation, and working on an assessment together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import questionnaires
from compliance.accounts import limits, typed
from compliance.accounts import queries as accounts
from compliance.accounts.models import Membership, Role
from compliance.accounts.permissions import for_members

from . import attached, colleagues, drafts, services
from .board import board
from .colleague_forms import AssignmentForm, CommentForm, DescriptionForm, ModelForm, StartForm
from .discussion import comments, history
from .given import given
from .grants import Need
from .pages import page_of
from .permissions import for_assessment, held, let_go
from .queries import Standing, about, recent


@never_cache
@require_safe
@for_members()
def board_page(request: HttpRequest, membership: Membership) -> HttpResponse:
    """All assessments of an organisation; for those without a role, what was given to them."""
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "lines": board(membership),
        "guests": recent(held(request)) if membership.assessor else [],
        "here": "board",
    }
    return render(request, "assessments/board.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Role.ASSESSOR)
def start(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = StartForm(request.POST or None, initial=typed.again(request, StartForm))
    if request.method == "POST" and form.is_valid():
        assessment = services.start(owner=membership.organisation, actor=membership.user, **form.cleaned_data)
        return redirect("assessments:tasks", assessment.pk)
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "form": form,
        "here": "board",
    }
    return render(request, "assessments/start.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@for_members(Role.ASSESSOR)
def take_along(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Brings in what this browser began as a guest."""
    taken = colleagues.take_along(
        assessment_ids=[UUID(each) for each in held(request)],
        organisation=membership.organisation,
        actor=membership.user,
    )
    for each in taken:
        let_go(request, each.pk)
    n = len(taken)
    text = ngettext(
        "%d assessment is with your organisation now.", "%d assessments are with your organisation now.", n
    )
    messages.info(request, text % n)
    return redirect("assessments:board", membership.organisation_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE)
def describe(request: HttpRequest, found: Standing) -> HttpResponse:
    """Which model it is about, and by when it should be done."""
    assessment = found.assessment
    if drafts.discarded(request):
        return redirect(request.path)
    names = {each: getattr(assessment, each) for each in ("model_name", "model_version", "due")}
    kept = drafts.initial(request, DescriptionForm)
    form = DescriptionForm(request.POST or None, initial=names | kept)
    if request.method == "POST" and form.is_valid():
        services.describe(
            assessment_id=assessment.pk,
            organisation=assessment.organisation,
            model_name=form.cleaned_data["model_name"],
            model_version=form.cleaned_data["model_version"],
            actor=found.grant.user,
        )
        if found.grant.user and assessment.owner:
            colleagues.set_due(
                assessment_id=assessment.pk, due=form.cleaned_data["due"], actor=found.grant.user
            )
        return redirect("assessments:tasks", assessment.pk)
    context = about(found, form=form, unsaved=bool(kept))
    return render(request, "assessments/describe.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE, members_only=True)
def copy(request: HttpRequest, found: Standing) -> HttpResponse:
    """Starts a new assessment from the answers of this one."""
    if drafts.discarded(request):
        return redirect(request.path)
    kept = drafts.initial(request, ModelForm)
    form = ModelForm(request.POST or None, initial={"model_name": found.assessment.model_name} | kept)
    if request.method == "POST" and form.is_valid():
        new = colleagues.copy(assessment_id=found.assessment.pk, actor=_user(found), **form.cleaned_data)
        messages.info(request, _("This is the copy. Check each answer: they were given for another model."))
        return redirect("assessments:check", new.pk)
    context = about(found, form=form, unsaved=bool(kept))
    return render(request, "assessments/copy.html", context, status=422 if form.errors else 200)


# assignments ------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE, members_only=True)
def assign(request: HttpRequest, found: Standing) -> HttpResponse:
    """Who was given what; and giving more."""
    if drafts.discarded(request):
        return redirect(request.path)
    owner = found.assessment.owner
    assert owner is not None  # noqa: S101 - members only
    people = accounts.members(owner)
    chosen = {"sections": request.GET.getlist("section"), "questions": request.GET.getlist("question")}
    kept = drafts.initial(request, AssignmentForm)
    form = AssignmentForm(
        request.POST or None, initial=chosen | kept, edition=found.edition, colleagues=people
    )
    if request.method == "POST" and form.is_valid() and not limits.allowed(request, "assign", key=owner.pk):
        limits.refuse(form)
    elif request.method == "POST" and form.is_valid():
        assignee = next(each for each in people if each.pk == form.cleaned_data["assignee"])
        colleagues.assign(
            assessment_id=found.assessment.pk,
            actor=_user(found),
            assignee=assignee,
            sections=form.cleaned_data["sections"],
            questions=form.cleaned_data["questions"],
            note=form.cleaned_data["note"],
            due=form.cleaned_data["due"],
            address=request.build_absolute_uri(reverse("assessments:tasks", args=[found.assessment.pk])),
        )
        messages.info(request, _("%s is asked by e-mail.") % assignee.user)
        return redirect("assessments:assign", found.assessment.pk)
    there = found.assessment.assignments.select_related("assignee__user").order_by("created_at", "pk")
    words = [given(each, found.edition, found.outcome.unanswered) for each in there]
    context = about(found, form=form, given=words, unsaved=bool(kept))
    return render(request, "assessments/assign.html", context, status=limits.status(form))


@never_cache
@require_POST
@for_assessment(Need.MANAGE, members_only=True)
def unassign(request: HttpRequest, found: Standing, assignment_id: int) -> HttpResponse:
    colleagues.unassign(assessment_id=found.assessment.pk, assignment_id=assignment_id, actor=_user(found))
    messages.info(request, _("The questions are taken back. What was answered stays."))
    return redirect("assessments:assign", found.assessment.pk)


# one answer -------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.SEE)
def answer(request: HttpRequest, found: Standing, question_id: str) -> HttpResponse:
    """One answer with its history, and what colleagues said about it."""
    question = found.edition.questions.get(question_id)
    if question is None or not found.grant.sees(question_id):
        raise Http404("no such question here")
    if drafts.discarded(request):
        return redirect(request.path)
    kept = drafts.initial(request, CommentForm)
    form = CommentForm(request.POST or None, initial=kept)
    if request.method == "POST" and found.assessment.owner and form.is_valid():
        try:
            colleagues.comment(
                assessment_id=found.assessment.pk,
                question=question_id,
                text=form.cleaned_data["text"],
                actor=_user(found),
            )
            return redirect("assessments:answer", found.assessment.pk, question_id)
        except colleagues.TooManyComments:
            form.add_error(
                "text", _("There are %s comments already: talk to each other.") % colleagues.MOST_COMMENTS
            )
    value = found.answers.get(question_id)
    context = about(
        found,
        question=question,
        asked=question_id in found.outcome.asked,
        answer=questionnaires.answer_in_words(question, value) if value is not None else "",
        page=page_of(found.edition, question_id),
        history=history(found, question),
        groups=attached.groups(found, [question]),
        comments=comments(found, question_id),
        form=form,
        unsaved=bool(kept),
        may_answer=found.grant.answers(question_id),
    )
    return render(request, "assessments/answer.html", context, status=422 if form.errors else 200)


def _user(found: Standing) -> Any:
    assert found.grant.user is not None  # noqa: S101 - only members of an organisation get here
    return found.grant.user
