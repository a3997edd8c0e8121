"""Signing: read back, say who signs and what may be shown, confirm. The first page keeps nothing; what was
typed travels in the form, and in the session only while a second factor is asked for."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import questionnaires
from compliance.accounts.permissions import step_up_first
from compliance.assessments.attached import counted
from compliance.assessments.grants import Need
from compliance.assessments.permissions import for_assessment
from compliance.assessments.queries import Standing, ownership

from . import issuing, keyring, ledger, reassessing, requesting
from .forms import ConfirmForm, SigningForm
from .models import Attestation, Purpose
from .statement import valid_until
from .typography import Unprintable
from .warnings import warnings

KEPT = "signing"  # session key: what was typed, while a second factor is asked for
sign_it = for_assessment(Need.SIGN, members_only=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sign_it
def sign(request: HttpRequest, found: Standing) -> HttpResponse:
    """Read back, and the signatory's own words; when these are complete, the page to confirm."""
    if found.outcome.unanswered:
        return redirect("assessments:check", found.assessment.pk)
    if first := _second_factor(request, found):
        return first
    kept = request.session.pop(KEPT, {}).get(str(found.assessment.pk))
    if request.method == "POST":
        form = _form(found, request.POST)
        if form.is_valid() and "back" not in request.GET:
            return _confirm_page(request, found, form)
        return _sign_page(request, found, form)
    form = _form(found, kept) if kept else _form(found)
    return _sign_page(request, found, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sign_it
def confirm(request: HttpRequest, found: Standing) -> HttpResponse:
    """Sign, once."""
    if request.method != "POST":
        return redirect("attestations:sign", found.assessment.pk)
    if first := _second_factor(request, found):
        return first
    form, declared = _form(found, request.POST), ConfirmForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, found, form)
    if not declared.is_valid():
        return _confirm_page(request, found, form, declared)
    return _signed(request, found, form, declared)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.READ, members_only=True)
def again(request: HttpRequest, found: Standing) -> HttpResponse:
    """What changed since the last attestation; who answers says which sections still hold."""
    held_against = reassessing.reassessment(found)
    if held_against is None:
        return redirect("assessments:tasks", found.assessment.pk)
    if request.method == "POST" and found.grant.may(Need.ANSWER) and found.grant.user:
        chosen = request.POST.getlist("holds")
        reassessing.confirm(standing=found, sections=chosen, actor=found.grant.user)
        if not reassessing.Reassessment(found, held_against.before).unconfirmed:
            messages.info(request, _("Everything is confirmed."))
        else:
            messages.info(request, _("Your confirmations are saved."))
        return redirect("attestations:compare", found.assessment.pk)
    context = _about(
        found, again=held_against, may_answer=found.grant.may(Need.ANSWER), **_differences(held_against)
    )
    return render(request, "attestations/again.html", context)


def _differences(held_against: reassessing.Reassessment) -> dict[str, Any]:
    """The rules that hold now and did not, and the other way round, with their titles."""
    change = held_against.change
    if change is None:
        return {}
    return {
        "rules_gone": [
            (each, change.before.edition.findings[each].title) for each in change.findings.removed
        ],
        "rules_come": [(each, change.after.edition.findings[each].title) for each in change.findings.added],
        "items_gone": [(each, change.before.edition.items[each].title) for each in change.items.removed],
        "items_come": [(each, change.after.edition.items[each].title) for each in change.items.added],
        "tier_then": questionnaires.explain(change.before).tier,
        "tier_now": questionnaires.explain(change.after).tier,
    }


def _signed(request: HttpRequest, found: Standing, form: SigningForm, declared: ConfirmForm) -> HttpResponse:
    assert found.grant.user is not None  # noqa: S101 - members only
    try:
        attestation = requesting.request(
            assessment_id=found.assessment.pk,
            signatory=found.grant.user,
            grant=found.grant,
            wish=form.wish,
            seen=declared.cleaned_data["seen"],
            key=declared.cleaned_data["key"],
        )
    except requesting.Changed:
        form.add_error(
            None,
            _(
                "Something changed while you read: an answer, a file or a rule. Read it again; nothing was "
                "signed."
            ),
        )
        return _sign_page(request, found, form, status=409)
    except requesting.KeyReused:
        form.add_error(
            None, _("This page was used before to sign something else. Read it again; nothing was signed.")
        )
        return _sign_page(request, found, form, status=409)
    except Unprintable as error:
        form.add_error(None, str(error))
        return _sign_page(request, found, form)
    except requesting.UnderWay as other:
        return _to(other.attestation)
    return _to(issuing.proceed(attestation.pk))


def _to(attestation: Attestation) -> HttpResponseRedirect:
    return redirect("attestations:attestation", attestation.organisation_id, attestation.pk)


def _form(found: Standing, data: Any = None) -> SigningForm:
    assessment = found.assessment
    initial = {name: getattr(assessment, name) for name in ("organisation", "model_name", "model_version")}
    return SigningForm(data, initial=initial, time_stamps=keyring.time_stamping() is not None)


def _second_factor(request: HttpRequest, found: Standing) -> HttpResponse | None:
    """What to do before signing; what was typed waits meanwhile."""
    first = step_up_first(request)
    if first and request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in _form(found).fields if request.POST.get(name)}
        request.session[KEPT] = {str(found.assessment.pk): typed}
        # The page to confirm is reached by a form alone: the way back is to the page before it.
        return step_up_first(request, back=reverse("attestations:sign", args=[found.assessment.pk]))
    return first


def _sign_page(request: HttpRequest, found: Standing, form: SigningForm, status: int = 0) -> HttpResponse:
    before = requesting.latest(found.assessment)
    context = _about(
        found,
        form=form,
        warnings=warnings(found),
        before=before,
        paused=_paused(),
        may_answer=found.grant.may(Need.ANSWER),
    )
    status = status or (422 if form.errors else 200)
    return render(request, "attestations/sign.html", context, status=status)


def _confirm_page(
    request: HttpRequest, found: Standing, form: SigningForm, declared: ConfirmForm | None = None
) -> HttpResponse:
    assert found.grant.user is not None  # noqa: S101 - members only
    seen = requesting.shown(found, form.wish, found.grant.user)
    declared = declared or ConfirmForm(initial={"seen": seen, "key": secrets.token_urlsafe(24)})
    typed = [(name, form[name].value()) for name in form.fields if form[name].value()]
    context = _about(
        found,
        form=declared,
        typed=typed,
        wish=form.wish,
        signatory=found.grant.user,
        valid_until=valid_until(found.outcome),
        before=requesting.latest(found.assessment),
        warnings=warnings(found),
        evaluation=keyring.evaluation(),
    )
    return render(request, "attestations/confirm.html", context, status=422 if declared.errors else 200)


def _paused() -> bool:
    """Whether the register would refuse to sign."""
    try:
        ledger.require_consistent(ledger.log(Purpose.SITE).pk)
    except ledger.Refused:
        return True
    return False


def _about(found: Standing, **more: Any) -> dict[str, Any]:
    return {
        "standing": found,
        "assessment": found.assessment,
        "edition": found.edition,
        "outcome": found.outcome,
        "explanation": found.explanation,
        "evidence": counted(found),
        **ownership(found),
        **more,
    }
