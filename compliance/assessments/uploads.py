"""Taking files from a browser. Everywhere else nothing larger than a page of answers is read."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from . import errors
from .inspection.kinds import LARGEST

MOST_BODY = LARGEST + 256 * 1024  # bytes: the file, and a form around it
SMALLER = _("Make it smaller, or attach the part that matters.")

P = ParamSpec("P")


def takes_files(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    advice: str | Promise = SMALLER,
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The body is read into a temporary file, and only once it is known who sends it: this decorator stands
    within those that check permissions. A body that is too large is not read at all; `advice` says what
    to do then."""
    protected = csrf_protect(view)

    # The form's secret is read with the body, so that checking it waits too: not exempt, but later.
    @csrf_exempt
    @wraps(view)
    def taken(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if _announced(request) > MOST_BODY:
            return errors.file_too_large(request, f"{LARGEST // (1024 * 1024)} MB", advice)
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return taken


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
