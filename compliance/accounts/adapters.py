"""Where django-allauth asks us: how accounts come about, and how second factors are kept."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .encryption import encryption
from .models import User

SIGNED_IN_AT = "signed_in_at"  # session key: seconds since 1970


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "duplicate_email": _("That is your address already."),
        "email_password_mismatch": _("The address or the password is not right."),
        "email_taken": _("There is an account with this address already."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_code": _("That is not the code from the mail. Look again, or let us send a new one."),
        "incorrect_password": _("That is not your password."),
        "invalid_login": _("That did not work. Try again."),
        "invalid_password_reset": _("This link no longer works."),
        "rate_limited": _("That was a little fast. Wait half a minute, then try again."),
        "same_as_current": _("That is the address you have. Write another one."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """People have none."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")

    get_signup_redirect_url = get_login_redirect_url

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """After changing the address, that is: whoever signs up goes where signing in leads."""
        return reverse("accounts:account")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in, or up, a moment ago has just shown who they are."""
        signed_in = self.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that one. Their password would not do before something grave, and
        led back to the same question."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [each for each in found if each["id"].startswith("mfa")] or found

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted in the database: a copy of it alone lets nobody in."""

    keys = "second factor"

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "incorrect_code": _("That code is not right. Each works once: type the one that is shown now."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return encryption(self.keys).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encryption(self.keys).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "Modcheck"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %d") % number


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """People who come from a provider bring their name along."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("There is an account with this address. Sign in to it, then connect %s there."),
        "invalid_token": _("The other site did not tell us who you are. Try again."),
        "no_password": _("Choose a password first: without one, you could not sign in any more."),
        "no_verified_email": _("Confirm your e-mail address first."),
        "disconnect_last": _("It is your only way to sign in. Choose a password first."),
        "connected_other": _("That account belongs to somebody else here."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name"), data.get("last_name")]
        user.name = (data.get("name") or " ".join(each for each in parts if each))[:150]
        return user
