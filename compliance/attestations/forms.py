"""Whose report it is, and what a signatory declares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import PlainForm
from questionnaires.invisible import invisible, named

from . import typography
from .models import Shows
from .requesting import Wish
from .statement import Subject

TOO_LONG = _("Use %(limit_value)s characters at most; these are %(show_value)s.")


class SubjectForm(PlainForm):
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        error_messages={"required": _("Write the organisation’s name, or your own."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    model_name = forms.CharField(
        label=_("Name of your model or service"),
        max_length=200,
        error_messages={"required": _("Write the name people know it by."), "max_length": TOO_LONG},
    )
    model_version = forms.CharField(
        label=_("Version or date (optional)"),
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    with_remedies = forms.BooleanField(
        label=_("Add an annex: what would change the outcome"),
        help_text=_("Leave it out if readers need not know what you could still do."),
        required=False,
        initial=True,
    )

    @property
    def subject(self) -> Subject:
        given = self.cleaned_data
        return Subject(given["organisation"], given["model_name"], given["model_version"])

    def clean_organisation(self) -> str:
        return self._printable("organisation")

    def clean_model_name(self) -> str:
        return self._printable("model_name")

    def clean_model_version(self) -> str:
        return self._printable("model_version")

    def _printable(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if hidden := invisible(text):
            message = _("It holds an invisible character that can change how it reads: %s. Remove it.")
            raise forms.ValidationError(message % named(hidden))
        missing = typography.unprintable(text)
        if missing:
            message = _("No font of ours has: %s. Write it in other characters.")
            raise forms.ValidationError(message % typography.described(missing))
        return text


PUBLISHED = _("List it in the public register")


class SharingForm(PlainForm):
    """What others are shown."""

    shows = forms.ChoiceField(
        label=_("Whoever has the file, or follows its QR code, is shown"),
        choices=Shows.choices,
        initial=Shows.SUMMARY.value,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what others are shown."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    published = forms.BooleanField(
        label=PUBLISHED,
        help_text=_(
            "With the organisation, the model, the tier, the class of change and the dates, for everybody."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("published") and given.get("shows") == Shows.STATUS.value:
            message = _(
                "The register shows the summary to everybody: choose to show it here too, or do not list it."
            )
            self.add_error("published", message)
        return given


class SigningForm(SharingForm, SubjectForm):
    """Everything that a signatory says beside the answers."""

    function = forms.CharField(
        label=_("Your function there"),
        help_text=_("For example: managing director, head of compliance."),
        max_length=150,
        error_messages={"required": _("Write in which function you sign."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    with_time_stamp = forms.BooleanField(
        label=_("Ask for a time-stamp"),
        help_text=_(
            "An independent service confirms when the file was there, so that it can be checked "
            "for many years."
        ),
        required=False,
        initial=True,
    )
    field_order = (
        "organisation", "model_name", "model_version", "function",
        "shows", "published", "with_remedies", "with_time_stamp",
    )  # fmt: skip

    def __init__(self, *args: Any, time_stamps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not time_stamps:
            del self.fields["with_time_stamp"]

    def clean_function(self) -> str:
        return self._printable("function")

    @property
    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(
            self.subject,
            given["function"],
            Shows(given["shows"]),
            given["published"],
            given["with_remedies"],
            given.get("with_time_stamp", False),
        )


class ConfirmForm(PlainForm):
    """The last step: what was shown, and that it is declared."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declared = forms.BooleanField(
        label=_(
            "I have read this. The answers are true as far as I know, and I may declare them for the "
            "organisation."
        ),
        error_messages={"required": _("Tick this to declare it.")},
    )


class WithdrawForm(PlainForm):
    reason = forms.CharField(
        label=_("Why? Whoever verifies it reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it does not hold any more."), "max_length": TOO_LONG},
    )


class VerifyForm(PlainForm):
    file = forms.FileField(
        label=_("The PDF"),
        allow_empty_file=True,  # it is not genuine, like any other
        error_messages={
            "required": _("Choose the PDF to verify."),
            "missing": _("Choose the PDF to verify."),
            "invalid": _("Choose the PDF to verify."),
        },
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".pdf,application/pdf"}),
    )


class RegisterForm(PlainForm):
    """Filters of the public register."""

    words = forms.CharField(label=_("Organisation or model"), max_length=100, required=False)
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("any")),
            ("current", _("current")),
            ("expired", _("expired")),
            ("superseded", _("superseded")),
            ("withdrawn", _("withdrawn")),
        ],
    )

    def __init__(self, *args: Any, tiers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tier", [("", _("any")), *((each, each) for each in tiers)])
