"""A second factor before something grave, without losing what was typed: it waits in the session, under the
address of the page on which it was typed."""

from django.http import HttpRequest, HttpResponse

from compliance.accounts.permissions import step_up_first

KEPT = "signing"  # session key: address of a page -> what was typed there


def step_up(request: HttpRequest, page: str) -> HttpResponse | None:
    """What to do before going on; the way leads back to the page. None if a second factor was just used."""
    first = step_up_first(request, back=page)
    if first and request.method == "POST":
        typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        request.session[KEPT] = {page: typed}
    return first


def waiting(request: HttpRequest, page: str) -> dict[str, str] | None:
    """What was typed on the page before; once. A form that is sent takes its place."""
    if request.method == "POST":
        return None
    kept: dict[str, dict[str, str]] = request.session.pop(KEPT, {})
    return kept.get(page)
