"""Between the site and its pages: the draft as it is now, or what is wrong with it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.urls import reverse

import questionnaires

from .draft import Draft, shown

LOOPBACK = {"127.0.0.1", "::1"}


class DraftMiddleware:
    """Offers the draft alone, to this machine alone.

    While the draft is broken, a page shows its faults instead. What is sent is still taken, by the last state
    that could be read, so that nobody loses an answer to a slip in a file.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.draft = Draft(settings.DRAFT_DIRECTORY)  # type: ignore[misc]  # in the preview's own settings

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") not in LOOPBACK:
            return HttpResponseForbidden(
                "The preview is for the machine it runs on.", content_type="text/plain"
            )
        draft = self.draft
        if draft.look() and draft.edition:
            questionnaires.offer_only(draft.directory, draft.edition)
        request.draft = draft  # type: ignore[attr-defined]  # read by views and templates of the preview
        answering = request.method == "POST" and draft.edition is not None
        if draft.faults and not answering and request.path != reverse("preview:stamp"):
            context = {"faults": [shown(each) for each in draft.faults]}
            return render(request, "preview/broken.html", context, status=503)
        return self.get_response(request)
