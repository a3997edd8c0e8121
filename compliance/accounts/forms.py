"""Organisations, invitations and what deletes them."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaires.invisible import invisible, named

from .models import Kind, Role

NAME_REQUIRED = _("Write the name that others will see.")
HIDDEN = _("It holds an invisible character that can change how it reads: %s. Remove it.")


class NameField(forms.CharField):
    """A name that reads as it is written."""

    def clean(self, value: Any) -> str:
        text = " ".join(str(super().clean(value)).split())
        if hidden := invisible(text):
            raise forms.ValidationError(HIDDEN % named(hidden))
        return text


class PlainForm(forms.Form):
    """Rendered by crispy-forms within a form tag of the page's own."""

    def offer(self, name: str, choices: list[Any]) -> None:
        """Choices that are known only when the form is made."""
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class OrganisationForm(PlainForm):
    name = NameField(
        label=_("Name of the organisation"),
        max_length=200,
        error_messages={"required": _("Write the name of your company, authority or group.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Your organisation"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        initial=Kind.DOWNSTREAM.value,
        error_messages={"required": _("Choose what your organisation is here for.")},
    )


class RenameForm(PlainForm):
    name = NameField(
        label=_("Name of the organisation"),
        max_length=200,
        error_messages={"required": _("Write the name of your company, authority or group.")},
    )


class RolesForm(PlainForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role, a person sees only the questions that somebody gives to them."),
    )

    def given(self) -> list[Role]:
        return [Role(each) for each in self.cleaned_data["roles"]]


class InvitationForm(RolesForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Write the address of the person you invite."),
            "invalid": _("Write an address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "roles")


class ConfirmNameForm(PlainForm):
    """Asks for a name to be typed before something that cannot be undone."""

    confirmation = forms.CharField(
        label=_("Type the name to confirm"),
        max_length=254,
        error_messages={"required": _("Type it to confirm.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_confirmation(self) -> str:
        text = " ".join(str(self.cleaned_data["confirmation"]).split())
        if text.casefold() != self.expected.casefold():
            raise forms.ValidationError(_("Type it as it is written above: %s") % self.expected)
        return text


class ConfirmAddressForm(ConfirmNameForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmation"].label = _("Type your address to confirm")


class NameForm(PlainForm):
    """One's own name."""

    name = NameField(
        label=_("Your name"),
        max_length=150,
        error_messages={"required": NAME_REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class LogForm(PlainForm):
    """Filters of the audit log."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    actor = forms.ChoiceField(label=_("By whom"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actions: dict[str, Any], actors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("action", [("", _("anything")), *actions.items()])
        self.offer("actor", [("", _("anybody")), *((each, each) for each in actors)])
