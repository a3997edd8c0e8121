"""Signing: read back, say who signs and what may be shown, confirm. The first page keeps nothing; what was
typed travels in the form, and in the session only while a second factor is asked for."""

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.forms import CharField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compliance.accounts import typed
from compliance.accounts.permissions import person
from compliance.assessments.attached import counted
from compliance.assessments.drafts import Sent
from compliance.assessments.grants import Need
from compliance.assessments.permissions import for_assessment
from compliance.assessments.queries import Standing, about

from . import issuing, keyring, ledger, queries, requesting
from .forms import ConfirmForm, SigningForm
from .models import Attestation, Purpose
from .statement import valid_until
from .stepping_up import step_up, waiting
from .typography import Unprintable
from .warnings import warnings

P = ParamSpec("P")


def sign_it(
    view: Callable[Concatenate[HttpRequest, Standing, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
    """For signatories. Where a session has ended, what was typed waits until its sender has signed in."""
    opened = for_assessment(Need.SIGN, members_only=True)(view)

    @wraps(opened)
    def checked(request: HttpRequest, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return opened(request, assessment_id, *args, **kwargs)
        except Http404:
            written = _written(request) if person(request) is None else []
            if not written:
                raise
            typed.keep(request, page=reverse("attestations:sign", args=[assessment_id]))
            return render(request, "assessments/not_saved.html", {"sent": Sent(written, True)}, status=404)

    return checked


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent of the fields that one writes in, with their labels."""
    fields = SigningForm.base_fields.items()
    return [
        (str(each.label), said)
        for name, each in fields
        if isinstance(each, CharField) and (said := request.POST.get(name, "").strip())
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sign_it
def sign(request: HttpRequest, found: Standing) -> HttpResponse:
    """Read back, and the signatory's own words; when these are complete, the page to confirm."""
    if found.outcome.unanswered:
        return redirect("assessments:check", found.assessment.pk)
    if first := step_up(request, _page(found)):
        return first
    sent = request.POST if request.method == "POST" else waiting(request, _page(found))
    form = _form(found, sent, typed.again(request, SigningForm))
    if request.method == "POST" and form.is_valid() and "back" not in request.GET:
        return _confirm_page(request, found, form)
    return _sign_page(request, found, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sign_it
def confirm(request: HttpRequest, found: Standing) -> HttpResponse:
    """Sign, once."""
    if request.method != "POST":
        return redirect("attestations:sign", found.assessment.pk)
    if first := step_up(request, _page(found)):
        return first
    form, declared = _form(found, request.POST), ConfirmForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, found, form)
    if not declared.is_valid():
        return _confirm_page(request, found, form, declared)
    return _signed(request, found, form, declared)


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


def _form(found: Standing, data: Any = None, kept: Mapping[str, Any] | None = None) -> SigningForm:
    assessment = found.assessment
    initial = {name: getattr(assessment, name) for name in ("organisation", "model_name", "model_version")}
    if before := requesting.latest(assessment):
        initial |= _as_before(before, found)
    initial |= kept or {}
    return SigningForm(data, initial=initial, time_stamps=keyring.time_stamping() is not None)


def _as_before(before: Attestation, found: Standing) -> dict[str, Any]:
    """What was chosen for the attestation that this one takes the place of: who is listed stays listed."""
    statement = queries.statement(before)
    chosen = {"shows": before.shows, "published": before.published}
    chosen["with_remedies"] = statement["remedies"] is not None
    if before.signed_by == found.grant.user and statement["signatory"]:
        chosen["function"] = statement["signatory"]["function"]
    return chosen


def _page(found: Standing) -> str:
    """Where it begins. The page to confirm is reached by a form alone: the way back leads here too."""
    return reverse("attestations:sign", args=[found.assessment.pk])


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
    carried = [(name, form[name].value()) for name in form.fields if form[name].value()]
    context = _about(
        found,
        form=declared,
        typed=carried,
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
    return about(found, explanation=found.explanation, evidence=counted(found), **more)
