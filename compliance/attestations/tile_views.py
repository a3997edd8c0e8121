"""The register as files that never change (C2SP tlog-tiles), for whoever wants to watch it. Only the
checkpoint changes; everything else may be kept for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from compliance.accounts.access import public

from . import queries
from .models import Leaf, Log, Tile
from .register import tiles

FOR_EVER = 365 * 24 * 3600  # seconds
TILE = 256


@require_safe
@public
@cache_control(public=True, max_age=2)
def checkpoint(request: HttpRequest, log: str) -> HttpResponse:
    newest = _log(log).checkpoints.order_by("-size").first()
    if newest is None:
        raise Http404("nothing is signed yet")
    return HttpResponse(newest.note, content_type="text/plain; charset=utf-8")


@require_safe
@public
@cache_control(public=True, max_age=FOR_EVER, immutable=True)
def tile(request: HttpRequest, log: str, tile: str) -> HttpResponse:
    here = _log(log)
    try:
        asked = tiles.parse(tile)
    except ValueError:
        raise Http404("not an address of tlog-tiles") from None
    signed = here.checkpoints.order_by("-size").values_list("size", flat=True).first() or 0
    content = _entries(here, asked, signed) if asked.level is None else _hashes(here, asked, signed)
    return HttpResponse(content, content_type="application/octet-stream")


def _entries(here: Log, asked: tiles.Asked, signed: int) -> bytes:
    begin = asked.index * TILE
    if begin + asked.width > signed:
        raise Http404("not signed yet")
    found = Leaf.objects.filter(log=here, index__gte=begin, index__lt=begin + asked.width).order_by("index")
    return tiles.bundle([bytes.fromhex(each) for each in found.values_list("entry", flat=True)])


def _hashes(here: Log, asked: tiles.Asked, signed: int) -> bytes:
    level = asked.level or 0
    if (asked.index * TILE + asked.width) * TILE**level > signed:
        raise Http404("not signed yet")
    found = Tile.objects.filter(log=here, level=level, index=asked.index).values_list("hashes", flat=True)
    return bytes(found[0])[: 32 * asked.width]


def _log(path: str) -> Log:
    """The log whose prefix ends like this."""
    found = queries.log_at(path)
    if found is None:
        raise Http404("no such log")
    return found
