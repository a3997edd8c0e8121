"""What is told about an incident."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import PlainForm

from . import incidents
from .forms import TOO_LONG, text


class IncidentForm(PlainForm):
    title = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=200,
        error_messages={"required": _("Say in a few words what happened."), "max_length": TOO_LONG},
    )
    happened_on = forms.DateField(
        label=_("On which day it happened, or was noticed"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Say on which day."),
            "invalid": _("Write a day as year-month-day, such as 2027-01-31."),
        },
    )
    changes = forms.MultipleChoiceField(
        label=_("Which kinds of change it has to do with"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose among these.")},
    )
    text = text(
        _("What happened, and what was done"),
        _("Tell what happened."),
        most=10_000,
        rows=8,
        help_text=_("Do not name people who were harmed."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("changes", incidents.kinds())

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is not ahead."))
        return day
