"""The log in words."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from compliance.accounts.audit import in_words

register = template.Library()
IDS = ("assessment", "source")


@register.filter
def action_in_words(action: str) -> str:
    return in_words(action)


@register.filter
def details_in_words(details: dict[str, Any]) -> list[tuple[str, str]]:
    """What is empty is left out, and ids that machines read (exports have them); lists are spelled out."""
    return [
        (name.rstrip("_"), _shown(value))
        for name, value in details.items()
        if name not in IDS and value not in ("", [], None)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
