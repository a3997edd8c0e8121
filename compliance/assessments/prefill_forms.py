"""The form that takes files."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from compliance.accounts.forms import PlainForm

from .prefill import MOST_FILES


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class _FilesField(forms.Field):
    widget = _ManyFiles

    def clean(self, value: Any) -> list[UploadedFile]:
        if len(value or []) > MOST_FILES:
            message = _("Choose %(most)s files at most; these are %(n)s.")
            raise forms.ValidationError(message, params={"most": MOST_FILES, "n": len(value)})
        return list(value or [])


class FilesForm(PlainForm):
    """Files, or text that was pasted."""

    brought = _FilesField(
        label=_("Files"),
        required=False,
        widget=_ManyFiles(attrs={"multiple": True}),
        help_text=_("Several at once, if you like: what one says helps to understand another."),
    )
    text = forms.CharField(
        label=_("Or paste the text of one file"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("brought") and not cleaned.get("text", "").strip():
            self.add_error("brought", _("Choose a file, or paste its text below."))
        return cleaned
