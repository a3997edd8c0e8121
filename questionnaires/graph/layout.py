"""Where everything in the picture stands: cards one below the other, lines in lanes at their right.

All that leads out of one node shares a lane: from its row to the right, along the lane, and by a bend into
each card that it decides. Where lines merely cross, they run straight; where they join, they bend. Short
lanes stand near the cards, long ones outside. The picture is cut between cards into strips, so that paper
never cuts through one.

Measures are in units of the picture, of which a screen has one for each pixel at actual size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionnaires.conditions.words import Span

from .lettering import Line, width, wrap
from .nodes import Block, Graph, Section
from .path import OwnPath

EDGE, PAD, INDENT = 2, 14, 18
LABEL, STATE = 46, 92  # room at the left of a row for Q15, and at the right of a condition for "not asked"
TEXT, SMALL, TITLE = 15.0, 13.5, 19.0  # font sizes
ROW, SMALL_ROW, HEAD = 21, 18, 46  # heights of their lines, and of a section's title
GAP, LANE, BEND = 12, 15, 7  # between cards, and from lane to lane at least
LANE_LABEL = 11.0  # font size
SHEET = 0.45  # height of a strip to its width at most: a third of a sheet of A4, so that sheets are filled
WIDE, NARROW = 680, 256  # widths of a card: for most screens and paper, and for a telephone
MOST_LINES = 3  # of an answer


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True)
class Row:
    """A node in its card: its text, its answer if there is a path, and the height where its line leaves."""

    id: str
    label: str
    texts: tuple[Text, ...]
    answer: tuple[Text, ...]
    top: float
    bottom: float
    exit: float


@dataclass(frozen=True)
class Card:
    """A block, drawn. The line of a source comes in at its `entries`: where the condition names it."""

    block: Block
    x: float
    top: float
    width: float
    bottom: float
    condition: tuple[Text, ...]
    rows: tuple[Row, ...]
    entries: tuple[tuple[str, tuple[float, ...]], ...]  # source, and heights


@dataclass(frozen=True)
class Lane:
    """The line of one source: it leaves at `start` and bends into a card at each of `ends`."""

    source: str
    x: float
    start: float
    ends: tuple[tuple[float, str], ...]  # height, and the block that it leads to

    @property
    def top(self) -> float:
        return min(self.start, *(height for height, _ in self.ends))

    @property
    def bottom(self) -> float:
        return max(self.start, *(height for height, _ in self.ends))


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
    right: float  # edge of the cards, at which lines leave and arrive
    strips: tuple[Strip, ...]
    lanes: tuple[Lane, ...]


def layout(graph: Graph, path: OwnPath | None = None, card_width: float = WIDE) -> Layout:
    """Arrange a graph, with room for the answers of a path."""
    right = EDGE + card_width
    cards: list[list[Card]] = []
    y = 0.0
    for section in graph.sections:
        y += HEAD
        cards.append([])
        for block in section.blocks:
            card = _card(block, path, card_width, y)
            cards[-1].append(card)
            y = card.bottom + GAP
        y += GAP
    lanes = _lanes(graph, [card for column in cards for card in column], right)
    whole = max((lane.x for lane in lanes), default=right) + LANE + EDGE
    strips = [
        strip
        for section, column in zip(graph.sections, cards, strict=True)
        for strip in _strips(section, column, SHEET * whole)
    ]
    return Layout(whole, strips[-1].bottom, right, tuple(strips), tuple(lanes))


# cards ------------------------------------------------------------------------------------------------


def _card(block: Block, path: OwnPath | None, wide: float, top: float) -> Card:
    """A card: first when it is asked, then what; a fact the other way round, as a definition."""
    indent = 0 if block.kind == "question" else INDENT
    x, room = EDGE + indent, wide - indent - 2 * PAD
    y = top + PAD - 3
    if block.kind == "question":
        condition, y = _condition(block, x + PAD, y, room, STATE if path else 0)
        rows, y = _rows(block, path, x + PAD, y + 4, room)
    else:
        rows, y = _rows(block, path, x + PAD, y, room)
        condition, y = _condition(block, x + PAD + LABEL, y, room - LABEL)
    entries = tuple((source, _heights(source, condition)) for source in block.reads)
    return Card(block, x, top, wide - indent, y + PAD - 5, condition, rows, entries)


def _heights(source: str, condition: Sequence[Text]) -> tuple[float, ...]:
    """The heights of the lines that name a source; of the first line where it is read but not named."""
    label = ("label", source)
    named = [text for text in condition if any((run.role, run.name) == label for run in text.line)]
    return tuple(text.y - SMALL * 0.35 for text in named or condition[:1])


def _condition(
    block: Block, x: float, y: float, room: float, less: float = 0
) -> tuple[tuple[Text, ...], float]:
    """The lines of a condition; the first leaves room for what stands at its right."""
    texts: list[Text] = []
    for each in block.lines:
        inset = INDENT * min(each.depth, 6)
        for line in wrap(each.spans, room - inset, SMALL, less=0 if texts else less):
            y += SMALL_ROW
            texts.append(Text(x + inset, y - 5, line))
    return tuple(texts), y


def _rows(
    block: Block, path: OwnPath | None, x: float, y: float, room: float
) -> tuple[tuple[Row, ...], float]:
    rows: list[Row] = []
    for node in block.nodes:
        top = y
        texts = []
        for line in wrap((Span(node.text),), room - LABEL, TEXT):
            y += ROW
            texts.append(Text(x + LABEL, y - 6, line))
        answer = []
        if path is not None:
            said = path.values.get(node.id) or ("not answered yet" if path.states[node.id] == "on" else "")
            for line in wrap((Span(said),), room - LABEL - INDENT, SMALL, MOST_LINES) if said else ():
                y += SMALL_ROW
                answer.append(Text(x + LABEL + INDENT, y - 5, line))
            y += 3 if answer else 0
        rows.append(Row(node.id, node.label, tuple(texts), tuple(answer), top, y, texts[0].y - TEXT * 0.35))
    return tuple(rows), y


# lanes ------------------------------------------------------------------------------------------------


def _lanes(graph: Graph, cards: Sequence[Card], right: float) -> list[Lane]:
    exits = {row.id: row.exit for card in cards for row in card.rows}
    ends: dict[str, list[tuple[float, str]]] = {}
    for card in cards:
        for source, heights in card.entries:
            ends.setdefault(source, []).extend((height, card.block.id) for height in heights)
    unplaced = [Lane(source, 0.0, exits[source], tuple(into)) for source, into in ends.items()]
    labels = [graph.nodes[lane.source].label for lane in unplaced]
    apart = max([LANE, *(round(width(each.removeprefix("Q"), LANE_LABEL) + 2) for each in labels)])
    placed: list[Lane] = []
    columns: list[list[Lane]] = []
    for lane in sorted(unplaced, key=lambda lane: (lane.bottom - lane.top, lane.top)):
        at = next((i for i, column in enumerate(columns) if not _meets(lane, column)), len(columns))
        if at == len(columns):
            columns.append([])
        columns[at].append(lane)
        x = right + apart * (at + 1) + BEND
        placed.append(Lane(lane.source, x, lane.start, lane.ends))
    return sorted(placed, key=lambda lane: (lane.top, lane.x))


def _meets(lane: Lane, column: Iterable[Lane]) -> bool:
    return any(lane.top < other.bottom + GAP and other.top < lane.bottom + GAP for other in column)


# strips -----------------------------------------------------------------------------------------------


def _strips(section: Section, cards: Sequence[Card], most: float) -> list[Strip]:
    """A section in pieces of that height at most, cut between cards; a taller card is a piece by itself."""
    strips: list[Strip] = []
    top, inside = cards[0].top - HEAD, list[Card]()
    for card in cards:
        if inside and card.bottom + GAP - top > most:
            cut = card.top - GAP / 2
            strips.append(Strip(section, top, cut, not strips, tuple(inside)))
            top, inside = cut, []
        inside.append(card)
    return [*strips, Strip(section, top, inside[-1].bottom + 2 * GAP, not strips, tuple(inside))]
