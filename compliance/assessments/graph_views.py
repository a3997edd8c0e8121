"""The graph of a questionnaire, public, and with one's own path for whoever holds an assessment."""

from base64 import b64encode
from collections.abc import Callable, Mapping
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
from compliance.accounts.access import public
from questionnaires import Edition, UnknownQuestionnaire
from questionnaires.graph import NARROW, WIDE, Drawing, Node, graph, layout, path, style

from .grants import Need
from .permissions import for_assessment
from .queries import Standing, about, record

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


ACTUAL = Size("actual", _("Actual size"), 1.0)
SIZES = (Size("fit", _("Fit the width"), None), ACTUAL, Size("large", _("Large"), 1.5))


@require_safe
@public
def graph_page(request: HttpRequest, questionnaire: str, version: str) -> HttpResponse:
    edition = _edition(questionnaire, version)
    picture = reverse("assessments:graph_picture", args=[edition.id, edition.version])
    return _page(request, edition, None, {"picture": picture, "here": "rules"})


@with_its_style
@require_safe
@public
def graph_picture(request: HttpRequest, questionnaire: str, version: str) -> HttpResponse:
    return _as_svg(_drawing(_edition(questionnaire, version), None))


@never_cache
@require_safe
@for_assessment(Need.READ)
def own_graph_page(request: HttpRequest, found: Standing) -> HttpResponse:
    picture = reverse("assessments:own_graph_picture", args=[found.assessment.pk])
    context = {"picture": picture, "assessment": found.assessment, "standing": found, **about(found)}
    return _page(request, found.edition, found, context)


@never_cache
@with_its_style
@require_safe
@for_assessment(Need.READ)
def own_graph_picture(request: HttpRequest, found: Standing) -> HttpResponse:
    return _as_svg(_drawing(found.edition, found))


def _edition(questionnaire: str, version: str) -> Edition:
    try:
        return questionnaires.edition(questionnaire, version)
    except UnknownQuestionnaire as error:
        raise Http404(str(error)) from None


def _page(
    request: HttpRequest, edition: Edition, found: Standing | None, more: Mapping[str, object]
) -> HttpResponse:
    size = next((size for size in SIZES if size.name == request.GET.get("size")), ACTUAL)
    drawing = _drawing(edition, found)
    # At actual size a telephone gets narrow cards; which of the two is seen, the style sheet decides.
    narrow = _drawing(edition, found, NARROW).strips() if size is ACTUAL else []
    context = {"edition": edition, "drawing": drawing, "strips": drawing.strips(size.scale), "narrow": narrow}
    context["record"] = record(edition)
    return render(request, "assessments/graph.html", {**context, "sizes": SIZES, "size": size, **more})


def _drawing(edition: Edition, found: Standing | None, card_width: float = WIDE) -> Drawing:
    drawn = graph(edition, found.outcome.on if found else timezone.localdate())
    way = path(drawn, found.outcome) if found else None
    return Drawing(drawn, layout(drawn, way, card_width), way, _address(edition))


def _address(edition: Edition) -> Callable[[Node], str]:
    """Where a node is explained: on the page of the rules."""
    page = reverse("assessments:rules", args=[edition.id, edition.version])
    return lambda node: f"{page}#{'tiers' if node.kind == 'tier' else f'{node.kind}-{node.id}'}"


def _as_svg(drawing: Drawing) -> HttpResponse:
    return HttpResponse(drawing.alone(), content_type="image/svg+xml; charset=utf-8")
