"""What a page showed of an answer. With it, a page that is sent back tells what its reader edited from what
merely stood there: only an edit may meet a newer answer."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django import forms

_FORM = re.compile(r"(?P<revision>[0-9]{1,9})(?:-(?P<mark>[0-9a-f]{12}))?")


@dataclass(frozen=True)
class Seen:
    """The revision of an answer, and a mark of its value; no mark where it is not known what was shown."""

    revision: int
    mark: str = ""

    @classmethod
    def of(cls, value: Any, revision: int) -> "Seen":
        return cls(revision, _mark(value))

    def __str__(self) -> str:
        return f"{self.revision}-{self.mark}" if self.mark else str(self.revision)

    def showed(self, value: Any) -> bool:
        """Whether this value, or None for no answer, is what stood on the page."""
        return self.mark == _mark(value)


class SeenField(forms.CharField):
    """Carries a `Seen`. What is not by our page counts as if nothing had been in view."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Seen | None:
        if not value:
            return None
        found = _FORM.fullmatch(str(value))
        return Seen(int(found["revision"]), found["mark"] or "") if found else Seen(0)


def _mark(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = sorted(value)
    elif isinstance(value, int | float):
        value = float(value)
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:12]
