"""The lines of the picture, drawn: lanes, and the stems on which the parts of a condition come together.

Those of one's own way are drawn again on top, strong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from .cards import Card, Label
from .lanes import BEND, End, Lane
from .layout import Layout
from .lettering import printable
from .nodes import Edge, Graph
from .path import OwnPath
from .svg import number as n


@dataclass(frozen=True)
class Lines:
    graph: Graph
    layout: Layout
    path: OwnPath | None

    def lanes(self, parent: Element, lanes: Sequence[Lane]) -> None:
        """All lines up to the stems of the conditions."""
        strong: list[tuple[Lane, list[End]]] = []
        for lane in lanes:
            self._lane(parent, lane, lane.ends, "g-line")
            taken = [end for end in lane.ends if self.taken(lane.source, end)]
            strong += [(lane, taken)] if taken else []
        for lane, taken in strong:
            self._lane(parent, lane, taken, "g-line g-taken")

    def stems(self, parent: Element, card: Card) -> None:
        """What a card's lines come in on, with the arrow that they make together."""
        if not card.led_to:
            return
        self._stems(parent, card, card.labels, "g-line")
        strong = [label for label in card.labels if self.decides(card, label)]
        if strong:
            self._stems(parent, card, strong, "g-line g-taken")
        point = f"M{n(strong[0].stem if strong else card.labels[0].stem)} {n(card.frame)}l-4.5 -8h9z"
        SubElement(parent, "path", {"class": "g-arrow g-taken" if strong else "g-arrow", "d": point})

    def decides(self, card: Card, label: Label) -> bool:
        """Whether one's own way goes along a part of a condition."""
        return self.path is not None and label.index in self.path.deciding[card.block.id]

    def taken(self, source: str, end: End) -> bool:
        """Whether one's own way goes along a line to one of its ends."""
        if self.path is None or end.label not in self.path.deciding[end.block]:
            return False
        return any(Edge(source, node.id) in self.path.taken for node in self.graph.block[end.block].nodes)

    def _lane(self, parent: Element, lane: Lane, ends: Sequence[End], css: str) -> None:
        """From the source's row along the lane and to labels; the bends show which way it goes."""
        group = SubElement(parent, "g", {"class": "g-lane"})
        node = self.graph.nodes[lane.source]
        SubElement(group, "title").text = printable(f"{node.label} {node.text}")
        start, heights = lane.start, [end.height for end in ends]
        drawn = []
        for farthest in {max(heights), min(heights)}:
            turn = BEND if farthest > start else -BEND
            out = f"M{n(self.layout.right)} {n(start)}H{n(lane.x - BEND)}q{BEND} 0 {BEND} {turn}"
            drawn.append(f"{out}V{n(farthest - turn)}")
        for end in ends:
            turn = BEND if end.height > start else -BEND
            into = f"M{n(lane.x)} {n(end.height - turn)}q0 {turn} {-BEND} {turn}"
            drawn.append(f"{into}H{n(end.stem + BEND)}")
        SubElement(group, "path", {"class": css, "d": "".join(drawn)})

    def _stems(self, parent: Element, card: Card, labels: Sequence[Label], css: str) -> None:
        """The parts of a group stand on a stem below its heading; what leads to the card comes down on it."""
        first = labels[0]
        drawn = [f"M{n(first.stem)} {n(first.y + BEND)}V{n(card.frame - 5)}"]
        for i, label in enumerate(labels):
            turn = -BEND if label.depth else BEND
            for height in [height for _, height in label.entries] or [label.y]:
                drawn.append(f"M{n(label.stem + BEND)} {n(height)}q{-BEND} 0 {-BEND} {turn}")
            parts = list(_parts(labels[i:]))
            if parts:
                drawn.append(f"M{n(parts[0].stem)} {n(label.texts[-1].y + 4)}V{n(parts[-1].y - BEND)}")
        SubElement(parent, "path", {"class": css, "d": "".join(drawn)})


def _parts(labels: Sequence[Label]) -> Iterator[Label]:
    """What stands directly below the heading that comes first."""
    heading, *rest = labels
    for label in rest:
        if label.depth <= heading.depth:
            return
        if label.depth == heading.depth + 1:
            yield label
