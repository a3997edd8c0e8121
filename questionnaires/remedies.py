"""What would lower the tier: the smallest sets of changes in changeable answers, each run by the evaluator.

A remedy never suggests to know less: no answer becomes unsure, unknown or "not tested". Questions that are
asked only after a change are part of it: what it assumes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .answering import is_answered
from .classification import Outcome, classify
from .editions import UNKNOWN
from .encoding import Answers
from .explanation import answer_in_words
from .proving.arithmetic import Undecided
from .proving.comparisons import Amount
from .proving.formula import FALSE, TRUE
from .proving.models import Model, Search
from .proving.pairs import silent_values
from .proving.universes import Universe, ordinary
from .proving.worlds import World
from .schema import Question

MOST_CHANGES = 4  # answers in one remedy; more is a new product, not a remedy
MOST_REMEDIES = 8
EFFORT = {"little": 1, "some": 2, "much": 3}


class Incomplete(ValueError):
    """There are questions to answer before anybody can say what would help."""


@dataclass(frozen=True)
class Change:
    """One answer that would be different, or new."""

    question: Question
    before: Any
    after: Any

    @property
    def found_out(self) -> bool:
        """Whether nothing is changed, but something becomes known. The answer may then turn out otherwise."""
        silent = isinstance(self.before, str) and self.before in silent_values(self.question)
        return silent and self.question.find_out is not None


@dataclass(frozen=True)
class Remedy:
    """Changes that together lower the tier; `assumed` are answers to questions that they open."""

    changes: tuple[Change, ...]
    assumed: tuple[Change, ...]
    outcome: Outcome

    @property
    def tier(self) -> str:
        return self.outcome.tier

    @property
    def effort(self) -> int:
        return sum(EFFORT[each.question.effort] for each in self.changes)

    @property
    def answers(self) -> dict[str, Any]:
        """All that is answered differently: question -> value."""
        return {each.question.id: each.after for each in (*self.changes, *self.assumed)}


def remedies(outcome: Outcome) -> tuple[Remedy, ...]:
    """Ways to a lower tier, the fewest and easiest changes first; empty where there are none.

    Raises Incomplete.
    """
    if outcome.unanswered:
        raise Incomplete("Answer the open questions first.")
    if outcome.gated or outcome.tier == outcome.edition.tiers[0]:
        return ()
    found = list(_Remedies(outcome).all())
    return tuple(sorted(found, key=lambda each: (len(each.changes), each.effort, _level(each.outcome))))


def recall(outcome: Outcome, changes: Answers, assumed: Answers) -> Remedy:
    """A remedy that was written down: the same changes to the same answers."""
    questions = outcome.edition.questions
    return Remedy(
        tuple(Change(questions[each], outcome.answers[each], value) for each, value in changes.items()),
        tuple(Change(questions[each], None, value) for each, value in assumed.items()),
        classify(outcome.edition, {**outcome.answers, **changes, **assumed}, outcome.on),
    )


def _level(outcome: Outcome) -> int:
    return outcome.edition.tiers.index(outcome.tier)


def in_words(change: Change) -> tuple[str, ...]:
    """What to do, as people would say it; the answer itself where the file has no words for it."""
    question, before, after = change.question, change.before, change.after
    choices = {choice.id: choice for choice in question.choices}
    plain = f"“{question.quoted}”: {answer_in_words(question, after)}"
    if question.kind == "many":
        old = set(before or ())
        told = [choices[each].without for each in choices if each in old and each not in after]
        told += [choices[each].remedy for each in choices if each in after and each not in old]
        return tuple(text for text in told if text) if all(told) and told else (plain,)
    if change.found_out and question.find_out is not None:
        return (question.find_out,)
    return ((choices[after].remedy if after in choices else None) or question.remedy or plain,)


class _Remedies:
    """The search for one set of answers."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.edition = outcome, outcome.edition
        self.current = {each: value for each, value in outcome.answers.items() if is_answered(value)}
        asked = set(outcome.asked)
        self.changeable = [
            each
            for each in self.edition.questions.values()
            if each.id in asked and (each.changeable or self._can_be_found_out(each))
        ]
        free = {each.id for each in self.changeable}
        given = {each: value for each, value in self.current.items() if each not in free}
        self.universe = Universe(self.edition, given)
        self.raw = self.universe.raw.values
        self.open = [each for each in self.edition.questions.values() if each.id not in self.current]
        world = World(self.universe, self.edition.parameters(outcome.on))
        self.world, formula = world, self.universe.formula
        self.changed = {each.id: -formula.all(self._same(each)) for each in self.changeable}

    def _can_be_found_out(self, question: Question) -> bool:
        """Whoever does not know today may know tomorrow, also what cannot be changed."""
        value = self.current[question.id]
        silent = isinstance(value, str) and value in silent_values(question)
        return silent and not question.unknown_is_cautious

    def _same(self, question: Question) -> list[int]:
        """Literals that together say that the answer is what it is now."""
        raw, value = self.raw[question.id], self.current[question.id]
        if question.kind == "many":
            return [literal if each in value else -literal for each, literal in raw.items()]
        if question.kind != "number":
            return [raw[value]] if raw else []
        if value == UNKNOWN:
            return [raw[UNKNOWN]]
        comparisons, number = self.universe.comparisons, self.universe.raw.numbers[question.id]
        now = Amount(comparisons.terms.fixed(float(value)), TRUE)
        return [-raw[UNKNOWN], comparisons.compare("==", Amount(number, TRUE), now)]

    # sets of changes -------------------------------------------------------------------------------

    def all(self) -> Iterator[Remedy]:
        """Minimal sets of changes for each lower tier, those for the next one first."""
        found: dict[frozenset[str], Remedy] = {}
        for level in reversed(range(_level(self.outcome))):
            for remedy in self._to(level):
                key = frozenset(each.question.id for each in remedy.changes)
                if key not in found and len(found) < MOST_REMEDIES:
                    found[key] = remedy
                    yield remedy

    def _to(self, level: int) -> Iterator[Remedy]:
        """Minimal sets of changes that reach this tier or a lower one, in the order of their number."""
        roots = [-self.world.at_least(level + 1), -self.world.gated(), *self._nothing_less_known()]
        if FALSE in roots:
            return
        counts = self.universe.formula.at_least(self.changed.values(), MOST_CHANGES + 1)
        beside = [literal for literals in self.raw.values() for literal in literals.values()]
        with Search(self.universe, roots, beside=[*beside, *counts], plain=True) as search:
            for most in range(1, MOST_CHANGES + 1):
                bound = [-counts[most + 1]] if most + 1 < len(counts) else []
                for _ in range(MOST_REMEDIES):
                    try:
                        model = search.model(bound)
                    except Undecided:
                        return
                    if model is None:
                        break
                    chosen = [each for each in self.changeable if model.holds(self.changed[each.id])]
                    yield self._remedy(search, chosen, level)
                    search.rule_out([self.changed[each.id] for each in chosen])

    def _nothing_less_known(self) -> Iterator[int]:
        """No answer says less than now, and new ones say something."""
        for question in (*self.changeable, *self.open):
            for silent in silent_values(question):
                if self.current.get(question.id) != silent:
                    yield -self.raw[question.id][silent]

    # the answers of a set --------------------------------------------------------------------------

    def _remedy(self, search: Search, chosen: list[Question], level: int) -> Remedy:
        """The least that these questions have to change, and calm answers to what they open."""
        names = {each.id for each in chosen}
        settled = [literal if each in names else -literal for each, literal in self.changed.items()]
        for question in chosen:
            for literal in self._nearest(question):
                if search.model([*settled, literal]) is not None:
                    settled.append(literal)
        for question in self.open:
            literals = self.raw[question.id]
            value = ordinary(question)
            for each in [value, *literals] if isinstance(value, str) and value in literals else []:
                if search.model([*settled, literals[each]]) is not None:
                    settled.append(literals[each])
                    break
        model = search.model(settled)
        if model is None:
            raise AssertionError("each step kept a model")
        return self._run(model, chosen, level)

    def _nearest(self, question: Question) -> list[int]:
        """Literals worth having, in turn: the nearest other choice, or the present ticks."""
        raw, value = self.raw[question.id], self.current[question.id]
        if question.kind == "many":
            return [literal if each in value else -literal for each, literal in raw.items()]
        order = list(raw) if question.kind != "number" else []
        at = order.index(value) if value in order else 0
        return [
            raw[each] for each in sorted(order, key=lambda each: abs(order.index(each) - at)) if each != value
        ]

    def _run(self, model: Model, chosen: list[Question], level: int) -> Remedy:
        universe = self.universe
        whole = universe.answers(universe.raw, model.holds, model.variables, model.numbers)
        answers = {**self.current, **{each.id: whole[each.id] for each in chosen}}
        new = {each.id: whole[each.id] for each in self.open}
        outcome = classify(self.edition, {**answers, **new}, self.outcome.on)
        if outcome.gated or outcome.unanswered or _level(outcome) > level:
            raise AssertionError("the evaluator refuses a remedy")
        changes = tuple(Change(each, self.current[each.id], answers[each.id]) for each in chosen)
        questions = self.edition.questions
        opened = [each for each in outcome.asked if each in new]
        return Remedy(changes, tuple(Change(questions[each], None, new[each]) for each in opened), outcome)
