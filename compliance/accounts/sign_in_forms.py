"""django-allauth's forms in our words: labels instead of placeholders, what to type, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from allauth.socialaccount.forms import SignupForm as SingleSignOnForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from .forms import NAME_REQUIRED, NameField
from .models import User

Text = Any  # or one that is translated when it is shown


@dataclass(frozen=True)
class Words:
    """What one field says."""

    label: Text
    required: Text
    help: Text = ""
    attrs: Mapping[str, Text] = field(default_factory=dict)


ADDRESS = Words(_("E-mail address"), _("Write your e-mail address."))
# The buttons that show a password are made by a script, in these words.
SHOWN = {"data-mc-show": _("Show"), "data-mc-hide": _("Hide")}
PASSWORD = Words(_("Password"), _("Write your password."), attrs=SHOWN)
NEW_PASSWORD = Words(
    _("New password"),
    _("Choose a password."),
    _("At least 12 characters. Three or four words that do not belong together are easy to keep in mind."),
    SHOWN,
)
DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "mc-w-10"}
APP_CODE = Words(
    _("Code"), _("Type the six digits that the app shows."), _("Six digits, new every 30 seconds."), DIGITS
)
ANY_CODE = Words(
    _("Code"),
    _("Type the code that your app shows."),
    _("The six digits that your app shows, or one of your recovery codes."),
    DIGITS,
)
MAILED_CODE = Words(
    _("Code from the mail"),
    _("Type the code from the mail."),
    _("Eight letters, like BCDF-GHJK. The dash does not matter."),
    {"autocapitalize": "characters", "spellcheck": "false", "class": "mc-w-10"},
)
PASSKEY_NAME = Words(
    _("Name"),
    _("Write a name by which you tell it from others."),
    _("By which you tell it from others, like “Phone” or “Blue key”."),
    {"autocomplete": "off"},
)
PASSKEY = Words("", _("The browser sent no passkey. Try again."))


class Plain:
    """Mixed into a form: its fields say these words, and nothing stands in a field that goes away when one
    types."""

    words: dict[str, Words] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, each in self.fields.items():
            each.widget.attrs.pop("placeholder", None)
            if said := self.words.get(name):
                each.label, each.help_text = said.label, said.help
                each.error_messages["required"] = said.required
                each.widget.attrs |= said.attrs


class OnePassword(Plain):
    """It is not asked for twice: it can be shown instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class WithName(forms.Form):
    name = NameField(
        label=_("Your name"),
        max_length=150,
        error_messages={"required": NAME_REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignUpForm(Plain, WithName, account.SignupForm):
    words = {
        "email": ADDRESS,
        "password1": Words(PASSWORD.label, NEW_PASSWORD.required, NEW_PASSWORD.help, SHOWN),
    }
    field_order = ("name", "email", "password1")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Whether or not there is an account, a password is hashed: nobody tells by the time it takes."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SingleSignOnSignUpForm(Plain, WithName, SingleSignOnForm):
    """Asked where the provider told no name or address."""

    words = {"email": ADDRESS}
    field_order = ("name", "email")


class SignInForm(Plain, account.LoginForm):
    words = {"login": ADDRESS, "password": PASSWORD}


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    words = {"email": ADDRESS}


class PasswordFromLinkForm(OnePassword, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD}


class ChangePasswordForm(OnePassword, account.ChangePasswordForm):
    words = {
        "oldpassword": Words(_("Present password"), _("Write your present password."), attrs=SHOWN),
        "password1": NEW_PASSWORD,
    }


class FirstPasswordForm(OnePassword, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD}


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class NewAddressForm(Plain, account.AddEmailForm):
    words = {"email": Words(_("New e-mail address"), _("Write the new address."))}


class MailedCodeForm(Plain, account.ConfirmEmailVerificationCodeForm):
    words = {"code": MAILED_CODE}


class SecondFactorForm(Plain, codes.AuthenticateForm):
    words = {"code": ANY_CODE}


class SecondFactorAgainForm(Plain, codes.ReauthenticateForm):
    words = {"code": ANY_CODE}


class NewAppForm(Plain, ActivateTOTPForm):
    words = {"code": APP_CODE}


class NewPasskeyForm(Plain, passkeys.AddWebAuthnForm):
    words = {
        "name": PASSKEY_NAME,
        "credential": PASSKEY,
        "passwordless": Words(
            _("Let me sign in with it alone, without my password"),
            "",
            _("It then asks for a fingerprint, your face or a PIN each time."),
        ),
    }


class RenamePasskeyForm(Plain, passkeys.EditWebAuthnForm):
    words = {"name": PASSKEY_NAME}


class PasskeyForm(Plain, passkeys.AuthenticateWebAuthnForm):
    words = {"credential": PASSKEY}


class PasskeyAgainForm(Plain, passkeys.ReauthenticateWebAuthnForm):
    words = {"credential": PASSKEY}


class PasskeySignInForm(Plain, passkeys.LoginWebAuthnForm):
    words = {"credential": PASSKEY}
