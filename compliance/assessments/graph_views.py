"""The graph of a questionnaire, public, and with one's own path for whoever holds an assessment."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ParamSpec

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import questionnaires
from questionnaires import Edition, UnknownQuestionnaire
from questionnaires.graph import NARROW, WIDE, Drawing, Node, graph, layout, path, style

from .permissions import for_holder
from .queries import Standing

# A picture that stands alone brings its style sheet; the policy lets it in by its digest (CSP level 3).
_DIGEST = f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'"

P = ParamSpec("P")


def with_its_style(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Lets the picture's own style sheet through, and no other."""
    decorate: Any = csp_update({"style-src": [_DIGEST]})  # typed for views of a request alone
    decorated: Callable[P, HttpResponse] = decorate(view)
    return decorated


@dataclass(frozen=True)
class Size:
    """How large the picture is shown: `scale` None fills the width."""

    name: str
    label: str | Promise
    scale: float | None
    card_width: float = WIDE


ACTUAL = Size("actual", _("Actual size"), 1.0)
SIZES = (
    Size("fit", _("Fit the width"), None),
    ACTUAL,
    Size("large", _("Large"), 1.5),
    Size("narrow", _("Narrow, for a phone"), 1.0, NARROW),
)


@require_safe
def graph_page(request: HttpRequest, questionnaire: str, version: str) -> HttpResponse:
    edition = _edition(questionnaire, version)
    size = _size(request)
    picture = reverse("assessments:graph_picture", args=[edition.id, edition.version])
    context = {**_context(_drawing(edition, size), size, picture), "here": "rules"}
    return render(request, "assessments/graph.html", context)


@with_its_style
@require_safe
def graph_picture(request: HttpRequest, questionnaire: str, version: str) -> HttpResponse:
    return _as_svg(_drawing(_edition(questionnaire, version), ACTUAL))


@never_cache
@require_safe
@for_holder
def own_graph_page(request: HttpRequest, found: Standing) -> HttpResponse:
    size = _size(request)
    picture = reverse("assessments:own_graph_picture", args=[found.assessment.pk])
    context = _context(_drawing(found.edition, size, found), size, picture)
    return render(
        request, "assessments/graph.html", {**context, "assessment": found.assessment, "standing": found}
    )


@never_cache
@with_its_style
@require_safe
@for_holder
def own_graph_picture(request: HttpRequest, found: Standing) -> HttpResponse:
    return _as_svg(_drawing(found.edition, ACTUAL, found))


def _edition(questionnaire: str, version: str) -> Edition:
    try:
        return questionnaires.edition(questionnaire, version)
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None


def _size(request: HttpRequest) -> Size:
    return next((size for size in SIZES if size.name == request.GET.get("size")), ACTUAL)


def _drawing(edition: Edition, size: Size, found: Standing | None = None) -> Drawing:
    drawn = graph(edition, found.outcome.on if found else timezone.localdate())
    way = path(drawn, found.outcome) if found else None
    return Drawing(drawn, layout(drawn, way, size.card_width), way, _address(edition))


def _address(edition: Edition) -> Callable[[Node], str]:
    """Where a node is explained: on the page of the rules."""
    page = reverse("assessments:rules", args=[edition.id, edition.version])
    return lambda node: f"{page}#{'tiers' if node.kind == 'tier' else f'{node.kind}-{node.id}'}"


def _context(drawing: Drawing, size: Size, picture: str) -> dict[str, object]:
    return {
        "edition": drawing.graph.edition,
        "drawing": drawing,
        "strips": drawing.strips(size.scale),
        "sizes": SIZES,
        "size": size,
        "picture": picture,
    }


def _as_svg(drawing: Drawing) -> HttpResponse:
    return HttpResponse(drawing.alone(), content_type="image/svg+xml; charset=utf-8")
