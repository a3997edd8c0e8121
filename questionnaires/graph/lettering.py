"""How wide a text will be, before anybody has a font: estimated on the generous side, then broken into lines.

A picture is drawn once and shown in whatever font the reader has. Widths are those of Arial and Helvetica, in
parts of the font size, with a reserve; Source Sans, which the site brings along, is narrower.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, combining, east_asian_width

from questionnaires.conditions.words import Role, Span

RESERVE = 1.06
_NARROW, _WIDE = set("ijlIft.,;:!|'’‘()[]/ \u00a0r-"), set("mwMWGOQ@%—…×÷&")


@dataclass(frozen=True)
class Run:
    """Words of a line that look alike."""

    text: str
    role: Role
    name: str = ""


Line = tuple[Run, ...]


def width(text: str, size: float) -> float:
    """The width of a text in a font of that size, estimated."""
    return RESERVE * size * sum(map(_share, text))


def _share(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.89
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF":
        return 1.0
    return 0.72 if character.isupper() or not character.isascii() else 0.56


def wrap(spans: Sequence[Span], room: float, size: float, most: int = 0, less: float = 0) -> list[Line]:
    """Spans broken into lines that fit, the first of which has so much `less` room.

    Of more than `most` lines the last one kept ends in “…”.
    """
    found: list[list[Run]] = [[]]
    used = less
    for word in _words(spans, room - less, size):
        wide = sum(width(run.text, size) for run in word)
        if found[-1] and used + wide - (width(" ", size) if word[-1].text.endswith(" ") else 0) > room:
            found.append([])
            used = 0.0
        found[-1] += word
        used += wide
    if most and len(found) > most:
        found = [*found[: most - 1], _cut(found[most - 1], room - (less if most == 1 else 0), size)]
    return [_joined(line) for line in found]


def _words(spans: Sequence[Span], room: float, size: float) -> Iterator[list[Run]]:
    """The words of spans, each with the blank after it, whichever spans it runs through; none is too long."""
    word: list[Run] = []
    for span in spans:
        for text in re.findall("[^ ]+ ?| ", printable(str(span))):
            for piece in _pieces(text, room, size):
                if word and sum(width(run.text, size) for run in word) + width(piece, size) > room:
                    yield word
                    word = []
                word.append(Run(piece, span.role, span.name))
            if text.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """A word; in pieces if it is longer than a line."""
    while width(word, size) > room and len(word) > 1:
        cut = max(1, int(len(word) * room / width(word, size)))
        while cut > 1 and width(word[:cut], size) > room:
            cut -= 1
        yield word[:cut]
        word = word[cut:]
    yield word


def _cut(line: Iterable[Run], room: float, size: float) -> list[Run]:
    kept = list(line)
    text = "".join(run.text for run in kept)
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return [Run(f"{text.rstrip()}…", kept[0].role, kept[0].name)]


def _joined(line: Sequence[Run]) -> Line:
    """Neighbours that look alike made one; no blank at the end."""
    runs: list[Run] = []
    for run in line:
        if runs and (runs[-1].role, runs[-1].name) == (run.role, run.name):
            runs[-1] = Run(runs[-1].text + run.text, run.role, run.name)
        else:
            runs.append(run)
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].role, runs[-1].name)
    return tuple(runs)


def printable(text: str) -> str:
    """A text without what XML 1.0 (section 2.2) cannot hold; every kind of blank is one blank."""
    kept = "".join(" " if each.isspace() and each != "\u00a0" else each for each in text)
    return "".join(each for each in kept if category(each) not in ("Cc", "Cs") and each not in "\ufffe\uffff")
