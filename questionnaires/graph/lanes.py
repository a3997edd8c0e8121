"""The lines of the picture: all that leads out of one node shares a lane.

From its row to the right, along the lane, and by a bend to each label that names it. Where lines merely
cross, they run straight; where they join, they bend. Short lanes stand near the cards, long ones outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .cards import Card
from .lettering import width
from .nodes import Graph

GAP, LANE, BEND = 18, 15, 7  # between cards, and from lane to lane at least
LANE_LABEL = 11.0  # font size


@dataclass(frozen=True)
class End:
    """Where a line arrives: at a label of a block, behind which it runs on to a stem."""

    height: float
    stem: float
    block: str
    label: int


@dataclass(frozen=True)
class Lane:
    """The line of one source: it leaves at `start` and bends to each of its ends."""

    source: str
    x: float
    start: float
    ends: tuple[End, ...]

    @property
    def top(self) -> float:
        return min(self.start, *(end.height for end in self.ends))

    @property
    def bottom(self) -> float:
        return max(self.start, *(end.height for end in self.ends))


def lanes(graph: Graph, cards: Sequence[Card], right: float) -> list[Lane]:
    """The lanes at the right of the cards."""
    exits = {row.id: row.exit for card in cards for row in card.rows}
    ends: dict[str, list[End]] = {}
    for card in cards:
        for label in card.labels:
            for source, height in label.entries:
                end = End(height, label.stem, card.block.id, label.index)
                ends.setdefault(source, []).append(end)
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
