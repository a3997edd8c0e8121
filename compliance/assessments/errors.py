"""Pages for what went wrong: each says what happened, that nothing saved is lost, and what to do."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import drafts


def not_a_form(request: HttpRequest) -> HttpResponse:
    """Answers came as something else than a form (415)."""
    context = {
        "title": _("This was not sent as a form"),
        "text": _(
            "Answers are accepted from the pages of this site only. Open the question and answer it there."
        ),
    }
    return render(request, "assessments/error.html", context, status=415)


def not_saved(request: HttpRequest) -> HttpResponse | None:
    """For whoever sends answers without the right (any more) to the assessment (404), or in need of something
    first: what they sent is shown, kept, and the way back told. None where nothing was typed."""
    sent = drafts.rescue(request)
    return render(request, "assessments/not_saved.html", {"sent": sent}, status=404) if sent else None


def file_too_large(request: HttpRequest, most: str, advice: str | Promise) -> HttpResponse:
    """A file is larger than any may be (413). The request is not read any further."""
    context = {
        "title": _("That file is too large"),
        "text": _("No file may have more than %(most)s. %(advice)s") % {"most": most, "advice": advice},
        "back": request.path,
    }
    return render(request, "assessments/error.html", context, status=413)


def file_not_there(request: HttpRequest) -> HttpResponse:
    """The storage does not have what the database names (503)."""
    context = {
        "title": _("This file is not available at the moment"),
        "text": _("Whoever runs this site has to bring its storage back. Nothing else is lost."),
    }
    return render(request, "assessments/error.html", context, status=503)


def form_not_accepted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret is missing or old (CSRF), as when its reader signed in in another window meanwhile.
    What was typed is kept if our own page sent it; somebody else's must not plant an answer."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if ours and (sent := drafts.rescue(request)):
        return render(request, "assessments/not_saved.html", {"sent": sent, "again": True}, status=403)
    context = {
        "title": _("This form is no longer good"),
        "text": _(
            "It may have been open for very long, or your browser does not send our cookie. Go back, load "
            "the page again and send it once more. Nothing that was saved before is lost."
        ),
    }
    return render(request, "assessments/error.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        context = {
            "title": _("This site is not served under that name"),
            "text": _(
                "Open it by the address you were given. Whoever runs it can add a name with the setting "
                "MODCHECK_HOSTS."
            ),
        }
        return render(request, "assessments/error.html", context, status=400)
    context = {
        "title": _("That was too much, or not readable"),
        "text": _("A page of answers may have 250 kB. Shorten long texts, then send the page again."),
    }
    return render(request, "assessments/error.html", context, status=400)


def explain_wrong_method(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address that was asked in a way it does not answer (405) says so on a page."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        context = {
            "title": _("This address cannot be opened like that"),
            "text": _("It takes what a form of this site sends. Begin on the start page."),
        }
        page = render(request, "assessments/error.html", context, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return respond


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something was done more often than its limit (429)."""
    context = {
        "title": _("That was a lot in a short time"),
        "text": _(
            "To keep machines out, this can be done only so often. Wait a few minutes, then go back and try "
            "again. Nothing that was saved is lost."
        ),
    }
    return render(request, "assessments/error.html", context, status=429)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such address, or nothing there for whoever asks (404). Who follows a link from an e-mail
    without being signed in gets here: whether there is such an assessment is told to nobody."""
    match = request.resolver_match
    context = {"of_assessment": match is not None and "assessment_id" in match.kwargs}
    return render(request, "assessments/not_found.html", context, status=404)


def not_offered(request: HttpRequest) -> HttpResponse:
    """The questionnaire of an assessment is not on offer: its files are broken or gone (503)."""
    context = {
        "title": _("These questions are not available at the moment"),
        "text": _("Whoever runs this site has to put them right. Your answers are kept; come back later."),
    }
    return render(request, "assessments/error.html", context, status=503)


def server_error(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Something failed on our side"),
        "text": _("What you saved before is safe. Please try again in a moment."),
    }
    # Without the request: what failed may be the database, and messages and sessions are read from it.
    return HttpResponse(render_to_string("assessments/error.html", context), status=500)
