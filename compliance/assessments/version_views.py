"""What changed between versions, and moving an assessment from one to a newer one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

import questionnaires
from compliance.accounts.access import public
from questionnaires import Edition, NotTheNext, UnknownQuestionnaire
from questionnaires.schema import Question

from . import services
from .changes import fates, groups
from .forms import QuestionsForm
from .grants import Need
from .move_preview import MovePreview, in_words, move_preview, state_in_words, titles
from .pages import Page, page_of, pages
from .permissions import for_assessment
from .queries import Standing, about, in_version


@require_safe
@public
def changes(request: HttpRequest, questionnaire: str, new: str, old: str) -> HttpResponse:
    """What changed from one version to a later one, for everybody."""
    try:
        editions = [questionnaires.edition(questionnaire, each) for each in (old, new)]
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None
    versions = list(questionnaires.library()[questionnaire])
    if versions.index(old) >= versions.index(new):
        raise Http404("not an earlier version")
    found = questionnaires.compare_versions(questionnaires.way(*editions) or editions)
    context = {
        "edition": editions[-1],
        "old": editions[0],
        "groups": groups(found),
        "fates": fates(found),
        "found": found,
        "published": questionnaires.publication(questionnaires.edition_directory(questionnaire, new)),
        "here": "rules",
    }
    return render(request, "assessments/changes.html", context)


# moving -----------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE)
def move(request: HttpRequest, found: Standing) -> HttpResponse:
    """Shows what a move would do, and makes it."""
    preview = move_preview(found)
    seen, to = request.POST.get("seen", ""), request.POST.get("to", "")
    if request.method == "POST" and found.edition.version == to:  # a second click
        return redirect("assessments:tasks", found.assessment.pk)
    if preview is None:
        return render(request, "assessments/newest.html", about(found))
    if request.method != "POST":
        return _move_page(request, preview)
    if (seen, to) != (preview.old.version, preview.new.version):  # an older window
        return _move_page(request, preview, status=409)
    try:
        services.move(assessment_id=found.assessment.pk, seen=seen, to=to, actor=found.grant.user)
    except (services.Moved, NotTheNext):
        return redirect("assessments:move", found.assessment.pk)
    n = len(preview.change.after.unanswered)
    text = ngettext("One question is open.", "%(n)s questions are open.", n) % {"n": n} if n else ""
    messages.info(request, _("You are on version %(version)s now. %(open)s") % {"version": to, "open": text})
    return redirect("assessments:tasks", found.assessment.pk)


def _move_page(request: HttpRequest, preview: MovePreview, status: int = 200) -> HttpResponse:
    before, after = preview.change.before, preview.change.after
    context = {
        **about(preview.standing),
        "preview": preview,
        "before": (in_words(before), state_in_words(before)),
        "after": (in_words(after), state_in_words(after)),
        "gone": titles(preview.old, preview.change.findings.removed),
        "come": titles(preview.new, preview.change.findings.added),
        "items_gone": titles(preview.old, preview.change.items.removed),
        "items_come": titles(preview.new, preview.change.items.added),
        "outdated": status != 200,
    }
    return render(request, "assessments/move.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.MANAGE)
def move_back(request: HttpRequest, found: Standing) -> HttpResponse:
    """Asks whether to go back to the version before the move, and does it."""
    if request.method != "POST":
        return render(request, "assessments/move_back.html", about(found))
    back = services.move_back(
        assessment_id=found.assessment.pk, seen=request.POST.get("seen", ""), actor=found.grant.user
    )
    messages.info(request, _("You are on version %s. Your answers are as you left them.") % back.version)
    return redirect("assessments:tasks", found.assessment.pk)


# older windows ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """An answer that an older window sent, and where it would be given now."""

    question: Question
    answer: str
    pages: tuple[Page, ...]


def moved(request: HttpRequest, found: Standing, seen: str, slug: str) -> HttpResponse:
    """An older window answered another version than the one the assessment is on: nothing was saved, and
    what was sent is shown, so that nothing is lost."""
    try:
        old = questionnaires.edition(found.edition.id, seen)
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None
    if slug not in pages(old):
        raise Http404("no such page")
    form = QuestionsForm(in_version(found.assessment, old), pages(old)[slug], request.POST)
    form.is_valid()
    context = about(found, seen=seen, sent=[each for each in _sent(form, old, found.edition) if each.answer])
    return render(request, "assessments/moved.html", context, status=409)


def _sent(form: QuestionsForm, old: Edition, new: Edition) -> list[Sent]:
    values = form.submissions()
    return [
        Sent(
            question,
            questionnaires.answer_in_words(question, values[question.id].value)
            if question.id in values
            else str(form.data.get(question.id, "")),
            tuple(dict.fromkeys(page_of(new, each) for each in _counterparts(question.id, old, new))),
        )
        for question in form.questions
    ]


def _counterparts(question: str, old: Edition, new: Edition) -> list[str]:
    """The questions of another version, newer or older, in which an answer has its place."""
    if forwards := questionnaires.way(old, new):
        routes = questionnaires.carry_along(forwards, {}).routes
        return [each for each, route in routes.items() if question in route.origins]
    if backwards := questionnaires.way(new, old):
        return list(questionnaires.carry_along(backwards, {}).routes[question].origins)
    return [question] if question in new.questions else []


def not_here(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    """A page that the version has not: one of the version before or after a move, or none at all."""
    others = [found.newer] if found.newer else []
    if before := found.assessment.moved_from:
        others.append(questionnaires.edition(found.edition.id, before))
    if not any(slug in pages(each) for each in others):
        raise Http404("no such page")
    text = _("That question is not part of version %s. These are its sections.") % found.edition.version
    messages.info(request, text)
    return redirect("assessments:tasks", found.assessment.pk)
