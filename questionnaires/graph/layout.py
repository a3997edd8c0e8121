"""Where everything in the picture stands: cards one below the other, lines in lanes at their right.

A card's condition stands above it, each part of it on the line that it is about: whoever follows a line
reads on it why it is taken. Nothing else is as high as these labels but their own lines, so that no label
meets a card, another label or a foreign line. The picture is cut into strips, above labels and never through
a card, so that paper does not cut it elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .cards import EDGE, Card, card
from .lanes import GAP, LANE, Lane, lanes
from .nodes import Graph, Section
from .path import OwnPath

TITLE, HEAD = 19.0, 40  # font size of a section's title, and its height
SHEET = 0.45  # height of a strip to its width at most: a third of a sheet of A4, so that sheets are filled
WIDE, NARROW = 680, 256  # widths of a card: for most screens and paper, and for a telephone


@dataclass(frozen=True)
class Strip:
    """A part of the picture from `top` to `bottom`, all of one section; `first` has its title."""

    section: Section
    top: float
    bottom: float
    first: bool
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    right: float  # edge of the cards, at which lines leave
    strips: tuple[Strip, ...]
    lanes: tuple[Lane, ...]


def layout(graph: Graph, path: OwnPath | None = None, card_width: float = WIDE) -> Layout:
    """Arrange a graph, with room for the answers of a path."""
    right = EDGE + card_width
    columns: list[list[Card]] = []
    y = 0.0
    for section in graph.sections:
        y += HEAD
        columns.append([])
        for block in section.blocks:
            placed = card(block, path, card_width, y)
            columns[-1].append(placed)
            y = placed.bottom + GAP
        y += GAP
    found = lanes(graph, [each for column in columns for each in column], right)
    whole = max((lane.x for lane in found), default=right) + LANE + EDGE
    strips = [
        strip
        for section, column in zip(graph.sections, columns, strict=True)
        for strip in _strips(section, column, SHEET * whole)
    ]
    return Layout(whole, strips[-1].bottom, right, tuple(strips), tuple(found))


def _strips(section: Section, cards: Sequence[Card], most: float) -> list[Strip]:
    """A section in pieces of that height at most, cut between cards; a taller card is a piece by itself."""
    strips: list[Strip] = []
    top, inside = cards[0].top - HEAD, list[Card]()
    for each in cards:
        if inside and each.bottom + GAP - top > most:
            cut = each.top - GAP / 2
            strips.append(Strip(section, top, cut, not strips, tuple(inside)))
            top, inside = cut, []
        inside.append(each)
    return [*strips, Strip(section, top, inside[-1].bottom + 2 * GAP, not strips, tuple(inside))]
