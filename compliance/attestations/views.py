"""The report of a complete assessment, as PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compliance.assessments.attached import counted
from compliance.assessments.grants import Need
from compliance.assessments.permissions import for_assessment
from compliance.assessments.queries import Standing, about
from compliance.assessments.services import describe

from .forms import SubjectForm
from .services import report as make_report
from .statement import Attached, Subject
from .typography import Unprintable

NAMES = ("organisation", "model_name", "model_version")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_assessment(Need.READ)
def report(request: HttpRequest, found: Standing) -> HttpResponse:
    """Asks for whom the report is, and gives the file."""
    if found.outcome.unanswered:
        return redirect("assessments:check", found.assessment.pk)
    assessment = found.assessment
    if request.method != "POST":
        form = SubjectForm(initial={name: getattr(assessment, name) for name in NAMES})
        return _page(request, found, form)
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    names = {each: form.cleaned_data[each] for each in NAMES}
    if found.grant.manages:
        describe(assessment_id=assessment.pk, actor=found.grant.user, **names)
    subject = Subject(names["organisation"], names["model_name"], names["model_version"])
    try:
        made = make_report(
            outcome=found.outcome,
            subject=subject,
            made_at=timezone.now(),
            with_remedies=form.cleaned_data["with_remedies"],
            evidence=[
                Attached(each.question, each.name, each.size, each.sha256)
                for group in counted(found)
                for each in group.files
            ],
        )
    except Unprintable as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=422)
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response


def _page(request: HttpRequest, found: Standing, form: SubjectForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "explanation": found.explanation,
        **about(found),
    }
    return render(request, "attestations/report.html", context, status=status)
