"""Who can be tried, with the codes of their second factors."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.access import public
from compliance.accounts.models import User

from .queries import sample_people
from .samples import PASSWORD


@never_cache
@require_safe
@public
def people(request: HttpRequest) -> HttpResponse:
    """The people of the samples, by organisation: address, password, current code, and a button."""
    context = {"groups": sample_people(), "password": PASSWORD, "left": 30 - int(time.time()) % 30}
    return render(request, "demo/people.html", context)


@never_cache
@require_POST
@public
def sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Signs in as one of the samples, and as nobody else."""
    user = User.objects.filter(pk=user_id, email__endswith="@sample.invalid").first()
    if user is None:
        raise Http404("not one of the samples")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor:
        record_authentication(request, user, method="mfa", id=factor.pk, type=factor.type)
    return redirect("accounts:home")
