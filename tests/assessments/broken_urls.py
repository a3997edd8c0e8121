"""The site's addresses, and one whose view fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from compliance.accounts.access import public
from compliance.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@public
def fail(request: HttpRequest, token: str = "") -> HttpResponse:
    raise RuntimeError("a secret of ours")


urlpatterns = [*urlpatterns, path("fail/", fail), path("fail/<str:token>/", fail)]
