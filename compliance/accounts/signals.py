"""What follows from what django-allauth does."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from .adapters import SIGNED_IN_AT
from .models import User


@receiver(user_logged_in)
def remember_when(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = time.time()


@receiver(authenticator_added)
def first_use(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever set up a second factor has just used it. Sessions from before, perhaps somebody else's, end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
