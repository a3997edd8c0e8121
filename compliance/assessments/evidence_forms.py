"""The form that attaches a file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import PlainForm
from questionnaires.schema import Question

from .refusals import accept

TOO_LONG = _("Use %(limit_value)s characters at most; these are %(show_value)s.")


class EvidenceForm(PlainForm):
    """Which question is asked only where a page has several."""

    question = forms.ChoiceField(
        label=_("Which answer does it support?"),
        error_messages={
            "required": _("Choose the answer that it supports."),
            "invalid_choice": _("Choose the answer that it supports."),
        },
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # told with the other reasons
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )
    note = forms.CharField(
        label=_("What does it show? (optional)"),
        required=False,
        max_length=300,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("question", [("", _("Choose")), *((each.id, each.quoted) for each in questions)])
        self.may_attach = bool(questions)
        field = self.fields["question"]
        if len(questions) == 1:
            field.widget, field.required, field.initial = forms.HiddenInput(), True, questions[0].id
        self.fields["file"].widget.attrs = {
            "class": "form-control",
            "accept": accept(),
            "aria-describedby": "id_file_hint",
        }
