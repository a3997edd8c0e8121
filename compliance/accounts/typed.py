"""What somebody typed in a form of an organisation, and could not send: they had to sign in first, or to use
their second factor. It waits in the session, and stands in its fields again when they come back."""

import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

TYPED = "typed"  # session key: address of a page -> [when, what was sent]
MOST_PAGES = 5  # several windows may have been open
MOST_CHARACTERS = 5_000  # of each, as a browser sends them
KEPT_SECONDS = 24 * 3600


def keep(request: HttpRequest, page: str = "") -> None:
    """For this page, or the one given, instead of anything kept for it before. A password is never kept."""
    if request.method != "POST":
        return
    sent = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and "password" not in name:
            sent.setlist(name, values)
    text = sent.urlencode()
    if text and len(text) <= MOST_CHARACTERS:
        page = page or request.path
        others = [each for each in _kept(request).items() if each[0] != page]
        request.session[TYPED] = dict([*others, (page, [int(time.time()), text])][-MOST_PAGES:])


def again(request: HttpRequest, form: type[forms.Form]) -> dict[str, Any]:
    """What was kept for the form of this page, as its initial values; once. It says that it is not saved."""
    kept = _kept(request)
    if request.path not in kept:
        return {}
    _when, text = kept.pop(request.path)
    request.session[TYPED] = kept
    if request.method == "POST":  # what is sent now came after it
        return {}
    sent = QueryDict(text)
    found: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if isinstance(field, forms.BooleanField):  # a browser does not send a box without a tick
            found[name] = name in sent
        elif name in sent:
            several = isinstance(field, forms.MultipleChoiceField)
            found[name] = sent.getlist(name) if several else sent[name]
    messages.info(request, _("What you typed is in its fields again. It is not saved yet."))
    return found


def _kept(request: HttpRequest) -> dict[str, tuple[int, str]]:
    since = time.time() - KEPT_SECONDS
    there = request.session.get(TYPED, {})
    return {path: (when, text) for path, (when, text) in there.items() if when > since}
