"""How often something may be done. Counted in the cache of the database, so that it holds for all processes
together; django-allauth counts its own pages there in the same way (signing in, codes, passwords)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal import ratelimit  # what allauth.core.ratelimit offers knows no rates but its own
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

# Our own conventions: far above what people do, far below what a script would. A rate is how often / in which
# time / for whom: a network address (ip), a person (user), or whatever key the caller names.
RATES = {
    "start_as_guest": "60/h/ip",  # a class room may sit behind one address
    "open_link": "30/m/ip",
    "open_invitation": "30/m/ip",
    "invite": "30/h/user,100/d/key",  # key: the organisation. Each is a mail to a stranger
    "assign": "60/h/user,200/d/key",  # key: the organisation. Each is a mail to a colleague
    "verify": "120/h/ip",
    "upload": "240/h/ip,120/h/key",  # key: the assessment; guests attach files too
}
TOO_OFTEN = _("That was a lot in a short time. What you typed is kept: wait a while, then send it again.")

P = ParamSpec("P")


def refuse(form: forms.BaseForm) -> None:
    """Say so at the top of a form, which keeps what was typed."""
    form.add_error(None, forms.ValidationError(TOO_OFTEN, code="too_often"))


def status(form: forms.BaseForm) -> int:
    """The status of a page with this form."""
    if form.has_error(NON_FIELD_ERRORS, "too_often"):
        return 429
    return 422 if form.errors else 200


def allowed(request: HttpRequest, action: str, key: object = "") -> bool:
    """Whether it may be done once more; if so, it is counted."""
    return bool(
        ratelimit.consume(request, app="modcheck", action=action, config=RATES, key=str(key), limit_get=True)
    )


def limited(
    action: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Answers with a page (429) that asks for patience once it was too often."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not allowed(request, action):
                refusal: HttpResponse = ratelimit.respond_429(request)
                return refusal
            return view(request, *args, **kwargs)

        return checked

    return decorate
