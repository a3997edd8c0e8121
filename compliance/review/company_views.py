"""A company's side: what it sends to an authority, what becomes of it, and what it is asked."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from compliance.accounts.models import Membership
from compliance.accounts.queries import about
from compliance.attestations import letters as sealed
from compliance.attestations import queries as attestations
from compliance.attestations.models import Attestation
from compliance.attestations.stepping_up import step_up, waiting

from . import files, letters, queries, receiving, reviewing
from .forms import AnswerForm, SubmitForm
from .models import Enclosure, Submission
from .permissions import answerers, holders, signatories


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signatories
def submit(request: HttpRequest, membership: Membership, attestation_id: UUID) -> HttpResponse:
    """Shows what will be sent, and sends it."""
    attestation = _standing(membership, attestation_id)
    if first := step_up(request, request.path):
        return first
    try:
        parts = receiving.parts(attestation)
    except (receiving.NotToBeSent, FileNotFoundError):
        messages.warning(request, _("A file of it cannot be read at the moment. Try again later."))
        return redirect("attestations:attestation", membership.organisation_id, attestation.pk)
    typed = request.POST if request.method == "POST" else waiting(request, request.path)
    form = SubmitForm(
        typed,
        authorities=receiving.authorities(),
        has_files=any(each.kind == Enclosure.Kind.EVIDENCE for each in parts),
    )
    if request.method == "POST" and form.is_valid():
        return _sent(request, membership, attestation, form)
    sent = {each.authority_id: each for each in attestation.submissions.select_related("authority")}
    context = about(
        membership, "submissions", attestation=attestation, parts=parts, form=form, sent=sent.values()
    )
    return render(request, "review/submit.html", context, status=422 if form.errors else 200)


def _sent(
    request: HttpRequest, membership: Membership, attestation: Attestation, form: SubmitForm
) -> HttpResponse:
    given = form.cleaned_data
    try:
        new = receiving.submit(
            attestation=attestation,
            authority=given["authority"],
            actor=membership.user,
            note=given["note"],
            with_evidence=given.get("with_evidence", False),
        )
    except receiving.NotToBeSent:
        messages.warning(request, _("It could not be sent: a file of it cannot be read. Try again later."))
        return redirect("review:submit", membership.organisation_id, attestation.pk)
    messages.info(request, _("%s has received it.") % new.authority.name)
    return redirect("review:sent", membership.organisation_id, new.pk)


@never_cache
@require_safe
@holders
def submissions(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Everything that was sent to authorities."""
    context = about(membership, "submissions", submissions=queries.sent_by(membership.organisation))
    return render(request, "review/submissions.html", context)


@never_cache
@require_safe
@holders
def sent(request: HttpRequest, membership: Membership, submission_id: UUID) -> HttpResponse:
    """The receipt, where it stands, and what is asked; without the names of those who review it."""
    here = _one(membership, submission_id)
    decision = queries.decision(here)
    context = about(
        membership,
        "submissions",
        submission=here,
        decision=decision,
        letter=letters.of(decision) if decision else None,
        events=[each for each in here.events.all() if not each.internal],
        may_answer=bool(membership.assessor or membership.signatory),
    )
    return render(request, "review/sent.html", context)


@never_cache
@require_safe
@holders
def own_file(
    request: HttpRequest, membership: Membership, submission_id: UUID, enclosure_id: int
) -> HttpResponseBase:
    """A file as it was sent."""
    return attachment(_one(membership, submission_id), enclosure_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answerers
def answer(
    request: HttpRequest, membership: Membership, submission_id: UUID, clarification_id: int
) -> HttpResponse:
    """Answer what an authority asked."""
    here = _one(membership, submission_id)
    asked = here.clarifications.filter(pk=clarification_id).first()
    if asked is None:
        raise Http404("not asked")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.answer(clarification=asked, text=form.cleaned_data["text"], actor=membership.user)
        except reviewing.Closed:
            form.add_error(None, _("The review was closed meanwhile. Your answer was not sent."))
        else:
            messages.info(request, _("Your answer is with the authority."))
            return redirect("review:sent", membership.organisation_id, here.pk)
    context = about(membership, "submissions", submission=here, asked=asked, form=form)
    return render(request, "review/answer.html", context, status=422 if form.errors else 200)


def attachment(here: Submission, enclosure_id: int) -> HttpResponseBase:
    """A file of a submission, never shown in the page."""
    enclosure = here.enclosures.filter(pk=enclosure_id).first()
    if enclosure is None:
        raise Http404("no such file of this submission")
    try:
        return FileResponse(
            files.opened(enclosure),
            as_attachment=True,
            filename=enclosure.name,
            content_type="application/octet-stream",
        )
    except FileNotFoundError:
        raise Http404("the storage has lost it") from None


@never_cache
@require_safe
@holders
def own_letter(request: HttpRequest, membership: Membership, submission_id: UUID, what: str) -> HttpResponse:
    """The letter about the decision, or its proof."""
    return letter_of(_one(membership, submission_id), what)


def letter_of(here: Submission, what: str) -> HttpResponse:
    decision = queries.decision(here)
    letter = letters.of(decision) if decision else None
    if letter is None or what not in ("pdf", "proof"):
        raise Http404("no letter yet")
    name = f"decision-{letter.made_at:%Y-%m-%d}-{letter.sha256[:8]}.pdf"
    if what == "pdf":
        try:
            response = HttpResponse(sealed.content(letter), content_type="application/pdf")
        except FileNotFoundError:
            raise Http404("the storage has lost it") from None
    else:
        name += ".tlog-proof"
        response = HttpResponse(sealed.proof(letter), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _one(membership: Membership, submission_id: UUID) -> Submission:
    found = queries.one_sent(membership.organisation, submission_id)
    if found is None:
        raise Http404("nothing that this organisation sent")
    return found


def _standing(membership: Membership, attestation_id: UUID) -> Attestation:
    found = attestations.one(membership.organisation, attestation_id)
    if found is None or not found.stands:
        raise Http404("no attestation of this organisation that stands")
    return found
