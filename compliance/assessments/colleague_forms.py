"""Forms of working together."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import questionnaires
from compliance.accounts.forms import NameField, PlainForm
from compliance.accounts.models import Membership
from questionnaires import Edition

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TOO_LONG = _("Use %(limit_value)s characters at most; these are %(show_value)s.")


class ModelForm(PlainForm):
    """Which model an assessment is about."""

    model_name = NameField(
        label=_("Name of your model or service"),
        max_length=200,
        error_messages={"required": _("Write the name people know it by."), "max_length": TOO_LONG},
    )
    model_version = NameField(
        label=_("Version or date (optional)"),
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class StartForm(ModelForm):
    questionnaire = forms.ChoiceField(label=_("Questions"), widget=forms.RadioSelect)
    field_order = ("model_name", "model_version", "questionnaire")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [questionnaires.current(each) for each in questionnaires.library()]
        self.offer("questionnaire", [(each.id, each.questionnaire.title) for each in offered])
        self.fields["questionnaire"].initial = offered[0].id


class DescriptionForm(ModelForm):
    due = forms.DateField(
        label=_("To be complete by (optional)"),
        required=False,
        widget=DATE,
        error_messages={"invalid": _("Write a date like 2027-03-31.")},
    )


class AssignmentForm(PlainForm):
    """Whom to ask, and for what."""

    assignee = forms.TypedChoiceField(
        label=_("Colleague"),
        coerce=int,
        error_messages={"required": _("Choose whom to ask."), "invalid_choice": _("Choose whom to ask.")},
    )
    sections = forms.MultipleChoiceField(
        label=_("Whole sections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    questions = forms.MultipleChoiceField(
        label=_("Single questions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    due = forms.DateField(
        label=_("By when (optional)"),
        required=False,
        widget=DATE,
        error_messages={"invalid": _("Write a date like 2027-03-31.")},
    )

    def __init__(self, *args: Any, edition: Edition, colleagues: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(each.pk, f"{each.user} ({each.user.email})") for each in colleagues]
        sections = edition.questionnaire.sections
        grouped = [(each.title, [(q.id, q.quoted) for q in each.questions]) for each in sections]
        self.offer("assignee", [("", _("Choose")), *people])
        self.offer("sections", [(each.id, each.title) for each in sections])
        self.offer("questions", grouped)

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose today or a later one."))
        return due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        broken = "sections" in self.errors or "questions" in self.errors
        if not broken and not (cleaned.get("sections") or cleaned.get("questions")):
            self.add_error("sections", _("Choose at least one section or question."))
        return cleaned


class CommentForm(PlainForm):
    text = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you want to say."), "max_length": TOO_LONG},
    )
