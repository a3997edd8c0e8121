"""What a company sends along, and what reviewers write."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import PlainForm
from compliance.accounts.models import Organisation

from .models import State

TOO_LONG = _("Use %(limit_value)s characters at most; these are %(show_value)s.")


def text(
    label: Any, required: Any = "", *, most: int = 4000, rows: int = 4, help_text: Any = ""
) -> forms.CharField:
    """Several lines; `required`: what is said where there are none."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        error_messages={"required": required},
        validators=[MaxLengthValidator(most, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SubmitForm(PlainForm):
    authority = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("To which authority"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the authority."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    with_evidence = forms.BooleanField(
        label=_("Send the files that support the answers too"),
        help_text=_("Without them the authority sees their names and SHA-256, and may ask for them."),
        required=False,
        initial=True,
    )
    note = text(
        _("Note to the authority (optional)"),
        help_text=_("For example why you send it, or who to ask. It is kept with the attestation."),
    )

    def __init__(self, *args: Any, authorities: Any, has_files: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined] # a field of models
        if not has_files:
            del self.fields["with_evidence"]


class RemarkForm(PlainForm):
    text = text(_("Remark"), _("Write the remark."))


class AskForm(PlainForm):
    text = text(_("Your question"), _("Write the question."))
    due = forms.DateField(
        label=_("To be answered by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Say by which day you need the answer."),
            "invalid": _("Write a day as year-month-day, such as 2027-01-31."),
        },
    )

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that lies ahead."))
        return due


class AnswerForm(PlainForm):
    text = text(_("Your answer"), _("Write the answer."), most=10_000, rows=8)


class DecisionForm(PlainForm):
    outcome = forms.ChoiceField(
        label=_("Close it as"),
        choices=[
            (State.NOTED, _("noted: nothing more is needed")),
            (State.ACTION, _("needs action: the company has to do something")),
            (State.REFERRED, _("referred: another authority or unit goes on with it")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how to close it."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    reasons = text(
        _("Reasons"),
        _("Write the reasons: the company reads them in the letter."),
        most=10_000,
        rows=8,
        help_text=_("The company reads them in the letter."),
    )


class ReturnForm(PlainForm):
    because = text(_("Why you do not agree"), _("Write why, so that your colleague can think again."))
