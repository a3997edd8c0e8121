"""Where a card stands, and above it its condition, one label for each line that leads to it.

Measures are in units of the picture, of which a screen has one for each pixel at actual size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.conditions.words import Span

from .lettering import Line, wrap
from .nodes import Block
from .path import OwnPath

EDGE, PAD, INDENT = 2, 14, 18
NUMBER, STATE = 46, 92  # room at the left of a row for Q15, and at its right for "not asked"
TEXT, SMALL = 15.0, 13.5  # font sizes
ROW, SMALL_ROW = 21, 18  # heights of their lines
TRUNK, TWIG = 22, 15  # from a card's left edge to the line that comes down on it, and from there to a label
APART, ARROW = 3, 13  # between labels; below them, for the head of the arrow
MIDDLE = 0.27  # of small letters, above their baseline, in parts of the font size
BESIDE, BEHIND = 6, 10  # from line to line behind a text, and from the first to the last at most
BOLD = 0.94  # of the room of a label: on one's own way it is set bold
MOST_LINES, MOST_LABEL_LINES = 3, 5  # of an answer, of a label


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True)
class Label:
    """A line of a condition, set on the lines of the picture that it is about.

    They come in from the right, each at its own height, run behind the first line of text, and end at `stem`:
    the line on which the parts of a group stand, or the one that comes down on the card.
    """

    index: int
    depth: int
    texts: tuple[Text, ...]
    y: float  # where the line runs on to the stem
    stem: float
    entries: tuple[tuple[str, float], ...]  # source, and height


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
    """A block, drawn: from `top` the labels of its condition, from `frame` on the card itself."""

    block: Block
    x: float
    width: float
    top: float
    frame: float
    bottom: float
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]

    @property
    def led_to(self) -> bool:
        """Whether any line arrives."""
        return bool(self.block.reads)


def card(block: Block, path: OwnPath | None, wide: float, top: float) -> Card:
    indent = 0 if block.kind == "question" else INDENT
    x, wide = EDGE + indent, wide - indent
    labels = tuple(_labels(block, x, top, x + wide))
    frame = max(text.y for label in labels for text in label.texts) + (ARROW if block.reads else 7)
    rows = tuple(_rows(block, path, x + PAD, frame + PAD - 5, wide - 2 * PAD))
    return Card(block, x, wide, top, frame, rows[-1].bottom + PAD - 7, labels, rows)


def _labels(block: Block, left: float, y: float, right: float) -> Iterator[Label]:
    for i, line in enumerate(block.lines):
        stem = left + TRUNK + min(line.depth, 6) * INDENT
        x = stem + TWIG if block.reads else left + PAD
        broken = wrap(line.spans, (right - x) * BOLD, SMALL, MOST_LABEL_LINES)
        texts = tuple(Text(x, y + n * SMALL_ROW + 14, each) for n, each in enumerate(broken))
        middle = texts[0].y - SMALL * MIDDLE
        entries = tuple(_entries(block.named[i], middle))
        yield Label(i, line.depth, texts, middle, stem, entries)
        y += len(texts) * SMALL_ROW + APART


def _entries(sources: Sequence[str], middle: float) -> Iterator[tuple[str, float]]:
    """The heights of several lines behind one text; so many as there may be, they stay behind it."""
    apart = min(BESIDE, BEHIND / max(len(sources) - 1, 1))
    for i, source in enumerate(sources):
        yield source, middle + apart * (i - (len(sources) - 1) / 2)


def _rows(block: Block, path: OwnPath | None, x: float, y: float, room: float) -> Iterator[Row]:
    for node in block.nodes:
        top = y
        less = STATE if path and node.id == block.id else 0
        texts = []
        for line in wrap((Span(node.text),), room - NUMBER, TEXT, less=less):
            y += ROW
            texts.append(Text(x + NUMBER, y - 6, line))
        answer = []
        if path is not None:
            said = path.values.get(node.id) or ("not answered yet" if path.states[node.id] == "on" else "")
            for line in wrap((Span(said),), room - NUMBER - INDENT, SMALL, MOST_LINES) if said else ():
                y += SMALL_ROW
                answer.append(Text(x + NUMBER + INDENT, y - 5, line))
            y += 3 if answer else 0
        yield Row(node.id, node.label, tuple(texts), tuple(answer), top, y, texts[0].y - TEXT * 0.35)
