"""What somebody sent and could not save: their session had ended, or the question was not asked any more. It
is kept in their session, and stands in the fields of its page again once they may open that. So it is for
answers, and for what is written about them."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

import questionnaires
from questionnaires.schema import Question

from .colleague_forms import AssignmentForm, CommentForm, DescriptionForm, ModelForm
from .fields import options
from .pages import Page, pages

DRAFTS = "drafts"  # session key: address of a page of questions -> [when, what was sent]
MOST_DRAFTS = 10  # several windows may have been open
MOST_CHARACTERS = 20_000  # of each, as a browser sends them
KEPT_SECONDS = 24 * 3600
ABOUT_THE_FORM = ("csrfmiddlewaretoken", "action")
FORMS: dict[str, type[forms.Form]] = {  # by the name of their pages
    "assessments:answer": CommentForm,
    "assessments:assign": AssignmentForm,
    "assessments:copy": ModelForm,
    "assessments:describe": DescriptionForm,
}
CHOICES = (forms.ChoiceField, forms.MultipleChoiceField)


@dataclass(frozen=True)
class Sent:
    """What was typed and chosen on a page, by question or label; and whether it could be kept."""

    answers: list[tuple[str, str]]
    kept: bool


def rescue(request: HttpRequest) -> Sent | None:
    """Keep what was sent, instead of anything kept for its page before; None where nothing was typed.

    It is read with the public questionnaires alone: whether there is such an assessment is not asked.
    """
    found = (_answers(request) or _typed(request)) if request.method == "POST" else []
    answers = [(about, said) for about, said in found if said]
    return Sent(answers, _keep(request)) if answers else None


def find(request: HttpRequest, version: str) -> QueryDict | None:
    """What was kept for this page, if it answers this version of the questionnaire."""
    _when, text = _kept(request).get(request.path, (0, ""))
    draft = QueryDict(text)
    return draft if draft.get("version") == version else None


def initial(request: HttpRequest, form: type[forms.Form]) -> dict[str, Any]:
    """What was kept for the form of this page. What is sent now came after it."""
    if request.method == "POST":
        drop(request)
    _when, text = _kept(request).get(request.path, (0, ""))
    sent = QueryDict(text)
    return {
        name: sent.getlist(name) if isinstance(field, forms.MultipleChoiceField) else sent[name]
        for name, field in form.base_fields.items()
        if name in sent
    }


def discarded(request: HttpRequest) -> bool:
    """Whether somebody wants to see what is saved instead; then nothing is kept for this page any more."""
    if request.method != "POST" or request.POST.get("action") != "discard":
        return False
    drop(request)
    return True


def drop(request: HttpRequest) -> None:
    kept = _kept(request)
    if kept.pop(request.path, None):
        request.session[DRAFTS] = kept


def latest(request: HttpRequest, assessment_id: UUID) -> str:
    """The address of the page of an assessment for which something was kept last; empty where nothing was."""
    return next(reversed(_of(request, assessment_id)), "")


def forget(request: HttpRequest, assessment_id: UUID) -> None:
    """Keep nothing for an assessment any more."""
    gone = _of(request, assessment_id)
    if gone:
        request.session[DRAFTS] = {path: each for path, each in _kept(request).items() if path not in gone}


def _of(request: HttpRequest, assessment_id: UUID) -> list[str]:
    root = reverse("assessments:tasks", args=[assessment_id])
    return [path for path in _kept(request) if path.startswith(root)]


def _keep(request: HttpRequest) -> bool:
    sent = request.POST.copy()
    for each in ABOUT_THE_FORM:
        sent.pop(each, None)
    text = sent.urlencode()
    if len(text) > MOST_CHARACTERS:
        return False
    kept = {path: each for path, each in _kept(request).items() if path != request.path}
    request.session[DRAFTS] = dict([*kept.items(), (request.path, [int(time.time()), text])][-MOST_DRAFTS:])
    return True


def _kept(request: HttpRequest) -> dict[str, tuple[int, str]]:
    there = request.session.get(DRAFTS, {})
    since = time.time() - KEPT_SECONDS
    kept = {path: (when, text) for path, (when, text) in there.items() if when > since}
    if len(kept) < len(there):
        request.session[DRAFTS] = kept
    return kept


def _answers(request: HttpRequest) -> list[tuple[str, str]]:
    here = _page(request)
    return [(each.text, _in_words(each, request.POST)) for each in here.questions] if here else []


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What stands in the fields that one writes in."""
    form = FORMS.get(request.resolver_match.view_name) if request.resolver_match else None
    if form is None:
        return []
    written = {name: each for name, each in form.base_fields.items() if not isinstance(each, CHOICES)}
    return [(str(each.label), request.POST.get(name, "").strip()) for name, each in written.items()]


def _page(request: HttpRequest) -> Page | None:
    """The page of questions at this address, of whichever questionnaire has it in the version answered."""
    match = request.resolver_match
    if match is None or match.url_name != "question":  # elsewhere the body, files perhaps, is not even read
        return None
    slug = match.kwargs["slug"]
    version = request.POST.get("version", "")
    for name, versions in questionnaires.library().items():
        found = pages(questionnaires.edition(name, version)).get(slug) if version in versions else None
        if found and any(f"seen__{each.id}" in request.POST for each in found.questions):
            return found
    return None


def _in_words(question: Question, sent: QueryDict) -> str:
    if question.kind == "number" and f"unknown__{question.id}" in sent:
        return _("I do not know")
    texts = {option.value: option.text for option in options(question)}
    values = [texts.get(each, each) for each in sent.getlist(question.id) if each.strip()]
    unit = sent.get(f"unit__{question.id}", "") if values else ""
    return " ".join([", ".join(values), unit]).strip()
