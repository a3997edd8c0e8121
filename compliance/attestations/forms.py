"""Whose report it is."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from questionnaires.invisible import invisible, named

from . import typography

TOO_LONG = _("Use %(limit_value)s characters at most; these are %(show_value)s.")


class SubjectForm(forms.Form):
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
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        return helper

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
