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


def keep(request: HttpRequest) -> None:
    """Instead of anything kept for this page before. A password is never kept."""
    if request.method != "POST":
        return
    sent = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and "password" not in name:
            sent.setlist(name, values)
    text = sent.urlencode()
    if text and len(text) <= MOST_CHARACTERS:
        others = [each for each in _kept(request).items() if each[0] != request.path]
        request.session[TYPED] = dict([*others, (request.path, [int(time.time()), text])][-MOST_PAGES:])


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
    found = {
        name: sent.getlist(name) if isinstance(field, forms.MultipleChoiceField) else sent[name]
        for name, field in form.base_fields.items()
        if name in sent
    }
    if found:
        messages.info(request, _("What you typed is in its fields again. It is not saved yet."))
    return found


def _kept(request: HttpRequest) -> dict[str, tuple[int, str]]:
    since = time.time() - KEPT_SECONDS
    there = request.session.get(TYPED, {})
    return {path: (when, text) for path, (when, text) in there.items() if when > since}
