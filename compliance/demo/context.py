"""What every page of a demo says beside what it says on the site."""

from typing import Any

from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, Any]:
    return {"demo": True}
