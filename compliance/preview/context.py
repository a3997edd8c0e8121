"""What every page of a preview knows beside what it knows on the site."""

from typing import Any

from django.http import HttpRequest

from .draft import Draft


def draft(request: HttpRequest) -> dict[str, Any]:
    found: Draft | None = getattr(request, "draft", None)
    return {"draft": found}
