"""Where every rule, fact and question stands for some answers, and why: for whoever writes them.

An outcome says what holds. This says of everything whether it holds, may still hold or cannot any more, with
the answers that decided it and the questions that it waits for.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Literal

from .answering import is_answered
from .classification import Outcome
from .conditions import Boolean
from .conditions.tracing import NONE, Options, Reasons, Trace, Tracer, join
from .conditions.tree import Among, AnyOf, Flag, Quantity, Size, walk
from .editions import OrderedCases
from .explanation import answer_in_words, number_in_words
from .interpretation import Interpretation, in_order
from .schema import Fact, Finding, Gate, Item, Question

State = Literal["yes", "open", "no"]


@dataclass(frozen=True)
class Given:
    """A question that bore on something: with the answer in words, or why there is none."""

    question: Question
    answer: str  # empty where it waits for one
    asked: bool

    @property
    def waiting(self) -> bool:
        return self.asked and not self.answer


@dataclass(frozen=True)
class Stand:
    """Whether something holds (yes), may still hold (open) or cannot any more (no), and because of what."""

    part: Finding | Item | Gate | Question
    state: State
    because: tuple[Given, ...]


@dataclass(frozen=True)
class FactStand:
    fact: Fact
    value: str
    because: tuple[Given, ...]


class _Thorough(Interpretation):
    """Gives for a value by cases also the answers that ruled out the cases before it."""

    def ordered(self, cases: OrderedCases, tracer: Tracer | None = None) -> Options:
        options = super().ordered(cases, tracer)
        passed = takewhile(lambda trace: not trace.value, (trace for trace, _value in options.cases))
        reasons = join(options.reasons or NONE, *(trace.reasons for trace in passed))
        return replace(options, reasons=reasons)


class Inspection:
    """Everything in an edition for the answers of an outcome; each part is worked out when it is read."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.edition = outcome, outcome.edition
        parameters = self.edition.parameters(outcome.on)
        self._reading = _Thorough(self.edition, outcome.answers, parameters)

    @cached_property
    def gates(self) -> tuple[Stand, ...]:
        trees = self.edition.trees.gates
        return tuple(
            self._stand(gate, self._reading.tracer.boolean(trees[each]))
            for each, gate in self.edition.gates.items()
        )

    @cached_property
    def findings(self) -> tuple[Stand, ...]:
        found = self.edition.findings.values()
        return tuple(self._stand(each, self._reading.finding(each.id)) for each in found)

    @cached_property
    def items(self) -> tuple[Stand, ...]:
        trees = self.edition.trees.items
        return tuple(
            self._stand(each, self._reading.item(each.id), trees[each.id])
            for each in self.edition.items.values()
        )

    @cached_property
    def questions(self) -> tuple[Stand, ...]:
        """Whether each is asked."""
        trees = self.edition.trees.asks
        return tuple(
            self._stand(each, self._reading.asked(each.id), trees[each.id])
            for each in self.edition.questions.values()
        )

    @cached_property
    def facts(self) -> tuple[FactStand, ...]:
        return tuple(self._fact(each) for each in self.edition.questionnaire.facts)

    @property
    def findings_now(self) -> Counter[State]:
        """How many fire, may fire and cannot."""
        return Counter(each.state for each in self.findings)

    @property
    def items_now(self) -> Counter[State]:
        return Counter(each.state for each in self.items)

    @property
    def questions_now(self) -> Counter[State]:
        return Counter(each.state for each in self.questions)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of change that are still possible, in words; empty where the ladder has none."""
        names = {each.id: each.name for each in self.edition.ladder.classes}
        return tuple(names[each] for each in self.outcome.classes_possible)

    def _stand(
        self, part: Finding | Item | Gate | Question, trace: Trace, tree: Boolean | None = None
    ) -> Stand:
        if trace.value is not None:
            return Stand(part, "yes" if trace.value else "no", self._because(trace.reasons))
        return Stand(part, "open", self._because(join(trace.reasons, *self._behind(tree))))

    def _behind(self, tree: Boolean | None) -> Iterator[Reasons]:
        """What the open findings wait for that a condition reads by `findings` or `tier`."""
        for node in walk(tree) if tree is not None else ():
            if isinstance(node, AnyOf | Among | Size) and node.name in ("findings", "tier"):
                read = node.values if isinstance(node, AnyOf) else self.edition.findings
                traces = [self._reading.finding(each) for each in read]
                yield from (trace.reasons for trace in traces if trace.value is None)

    def _fact(self, fact: Fact) -> FactStand:
        tracer = self._reading.tracer
        if fact.kind == "boolean":
            trace = tracer.boolean(Flag(fact.id))
            value = "open" if trace.value is None else str(trace.value).lower()
            return FactStand(fact, value, self._because(trace.reasons))
        if fact.kind == "number":
            amount = tracer.numeric(Quantity(fact.id))
            return FactStand(fact, _amount(amount.value), self._because(amount.reasons))
        options = self._reading.ordered(self.edition.trees.ordered[fact.id])
        possible = [each for each in fact.values if each in options.possible]
        return FactStand(fact, " or ".join(possible), self._because(options.reasons or {}))

    def _because(self, reasons: Reasons) -> tuple[Given, ...]:
        """Answers first, then what is waited for, each in the order of the questionnaire."""
        given = [self._given(each) for each in in_order(self.edition, self._reading.expand(reasons))]
        return tuple(sorted(given, key=lambda each: each.waiting))

    def _given(self, question_id: str) -> Given:
        question, value = self.edition.questions[question_id], self.outcome.answers.get(question_id)
        asked = self._reading.asked(question_id).value is not False
        shown = asked and is_answered(value)
        return Given(question, answer_in_words(question, value) if shown else "", asked)


def inspect(outcome: Outcome) -> Inspection:
    return Inspection(outcome)


def _amount(value: float | None) -> str:
    if value is None:
        return "open"
    return "unknown" if math.isnan(value) else number_in_words(value)
