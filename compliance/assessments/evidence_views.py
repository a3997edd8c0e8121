"""Files attached to answers: attaching, listing, taking away. They leave here as downloads only."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from compliance.accounts import limits

from . import above, attached, errors, evidence, version_views
from .evidence_forms import EvidenceForm
from .grants import Need
from .inspection.refusals import Refused
from .not_asked import not_asked
from .pages import Page, page_of
from .permissions import for_assessment
from .queries import Standing, about, page
from .refusals import kinds_in_words, quota_in_words, refused_in_words
from .uploads import takes_files


@never_cache
@require_safe
@for_assessment(Need.SEE)
def listing(request: HttpRequest, found: Standing) -> HttpResponse:
    """All that is attached, as far as this person sees it."""
    return render(request, "assessments/evidence.html", about(found, groups=attached.groups(found)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.SEE)
@takes_files
def attach(request: HttpRequest, found: Standing, slug: str) -> HttpResponse:
    """What is attached to the answers of a page, and attaching more."""
    here = page(found.edition, slug)
    if here is None:
        return version_views.not_here(request, found, slug)
    asked = here.only(found.asked)
    if not asked:
        return not_asked(request, found, here)
    questions = [each for each in asked if found.grant.answers(each.id)]
    if request.method != "POST" or not questions:
        return _attach_page(request, found, here, EvidenceForm(questions=questions))
    form = EvidenceForm(request.POST, request.FILES, questions=questions)
    if form.is_valid() and not limits.allowed(request, "upload", key=found.assessment.pk):
        limits.refuse(form)
    elif form.is_valid() and _attached(request, found, form):
        return redirect("assessments:attach", found.assessment.pk, slug)
    return _attach_page(request, found, here, form, status=limits.status(form))


def _attached(request: HttpRequest, found: Standing, form: EvidenceForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        new = evidence.attach(
            assessment_id=found.assessment.pk,
            question=form.cleaned_data["question"],
            version=found.edition.version,
            file=file,
            name=file.name,
            note=form.cleaned_data["note"],
            actor=found.grant.user,
        )
    except Refused as refused:
        form.add_error("file", refused_in_words(refused))
    except evidence.QuotaReached as reached:
        form.add_error("file", quota_in_words(reached))
    except evidence.AlreadyThere as there:  # sent twice, perhaps by a double click: nothing is wrong
        messages.info(request, _("%s is attached already.") % there.evidence.name)
    else:
        messages.info(request, _("%s is attached.") % new.name)
    return not form.errors


def _attach_page(
    request: HttpRequest, found: Standing, here: Page, form: EvidenceForm, status: int = 200
) -> HttpResponse:
    context = about(
        found,
        page=here,
        form=form,
        may_attach=form.may_attach,
        groups=attached.groups(found, here.questions),
        several=len(here.only(found.asked)) > 1,
        kinds=kinds_in_words(),
    )
    return render(request, "assessments/attach.html", context, status=status)


@never_cache
@require_safe
@for_assessment(Need.SEE)
def download(request: HttpRequest, found: Standing, evidence_id: UUID) -> HttpResponse:
    """The file, byte by byte, never shown: whatever got past the inspection does not run on this site."""
    here = attached.one(found, evidence_id)
    if here is None:
        raise Http404("no such file here")
    try:
        file = storages["evidence"].open(here.stored_as)
    except FileNotFoundError:
        return errors.file_not_there(request)
    response = FileResponse(
        file, as_attachment=True, filename=here.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response  # type: ignore[return-value] # a response too, only read in pieces


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.SEE)
def remove(request: HttpRequest, found: Standing, evidence_id: UUID) -> HttpResponse:
    here = attached.one(found, evidence_id)
    if here is None:
        raise Http404("no such file here")
    if not found.grant.answers(here.question):  # somebody who reads but does not answer
        return redirect("assessments:evidence", found.assessment.pk)
    why = above.why_kept(here)
    if request.method != "POST" or why:
        status = 409 if request.method == "POST" else 200
        context = about(found, file=here, why=why)
        return render(request, "assessments/remove_evidence.html", context, status=status)
    evidence.detach(assessment_id=found.assessment.pk, evidence_id=here.pk, actor=found.grant.user)
    messages.info(request, _("%s is removed.") % here.name)
    if here.question in found.asked:
        return redirect("assessments:attach", found.assessment.pk, page_of(found.edition, here.question).slug)
    return redirect("assessments:evidence", found.assessment.pk)
