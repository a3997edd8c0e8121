"""One person's way through a graph: what was asked, what was answered, and which lines led there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Literal

from questionnaires.answering import is_answered
from questionnaires.classification import Outcome
from questionnaires.conditions.tracing import Reasons
from questionnaires.conditions.tree import Flag, Quantity
from questionnaires.explanation import answer_in_words, number_in_words
from questionnaires.interpretation import Interpretation
from questionnaires.plain_words import plain_words

from .nodes import TIER, Block, Edge, Graph

# "on" the way: asked, or a fact that led to something asked. "open": it depends on answers still missing.
State = Literal["on", "open", "off"]


@dataclass(frozen=True)
class OwnPath:
    """By node its state and its value: an answer, or what a fact turned out to be. `taken` led onwards;
    `deciding` are the lines of each block's condition because of which they did."""

    states: Mapping[str, State]
    values: Mapping[str, str]
    taken: frozenset[Edge]
    deciding: Mapping[str, frozenset[int]]


def path(graph: Graph, outcome: Outcome) -> OwnPath:
    """The way that some answers take."""
    return _Walker(graph, outcome).path()


class _Walker:
    def __init__(self, graph: Graph, outcome: Outcome) -> None:
        self.graph, self.outcome, self.edition = graph, outcome, graph.edition
        self.trees = self.edition.trees
        parameters = self.edition.parameters(outcome.on)
        self.reading = Interpretation(self.edition, outcome.answers, parameters)
        self.tracer = self.reading.one_step

    def path(self) -> OwnPath:
        states: dict[str, State] = {}
        taken: set[Edge] = set()
        facts = [each for each in reversed(self.trees.order) if each not in self.edition.questions]
        for each in (
            *self.edition.questions,
            *facts,
            TIER,
        ):  # facts last to first, after all that they lead to
            if each not in self.graph.nodes:
                continue
            states[each] = self._state(each, leads_on=any(edge.source == each for edge in taken))
            if states[each] == "on":
                taken |= {Edge(read, each) for read in self._reasons(each) if read in self.graph.nodes}
        values = {each: self._value(each) for each in self.graph.nodes}
        return OwnPath(
            states,
            {each: value for each, value in values.items() if value},
            frozenset(taken),
            {
                block.id: frozenset(self._deciding(block)) if states[block.id] == "on" else frozenset()
                for block in self.graph.blocks
            },
        )

    def _state(self, each: str, *, leads_on: bool) -> State:
        if each not in self.edition.questions:
            return "on" if leads_on else "off"
        if each in self.outcome.asked:
            return "on"
        return "open" if each in self.outcome.progress.may_ask else "off"

    def _reasons(self, each: str) -> Reasons:
        """What the condition of a node turned on, one step back."""
        if each in self.trees.flags:
            return self.tracer.boolean(self.trees.flags[each]).reasons
        if each in self.trees.amounts:
            return self.tracer.numeric(self.trees.amounts[each]).reasons
        if each in self.trees.ordered:
            return self.reading.ordered(self.trees.ordered[each], self.tracer).reasons or {}
        tree = self.trees.asks.get(each)
        return {} if tree is None else self.tracer.boolean(tree).reasons

    def _deciding(self, block: Block) -> Iterator[int]:
        """The lines that came out as their whole condition did: they are why, as denials are said in single
        statements. Of a definition by cases, those of the first that holds."""
        values = [True if line.tree is None else self.tracer.boolean(line.tree).value for line in block.lines]
        cases = [i for i, line in enumerate(block.lines) if line.depth == 0]
        first = next((i for i in cases if values[i] is not False), cases[-1])
        above: list[bool] = []  # by depth, whether the group that a line stands in is one of them
        for i in range(first, next((i for i in cases if i > first), len(values))):
            depth = block.lines[i].depth
            above[depth:] = [values[i] is values[first] is not None and all(above[:depth])]
            if above[-1]:
                yield i

    def _value(self, each: str) -> str:
        """The answer of a question that is asked, or what a fact is, in words."""
        if each in self.edition.questions:
            value = self.outcome.answers.get(each)
            answered = each in self.outcome.asked and is_answered(value)
            return answer_in_words(self.edition.questions[each], value) if answered else ""
        if each in self.trees.flags:
            return {True: "true", False: "not true", None: ""}[self.tracer.boolean(Flag(each)).value]
        if each in self.trees.amounts:
            amount = self.tracer.numeric(Quantity(each)).value
            return "" if amount is None else "not known" if isnan(amount) else number_in_words(amount)
        if each == TIER:
            return " or ".join(self.outcome.tiers_possible)
        possible = self.reading.ordered(self.trees.ordered[each]).possible
        called = plain_words(self.edition, self.outcome.on).vocabulary.nouns[each].values
        return called[str(*possible)] if len(possible) == 1 else ""
