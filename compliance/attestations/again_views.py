"""Assessing again: what changed since the last attestation, and which answers still hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import questionnaires
from compliance.assessments.grants import Need
from compliance.assessments.permissions import for_assessment
from compliance.assessments.queries import Standing, about

from . import reassessing


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
        if request.POST.get("then") == "sign":
            return redirect("attestations:sign", found.assessment.pk)
        if not reassessing.Reassessment(found, held_against.before).unconfirmed:
            messages.info(request, _("Everything is confirmed."))
        else:
            messages.info(request, _("Your confirmations are saved."))
        return redirect("attestations:compare", found.assessment.pk)
    may_answer = found.grant.may(Need.ANSWER)
    context = about(found, again=held_against, may_answer=may_answer, **_differences(held_against))
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
