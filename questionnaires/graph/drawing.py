"""A layout as SVG 1.1: for a page, one picture for each strip; alone, a single one that brings its colours.

Nothing moves and nothing is scripted. Classes carry the look (`static/graph.css`), so that a page's own
colours, its dark scheme and its print style reach into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from .cards import EDGE, NUMBER, PAD, Card, Label, Row
from .lanes import GAP
from .layout import HEAD, TITLE, Layout, Strip
from .lettering import printable
from .lines import Lines
from .nodes import Graph, Node
from .path import OwnPath, State
from .svg import number as n
from .svg import write

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

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.graph, self.layout, self.path)

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
        SubElement(root, "rect", {"class": "g-paper", "width": n(width), "height": n(height)})
        heading = SubElement(root, "text", {"class": "g-heading", "x": n(MARGIN + EDGE), "y": n(MARGIN + 24)})
        heading.text = printable(of.title)
        version = SubElement(heading, "tspan", {"class": "g-note", "dx": "12"})
        version.text = f"{of.id} {of.version}"
        inside = SubElement(root, "g", {"transform": f"translate({MARGIN} {HEADING})"})
        self.lines.lanes(inside, self.layout.lanes)
        for strip in self.layout.strips:
            self._cards(inside, strip)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._text(root)

    @property
    def description(self) -> str:
        """What the picture shows, for whom it is read aloud."""
        of = self.graph
        return (
            f"{len(of.edition.questions)} questions in {len(of.sections)} sections, from top to bottom. Each "
            "card has above it when its questions are asked, on the lines that lead to it from the answers "
            "that decide this."
        )

    # parts -----------------------------------------------------------------------------------------

    def _picture(self, top: float, width: float, height: float, scale: float | None) -> Element:
        classes = "g-picture g-path" if self.path else "g-picture"
        box = f"0 {n(top)} {n(width)} {n(height)}"
        root = Element("svg", {"class": classes, "viewBox": box})
        if scale is None:
            root.set("width", "100%")
        else:
            root.attrib |= {"width": n(width * scale), "height": n(height * scale)}
        return root

    def _strip(self, strip: Strip, scale: float | None) -> Element:
        root = self._picture(strip.top, self.layout.width, strip.bottom - strip.top, scale)
        root.attrib |= {"role": "group", "aria-label": printable(strip.section.title)}
        passing = [x for x in self.layout.lanes if x.top < strip.bottom and x.bottom > strip.top]
        self.lines.lanes(root, passing)
        self._cards(root, strip)
        return root

    def _cards(self, parent: Element, strip: Strip) -> None:
        if strip.first:
            y = strip.top + TITLE + 5
            title = SubElement(parent, "text", {"class": "g-title", "x": n(EDGE), "y": n(y)})
            title.text = printable(strip.section.title)
        for lane in self.layout.lanes:
            if lane.top < strip.top and lane.bottom > strip.top + HEAD:
                y = strip.top + (TITLE if strip.first else GAP / 2)  # clear of the lines that arrive below
                at = {"class": "g-lane-label", "x": n(lane.x), "y": n(y)}
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
        box = {"x": card.x, "y": card.frame, "width": card.width, "height": card.bottom - card.frame, "rx": 8}
        SubElement(group, "rect", {key: n(value) for key, value in box.items()})
        self.lines.stems(group, card)
        for label in card.labels:
            self._label(group, card, label)
        if state and card.block.kind == "question":
            at = {"class": "g-state", "x": n(card.x + card.width - PAD), "y": n(card.rows[0].texts[0].y)}
            SubElement(group, "text", at).text = STATES[state]
        for row in card.rows:
            self._row(group, row)

    def _label(self, parent: Element, card: Card, label: Label) -> None:
        """A part of a condition on its line; pointed at, it says all of it, with the texts of questions."""
        css = "g-when g-taken" if self.lines.decides(card, label) else "g-when"
        group = SubElement(parent, "g", {"class": css})
        if card.led_to:
            SubElement(group, "title").text = printable(card.block.titles[label.index])
        if label.entries:  # letters, in whatever font, are a hole in the line: between them, and within them
            write(group, label.texts[0], "g-condition g-halo").set("aria-hidden", "true")
        for text in label.texts:
            write(group, text, "g-condition")

    def _row(self, parent: Element, row: Row) -> None:
        node = self.graph.nodes[row.id]
        if self.address:
            parent = SubElement(parent, "a", {"href": self.address(node)})
        first = row.texts[0]
        label = {"class": "g-label", "x": n(first.x - NUMBER), "y": n(first.y)}
        SubElement(parent, "text", label).text = row.label
        for text in row.texts:
            write(parent, text, "g-text")
        for text in row.answer:
            write(parent, text, "g-answer")
        for lane in (each for each in self.layout.lanes if each.source == row.id):
            taken = any(self.lines.taken(row.id, end) for end in lane.ends)
            css = "g-dot g-taken" if taken else "g-dot"
            at = {"class": css, "cx": n(self.layout.right), "cy": n(row.exit), "r": "3.5"}
            SubElement(parent, "circle", at)

    def _text(self, root: Element) -> str:
        return tostring(root, encoding="unicode")
