"""A layout as SVG 1.1: for a page, one picture for each strip; alone, a single one that brings its colours.

Nothing moves and nothing is scripted. Classes carry the look (`static/graph.css`), so that a page's own
colours, its dark scheme and its print style reach into it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from .layout import BEND, EDGE, GAP, HEAD, LABEL, PAD, TITLE, Card, Lane, Layout, Row, Strip, Text
from .lettering import printable
from .nodes import Edge, Graph, Node
from .path import OwnPath, State

STATIC = Path(__file__).parent / "static"
XMLNS = "http://www.w3.org/2000/svg"
MARGIN, HEADING = 24, 64  # of a picture that stands alone: its margin, and the height of its heading
STATES: dict[State, str] = {"on": "asked", "open": "may be asked", "off": "not asked"}

Address = Callable[[Node], str]


@cache
def style() -> str:
    """The style sheet of a picture that stands alone."""
    return "".join((STATIC / name).read_text("utf-8") for name in ("standalone.css", "graph.css"))


@dataclass(frozen=True)
class Drawing:
    """A graph with its layout, one's path through it, and where the names of its nodes lead."""

    graph: Graph
    layout: Layout
    path: OwnPath | None = None
    address: Address | None = None

    def strips(self, scale: float | None = 1.0) -> list[str]:
        """The picture in parts, for a page to set one below the other; `scale` None fills its width."""
        return [self._text(self._strip(strip, scale)) for strip in self.layout.strips]

    def alone(self) -> str:
        """The whole picture as a document of its own."""
        of = self.graph.edition.questionnaire
        width, height = self.layout.width + 2 * MARGIN, self.layout.height + HEADING + MARGIN
        root = self._picture(0, width, height, 1.0)
        root.set("xmlns", XMLNS)
        SubElement(root, "title").text = printable(f"{of.title}, {of.id} {of.version}")
        SubElement(root, "desc").text = self.description
        SubElement(root, "style").text = style()
        SubElement(root, "rect", {"class": "g-paper", "width": _n(width), "height": _n(height)})
        heading = SubElement(
            root, "text", {"class": "g-heading", "x": _n(MARGIN + EDGE), "y": _n(MARGIN + 24)}
        )
        heading.text = printable(of.title)
        version = SubElement(heading, "tspan", {"class": "g-note", "dx": "12"})
        version.text = f"{of.id} {of.version}"
        inside = SubElement(root, "g", {"transform": f"translate({MARGIN} {HEADING})"})
        self._lanes(inside, self.layout.lanes)
        for strip in self.layout.strips:
            self._cards(inside, strip)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._text(root)

    @property
    def description(self) -> str:
        """What the picture shows, for whom it is read aloud."""
        of = self.graph
        return (
            f"{len(of.edition.questions)} questions in {len(of.sections)} sections, from top to bottom. Each "
            "card says when its questions are asked; a line leads to it from each answer that decides this."
        )

    # parts -----------------------------------------------------------------------------------------

    def _picture(self, top: float, width: float, height: float, scale: float | None) -> Element:
        classes = "g-picture g-path" if self.path else "g-picture"
        box = f"0 {_n(top)} {_n(width)} {_n(height)}"
        root = Element("svg", {"class": classes, "viewBox": box})
        if scale is None:
            root.set("width", "100%")
        else:
            root.attrib |= {"width": _n(width * scale), "height": _n(height * scale)}
        return root

    def _strip(self, strip: Strip, scale: float | None) -> Element:
        root = self._picture(strip.top, self.layout.width, strip.bottom - strip.top, scale)
        root.attrib |= {"role": "group", "aria-label": printable(strip.section.title)}
        passing = [x for x in self.layout.lanes if x.top < strip.bottom and x.bottom > strip.top]
        self._lanes(root, passing)
        self._cards(root, strip)
        return root

    def _cards(self, parent: Element, strip: Strip) -> None:
        if strip.first:
            y = strip.top + HEAD - PAD
            title = SubElement(parent, "text", {"class": "g-title", "x": _n(EDGE), "y": _n(y)})
            title.text = printable(strip.section.title)
        for lane in self.layout.lanes:
            if lane.top < strip.top and lane.bottom > strip.top + HEAD:
                y = strip.top + (TITLE if strip.first else GAP - 1)  # clear of the lines that arrive below
                at = {"class": "g-lane-label", "x": _n(lane.x), "y": _n(y)}
                SubElement(parent, "text", at).text = self.graph.nodes[lane.source].label.removeprefix("Q")
        for card in strip.cards:
            self._card(parent, card)

    def _card(self, parent: Element, card: Card) -> None:
        state = self.path.states[card.block.id] if self.path else None
        classes = [
            "g-card",
            *(["g-fact"] if card.block.kind != "question" else []),
            *([f"is-{state}"] if state else []),
        ]
        group = SubElement(parent, "g", {"class": " ".join(classes)})
        box = {"x": card.x, "y": card.top, "width": card.width, "height": card.bottom - card.top, "rx": 8}
        SubElement(group, "rect", {key: _n(value) for key, value in box.items()})
        for text in card.condition:
            _set(group, text, "g-condition")
        if state and card.block.kind == "question":
            at = {"class": "g-state", "x": _n(card.x + card.width - PAD), "y": _n(card.condition[0].y)}
            SubElement(group, "text", at).text = STATES[state]
        for row in card.rows:
            self._row(group, row)
        for source, heights in card.entries:
            taken = self._taken(Edge(source, node.id) for node in card.block.nodes)
            for height in heights:
                points = f"M{_n(self.layout.right + 1)} {_n(height)}l8 -4v8z"
                SubElement(group, "path", {"class": f"g-arrow{taken}", "d": points})

    def _row(self, parent: Element, row: Row) -> None:
        node = self.graph.nodes[row.id]
        if self.address:
            parent = SubElement(parent, "a", {"href": self.address(node)})
        first = row.texts[0]
        label = {"class": "g-label", "x": _n(first.x - LABEL), "y": _n(first.y)}
        SubElement(parent, "text", label).text = row.label
        for text in row.texts:
            _set(parent, text, "g-text")
        for text in row.answer:
            _set(parent, text, "g-answer")
        if any(lane.source == row.id for lane in self.layout.lanes):
            taken = self._taken(edge for edge in self.graph.edges if edge.source == row.id)
            at = {"cx": _n(self.layout.right), "cy": _n(row.exit), "r": "3.5", "class": f"g-dot{taken}"}
            SubElement(parent, "circle", at)

    # lines -----------------------------------------------------------------------------------------

    def _lanes(self, parent: Element, lanes: Sequence[Lane]) -> None:
        """All lines, those of one's own way on top."""
        members = {block.id: [node.id for node in block.nodes] for block in self.graph.blocks}
        strong: list[tuple[Lane, list[float]]] = []
        for lane in lanes:
            edges = [(height, [Edge(lane.source, node) for node in members[to]]) for height, to in lane.ends]
            taken = [height for height, into in edges if self._taken(into)]
            self._lane(parent, lane, [height for height, _ in edges], "g-line")
            strong += [(lane, taken)] if taken else []
        for lane, taken in strong:
            self._lane(parent, lane, taken, "g-line g-taken")

    def _lane(self, parent: Element, lane: Lane, ends: Sequence[float], css: str) -> None:
        """From the source's row along the lane and into cards; the bends show which way it goes."""
        group = SubElement(parent, "g", {"class": "g-lane"})
        node = self.graph.nodes[lane.source]
        SubElement(group, "title").text = printable(f"{node.label} {node.text}")
        right, start = self.layout.right, lane.start
        drawn = []
        for farthest in {max(ends, default=start), min(ends, default=start)}:
            turn = BEND if farthest > start else -BEND
            out = f"M{_n(right)} {_n(start)}H{_n(lane.x - BEND)}q{BEND} 0 {BEND} {turn}"
            drawn.append(f"{out}V{_n(farthest - turn)}")
        for end in ends:
            turn = BEND if end > start else -BEND
            drawn.append(f"M{_n(lane.x)} {_n(end - turn)}q0 {turn} {-BEND} {turn}H{_n(right + 8)}")
        SubElement(group, "path", {"class": css, "d": "".join(drawn)})

    def _taken(self, edges: Iterable[Edge]) -> str:
        found = self.path is not None and any(edge in self.path.taken for edge in edges)
        return " g-taken" if found else ""

    def _text(self, root: Element) -> str:
        return tostring(root, encoding="unicode")


def _set(parent: Element, text: Text, css: str) -> None:
    """A line of text, its labels in spans that have a look of their own."""
    element = SubElement(parent, "text", {"class": css, "x": _n(text.x), "y": _n(text.y)})
    last: Element | None = None
    for run in text.line:
        if run.role == "label":
            last = SubElement(element, "tspan", {"class": "g-label"})
            last.text = run.text
        elif last is None:
            element.text = (element.text or "") + run.text
        else:
            last.tail = (last.tail or "") + run.text


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
