"""The page for a question that cannot be answered at the moment, or not by whoever opened it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import drafts
from .pages import Page
from .queries import Standing, about


def not_asked(request: HttpRequest, found: Standing, here: Page) -> HttpResponse:
    """It depends on other answers, and with them it is not asked (409 where it was answered); or it was not
    given to this person (403). What was sent is shown and kept."""
    given = any(found.grant.sees(each.id) for each in here.questions)
    status = 409 if request.method == "POST" else 200
    context = {
        **about(found),
        "page": here,
        "given": given,
        "sent": drafts.rescue(request),
    }
    return render(request, "assessments/not_asked.html", context, status=status if given else 403)
