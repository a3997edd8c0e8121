"""Answering, the outcome, and the public pages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import questionnaires
from compliance.accounts.access import public
from compliance.accounts.limits import limited
from questionnaires import Edition, UnknownQuestionnaire
from questionnaires.graph import graph
from questionnaires.plain_words import plain_words
from questionnaires.remedies import MOST_CHANGES

from . import above, attached, drafts, errors, services, version_views
from .discussion import notes
from .forms import QuestionsForm
from .given import asked_of, waiting_for
from .grants import Need
from .not_asked import not_asked
from .outcomes import blocks
from .pages import Page, after, before, page_of
from .panel import panel, picture
from .permissions import for_assessment, held, hold, let_go
from .queries import Standing, about, page, recent, record, standing
from .trials import ways

MAIN = "downstream-modification"  # the questionnaire that the site is about
EVIDENCE = "evidence"  # action: save what is typed, then attach files
FROM_CHECK = "check"  # value of ?from=: the person came from "check your answers" and goes back there


def _main() -> Edition:
    """What the site is about; the first questionnaire there is, where that one is not offered."""
    offered = questionnaires.library()
    return questionnaires.current(MAIN if MAIN in offered else next(iter(offered)))


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    main = _main()
    editions = [questionnaires.current(each) for each in questionnaires.library()]
    context = {
        "main": main,
        "others": [each for each in editions if each is not main],
        **picture(questionnaires.classify(main, {}, timezone.localdate())),
        "recent": recent(held(request)),
    }
    return render(request, "assessments/home.html", context)


@require_safe
@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/help.html", {"main": _main(), "here": "help"})


@require_safe
@public
def newest_rules(request: HttpRequest) -> HttpResponse:
    main = _main()
    return redirect("assessments:rules", main.id, main.version)


@require_safe
@public
def rules(request: HttpRequest, questionnaire: str, version: str) -> HttpResponse:
    try:
        edition = questionnaires.edition(questionnaire, version)
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None
    today = timezone.localdate()
    context = {
        "edition": edition,
        "words": plain_words(edition, today),
        "nodes": graph(edition, today).nodes,
        "record": record(edition),
        "here": "rules",
    }
    return render(request, "assessments/rules.html", context)


@require_POST
@limited("start_as_guest")
@public
def start(request: HttpRequest, questionnaire: str) -> HttpResponse:
    try:
        assessment = services.start(questionnaire=questionnaire)
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None
    hold(request, assessment)
    edition = questionnaires.edition(questionnaire, assessment.version)
    first = page_of(edition, next(iter(edition.questions)))
    return redirect("assessments:question", assessment.pk, first.slug)


@never_cache
@require_safe
@for_assessment(Need.SEE)
def tasks(request: HttpRequest, found: Standing) -> HttpResponse:
    return render(request, "assessments/tasks.html", _context(found, here="tasks", given=asked_of(found)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.SEE)
def question(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    seen = request.POST.get("version", found.edition.version)
    if seen != found.edition.version:
        return version_views.moved(request, found, seen, slug)
    here = page(found.edition, slug)
    if here is None:
        return version_views.not_here(request, found, slug)
    if not here.only(found.asked):
        return not_asked(request, found, here)
    if request.method != "POST":
        return _question_page(request, found, here, _form(request, found, here))
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return errors.not_a_form(request)
    try:
        return _answer(request, found, here)
    except services.Moved:
        moved = standing(found.assessment.pk, found.grant)
        if moved is None:
            raise services.Gone from None
        return version_views.moved(request, moved, found.edition.version, slug)


def _form(request: HttpRequest, found: Standing, here: Page) -> QuestionsForm:
    """What is saved; or what was sent and could not be saved, if it differs."""
    draft = drafts.find(request, found.edition.version)
    if draft:
        form = QuestionsForm(found, here, draft)
        if form.differs():
            form.show_unsaved()
            return form
        drafts.drop(request)
    return QuestionsForm(found, here)


def _answer(request: HttpRequest, found: Standing, here: Page) -> HttpResponse:
    action = request.POST.get("action", "save")
    drafts.drop(request)  # what is sent now came after it
    if action == "discard":
        return redirect("assessments:question", found.assessment.pk, here.slug)
    form = QuestionsForm(found, here, request.POST)
    form.is_valid()
    if action.startswith("calculate"):
        form.calculate(action.removeprefix("calculate-"))
        return _question_page(request, found, here, form, status=422 if form.problems else 200)
    submissions = form.clearings() if action == "clear" else form.submissions()
    conflicts = services.save_answers(
        assessment_id=found.assessment.pk,
        submissions=submissions,
        version=found.edition.version,
        actor=found.grant.user,
        why=form.why,
    )
    saved = standing(found.assessment.pk, found.grant)
    if saved is None:
        raise services.Gone
    if conflicts:
        form.show_conflicts(conflicts, saved)
        return _question_page(request, saved, here, form, status=409)
    if action == "clear":
        messages.info(request, _("Cleared. Answer again whenever you like."))
        return redirect("assessments:question", found.assessment.pk, here.slug)
    if action != "skip":
        if action != EVIDENCE:
            form.require_all(saved)
        if form.errors:
            form.see_again(saved)
            return _question_page(request, saved, here, form, status=422)
    if action == EVIDENCE:
        return redirect("assessments:attach", found.assessment.pk, here.slug)
    return _onwards(request, saved, here, skip=action == "skip")


def _onwards(request: HttpRequest, saved: Standing, here: Page, *, skip: bool) -> HttpResponseRedirect:
    came_from_check = request.GET.get("from") == FROM_CHECK
    onwards = after(saved.edition, here.slug, saved.unanswered, skip=skip)
    if onwards is None or (came_from_check and onwards.slug != here.slug):
        return redirect(
            "assessments:check" if saved.grant.reads else "assessments:tasks", saved.assessment.pk
        )
    address = reverse("assessments:question", args=[saved.assessment.pk, onwards.slug])
    return redirect(f"{address}?from={FROM_CHECK}" if came_from_check else address)


def _question_page(
    request: HttpRequest, found: Standing, here: Page, form: QuestionsForm, status: int = 200
) -> HttpResponse:
    if not form.questions:  # somebody who reads but does not answer
        return redirect("assessments:answer", found.assessment.pk, here.only(found.asked)[0].id)
    sections = [section.id for section in found.edition.questionnaire.sections]
    context = _context(
        found,
        page=here,
        form=form,
        back=before(found.edition, here.slug, found.asked),
        section_number=sections.index(here.section.id) + 1,
        section_count=len(sections),
        from_check=request.GET.get("from") == FROM_CHECK,
        answered=any(each.id in found.answers for each in form.questions),
        given=asked_of(found, form.questions),
        notes=notes(found, form.questions),
        file_count=sum(len(each.files) for each in attached.groups(found, form.questions)),
    )
    return render(request, "assessments/question.html", context, status=status)


@never_cache
@require_safe
@for_assessment(Need.READ)
def check(request: HttpRequest, found: Standing) -> HttpResponse:
    people = waiting_for(found)
    unanswered = [
        (
            found.edition.questions[each],
            found.edition.section_of[each],
            page_of(found.edition, each),
            people.get(each, []),
        )
        for each in found.outcome.unanswered
    ]
    kept = [found.edition.questions[each] for each in found.outcome.progress.not_counted]
    return render(
        request,
        "assessments/check.html",
        _context(
            found,
            unanswered=unanswered,
            kept=kept,
            may_change=found.grant.may(Need.ANSWER),
            files=attached.of_questions(found),
        ),
    )


@never_cache
@require_safe
@for_assessment(Need.READ)
def outcome(request: HttpRequest, found: Standing) -> HttpResponse:
    explanation = found.explanation
    context = _context(
        found,
        explanation=explanation,
        doubts=[explanation.doubt_in_words(doubt) for doubt in found.outcome.doubts],
        blocks=blocks(explanation),
        ways=ways(found),
        evidence=attached.counted(found),
        most_changes=MOST_CHANGES,
        lowest=found.outcome.tier == found.edition.tiers[0],
        **picture(found.outcome),
    )
    return render(request, "assessments/outcome.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE)
def start_over(request: HttpRequest, found: Standing) -> HttpResponse:
    if request.method != "POST":
        return render(request, "assessments/start_over.html", _context(found))
    services.start_over(assessment_id=found.assessment.pk, actor=found.grant.user)
    messages.info(request, _("All answers are cleared."))
    return redirect("assessments:tasks", found.assessment.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE)
def delete(request: HttpRequest, found: Standing) -> HttpResponse:
    if request.method != "POST":
        return _delete_page(request, found)
    try:
        services.delete(assessment_id=found.assessment.pk, actor=found.grant.user)
    except above.Kept:
        return _delete_page(request, found, status=409)
    let_go(request, found.assessment.pk)
    messages.info(request, _("Everything about that assessment is deleted."))
    if found.assessment.owner:
        return redirect("assessments:board", found.assessment.owner.pk)
    return redirect("assessments:home")


def _delete_page(request: HttpRequest, found: Standing, status: int = 200) -> HttpResponse:
    here = found.assessment
    context = _context(
        found, kept=above.kept_files(here), left=above.left(here), marks=above.marks([here]).get(here.pk, [])
    )
    return render(request, "assessments/delete.html", context, status=status)


def _context(found: Standing, **more: Any) -> dict[str, Any]:
    """What every page of an assessment shows: where you are, and the outcome so far."""
    return {
        "panel": panel(found.outcome, found.explanation) if found.grant.reads else None,
        **about(found),
        **more,
    }
