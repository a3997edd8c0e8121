"""What a questionnaire's graph is made of: questions in the order of the file, and what decides each.

A fact that an ask-if reads is a node of its own, set after the last answer it needs, so that one line leads
from it to all that it opens. So is the tier, before the first question that reads it. Questions that stand
together and are asked under the same condition share a block.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from string import ascii_uppercase
from typing import Literal

from questionnaires.conditions import names
from questionnaires.conditions.words import Line, Span, Words, lines
from questionnaires.editions import Edition
from questionnaires.plain_words import PlainWords, brief_words, plain_words

TIER = "tier"


@dataclass(frozen=True)
class Node:
    """A question, a fact or the tier. `label` is how conditions call it: Q15, A, the tier."""

    id: str
    kind: Literal["question", "fact", "tier"]
    label: str
    text: str


@dataclass(frozen=True)
class Block:
    """Nodes that one condition decides, said in `lines`; `reads` are the nodes it names.

    `titles` say each line again, with the texts of the questions and with all choices.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    titles: tuple[str, ...]
    reads: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.nodes[0].id

    @property
    def kind(self) -> str:
        return self.nodes[0].kind

    @cached_property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """By line, the nodes that it names; what is read and not named counts for the first line."""
        naming = ("label", "words")  # by its label; the tier has none
        by_line = [{span.name for span in line.spans if span.role in naming} for line in self.lines]
        by_line[0] |= set(self.reads).difference(*by_line)
        return tuple(tuple(each for each in self.reads if each in names) for names in by_line)


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Edge:
    """The target's condition reads the source."""

    source: str
    target: str


@dataclass(frozen=True, eq=False)
class Graph:
    edition: Edition
    sections: tuple[Section, ...]

    @property
    def blocks(self) -> Iterator[Block]:
        return (block for section in self.sections for block in section.blocks)

    @cached_property
    def block(self) -> dict[str, Block]:
        """All blocks by their id."""
        return {block.id: block for block in self.blocks}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """All nodes by id, from top to bottom."""
        return {node.id: node for block in self.blocks for node in block.nodes}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(
            Edge(source, node.id) for block in self.blocks for node in block.nodes for source in block.reads
        )


@lru_cache(maxsize=32)
def graph(edition: Edition, on: date) -> Graph:
    """The graph of an edition, with the numbers in force on a day."""
    return _Builder(edition, on).graph()


class _Builder:
    def __init__(self, edition: Edition, on: date) -> None:
        self.edition, self.trees = edition, edition.trees
        self.asked = {each: names(tree) for each, tree in self.trees.asks.items() if tree is not None}
        self.facts = {each.id: each for each in edition.questionnaire.facts}
        self.order = self._order()
        labels = {each: f"Q{n}" for n, each in enumerate(edition.questions, 1)}
        labels |= {each: _letters(n) for n, each in enumerate(e for e in self.order if e in self.facts)}
        self.nodes = {each: self._node(each, labels.get(each, "T")) for each in self.order}
        self.brief, self.full = brief_words(edition, on, labels), plain_words(edition, on)

    def graph(self) -> Graph:
        of_section: dict[str, list[str]] = {each.id: [] for each in self.edition.questionnaire.sections}
        current = self.edition.questionnaire.sections[0].id
        for each, after in zip(self.order, [*self.order[1:], ""], strict=True):
            known = self.edition.section_of.get(after if each == TIER else each)
            current = known.id if known else current
            of_section[current].append(each)
        return Graph(
            self.edition,
            tuple(
                Section(section.id, section.title, tuple(self._blocks(of_section[section.id])))
                for section in self.edition.questionnaire.sections
            ),
        )

    def _order(self) -> list[str]:
        """All nodes from top to bottom: each fact after what it reads, the tier before what reads it."""
        wanted = self.trees.reach(name for read in self.asked.values() for name in read) & self.facts.keys()
        order = list(self.edition.questions)
        for fact in (each for each in self.trees.order if each in wanted):
            at = 1 + max(
                (order.index(each) for each in self.trees.facts_read[fact] if each in order), default=-1
            )
            while at < len(order) and order[at] in wanted:
                at += 1
            order.insert(at, fact)
        readers = [order.index(each) for each, read in self.asked.items() if TIER in read]
        if readers:
            order.insert(min(readers), TIER)
        return order

    def _node(self, each: str, label: str) -> Node:
        if each in self.edition.questions:
            return Node(each, "question", label, self.edition.questions[each].text)
        if each == TIER:
            return Node(TIER, "tier", label, "The tier so far")
        return Node(each, "fact", label, (self.facts[each].text or each.replace("_", " ")).rstrip("."))

    def _blocks(self, inside: Sequence[str]) -> Iterator[Block]:
        """Neighbours under the same condition stand together; a fact stands alone."""
        for _, run in groupby(inside, key=lambda each: self.trees.asks.get(each, each)):
            ids = list(run)
            read = self.asked.get(ids[0]) or self.trees.facts_read.get(ids[0]) or frozenset()
            brief, full = (tuple(self._said(ids[0], words)) for words in (self.brief, self.full))
            yield Block(
                tuple(self.nodes[each] for each in ids),
                brief,
                tuple(map(str, full)),
                tuple(each for each in self.order if each in read),
            )

    def _said(self, each: str, words: PlainWords) -> Iterator[Line]:
        """The condition of a node."""
        if each == TIER:
            yield _line("Worked out by the rules of the ladder from all that is answered")
        elif each in self.edition.questions:
            when = words.asks[each]
            yield from [_line("Asked of everybody")] if when is None else _led("Asked if ", when)
        elif each in self.trees.flags:
            yield from _led("True if ", words.flags[each])
        else:
            for case in words.cases[each]:
                if case.when is None:
                    yield Line(0, (Span("otherwise "), *case.value.spans))
                else:
                    first, *rest = _led(" if ", case.when)
                    yield Line(0, (*case.value.spans, *first.spans), first.tree)
                    yield from rest


def _line(text: str) -> Line:
    return Line(0, (Span(text),))


def _led(by: str, words: Words) -> list[Line]:
    """The lines of a condition, the first led by a word or two."""
    first, *rest = lines(words)
    return [Line(0, (Span(by), *first.spans), first.tree), *rest]


def _letters(n: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    before, last = divmod(n, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]
