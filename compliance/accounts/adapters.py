"""Where django-allauth asks us: how accounts come about, and how second factors are kept."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from .encryption import encryption
from .models import User

SIGNED_IN_AT = "signed_in_at"  # session key: seconds since 1970


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """People have none."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("accounts:home")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in, or up, a moment ago has just shown who they are."""
        signed_in = self.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted in the database: a copy of it alone lets nobody in."""

    keys = "second factor"

    def encrypt(self, text: str) -> str:
        return encryption(self.keys).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encryption(self.keys).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "Modcheck"
