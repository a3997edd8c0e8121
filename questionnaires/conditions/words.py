"""What a condition says in words: statements, and groups of which all or at least one must be true.

A small structure rather than a text, so that a page can nest lists, a picture can break lines, and nobody
has to guess which "and" goes with which "or". As text (`str`), inner groups stand in parentheses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .tree import Boolean

# A "label" stands for a question or fact where there is little room.
Role = Literal["words", "question", "label", "fact", "parameter", "choice", "rule"]
QUOTED = frozenset({"question", "fact", "choice"})  # what is quoted from the files, in their authors' words
_INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Span:
    """Words that belong together: connecting words, or what a name stands for. `name` is its id."""

    text: str
    role: Role = "words"
    name: str = ""

    def __str__(self) -> str:
        return f"“{self.text.translate(_INNER_QUOTES)}”" if self.role in QUOTED else self.text


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is true or not, or a value: “Who can use it or get it?” is “Nobody yet”.

    `tree` is what it says, for whoever wants to know whether it holds; a value has none.
    """

    spans: tuple[Span, ...]
    tree: Boolean | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return "".join(str(span) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Group:
    """Several things of which all, or any one, must be true. It has at least two parts."""

    how: Literal["all", "any"]
    parts: tuple["Words", ...]
    tree: Boolean | None = field(default=None, compare=False, repr=False)

    @property
    def heading(self) -> str:
        return "all of these are true" if self.how == "all" else "at least one of these is true"

    def __str__(self) -> str:
        joiner = "; and " if self.how == "all" else "; or "
        return joiner.join(f"({part})" if isinstance(part, Group) else str(part) for part in self.parts)


Words = Statement | Group


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a condition that is set as a list; `depth` counts from 0.

    `tree` is what it says; the heading of a group says the whole group.
    """

    depth: int
    spans: tuple[Span, ...]
    tree: Boolean | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return "".join(str(span) for span in self.spans)


def lines(words: Words, depth: int = 0) -> Iterator[Line]:
    """A condition as an indented list: the heading of a group, then its parts one level deeper."""
    if isinstance(words, Statement):
        yield Line(depth, words.spans, words.tree)
        return
    yield Line(depth, (Span(f"{words.heading}:"),), words.tree)
    for part in words.parts:
        yield from lines(part, depth + 1)
