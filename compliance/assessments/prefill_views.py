"""“Bring what you have”: answers proposed from files, taken one by one. The files are read and forgotten."""

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compliance.accounts import limits

from . import prefill, services
from .grants import Need
from .permissions import for_assessment
from .prefill_forms import FilesForm
from .prefill_review import Review, Sheet, opened
from .queries import Standing, about, standing
from .uploads import takes_files


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.CONTRIBUTE)
@takes_files
def bring(request: HttpRequest, found: Standing) -> HttpResponse:
    """Takes files and shows what they propose for the questions that this person may answer; then saves what
    was taken of it."""
    if request.method != "POST":
        return _files_page(request, found, FilesForm())
    if "sheet" in request.POST:
        return _reviewed(request, found)
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid() and not limits.allowed(request, "upload", key=found.assessment.pk):
        limits.refuse(form)
    if not form.is_valid():
        return _files_page(request, found, form, status=limits.status(form))
    sheet = _read(found, form)
    review = Review(found, sheet)
    if review.groups or review.agreed:
        return _review_page(request, review, sheet)
    for each in sheet.rejected:
        form.add_error("brought", f"{each.file} {each.text}")
    status = limits.status(form)
    return _files_page(request, found, form, status=status, nothing=not sheet.rejected, remarks=sheet.remarks)


def _reviewed(request: HttpRequest, found: Standing) -> HttpResponse:
    """Saves what was taken; or ticks what merely fills gaps, to be looked at first."""
    try:
        sheet = opened(request.POST["sheet"], found.assessment.pk)
    except BadSignature:
        form = FilesForm(request.POST, request.FILES)
        form.errors.clear()  # nothing was brought this time, which is no fault
        form.add_error("brought", _("These proposals are too old, or were changed. Bring the files again."))
        return _files_page(request, found, form, status=422)
    review = Review(found, sheet, request.POST)
    if review.gaps_ticked:
        return _review_page(request, review, sheet)
    submissions = review.submissions()
    if not submissions:
        return _review_page(request, review, sheet, status=422, nothing_chosen=True)
    try:
        conflicts = services.save_answers(
            assessment_id=found.assessment.pk,
            submissions=submissions,
            version=request.POST.get("version"),
            actor=found.grant.user,
        )
    except services.Moved:
        return _review_page(
            request, Review(_again(found), sheet, request.POST), sheet, status=409, moved=True
        )
    if conflicts:
        review = Review(_again(found), sheet, request.POST, changed=conflicts)
        return _review_page(request, review, sheet, status=409)
    n = len(submissions)
    text = ngettext(
        "%d answer is saved. Its history says where it is from; the files were not kept.",
        "%d answers are saved. Their history says where each is from; the files were not kept.",
        n,
    )
    messages.info(request, text % n)
    return redirect("assessments:tasks", found.assessment.pk)


def _read(found: Standing, form: FilesForm) -> Sheet:
    brought = [
        prefill.read(each.name or "", each.read(prefill.LARGEST_FILE + 1))
        for each in form.cleaned_data["brought"]
    ]
    if text := form.cleaned_data["text"]:
        brought.append(prefill.read(_("Pasted text"), text.encode()))
    taken = [each for each in brought if isinstance(each, prefill.Taken)]
    proposals, unsettled = prefill.propose(found.edition, [fact for each in taken for fact in each.facts])
    rejected = [
        prefill.Remark(each.file, _rejected(each)) for each in brought if isinstance(each, prefill.Rejected)
    ]
    remarks = [*(remark for each in taken for remark in each.remarks), *unsettled]
    return Sheet(tuple(proposals), tuple(rejected), tuple(remarks))


def _rejected(file: prefill.Rejected) -> str:
    at = _(" (line %d)") % file.line if file.line else ""
    return f"{file.message.rstrip('.')}{at}. {file.remedy}"


def _again(found: Standing) -> Standing:
    fresh = standing(found.assessment.pk, found.grant)
    if fresh is None:
        raise services.Gone
    return fresh


def _files_page(
    request: HttpRequest, found: Standing, form: FilesForm, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "assessments/prefill.html", about(found, form=form, **more), status=status)


def _review_page(
    request: HttpRequest, review: Review, sheet: Sheet, status: int = 200, **more: Any
) -> HttpResponse:
    sealed = sheet.sealed(review.standing.assessment.pk)
    context = about(review.standing, review=review, sheet=sheet, sealed=sealed, **more)
    return render(request, "assessments/prefill_review.html", context, status=status)
