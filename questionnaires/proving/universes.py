"""An edition's answers as literals: what somebody may write, asked or not."""

from collections.abc import Collection
from dataclasses import dataclass, field
from math import inf, nextafter

from questionnaires.editions import UNKNOWN, Edition, choice_ids, values_offered
from questionnaires.encoding import Answers
from questionnaires.schema import Question

from .comparisons import Comparisons, Holds
from .formula import FALSE, TRUE, Formula
from .numbers import LARGEST, Fixed, Term, Terms, Variable
from .relations import Numbers


@dataclass(frozen=True)
class Raw:
    """Literals for answers: of choices one for each value, of numbers one for "unknown"."""

    values: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, Term] = field(default_factory=dict)


class Universe:
    """A formula, its comparisons, and one set of literals for the answers to each question.

    Answers that are `given` are constants; they cannot change.
    """

    def __init__(self, edition: Edition, given: Answers | None = None) -> None:
        self.edition = edition
        self.formula = Formula()
        self.comparisons = Comparisons(self.formula, Terms())
        self.raw = Raw()
        known = given or {}
        for question in edition.questions.values():
            if question.id in known:
                self.raw.values[question.id] = self.fixed(question, known[question.id])
            else:
                self.raw.values[question.id] = self.fresh(question)
            if question.kind == "number":
                self.raw.numbers[question.id] = self._number(question, known.get(question.id))

    def _number(self, question: Question, given: object) -> Variable | Fixed:
        if isinstance(given, int | float):
            return self.comparisons.terms.fixed(float(given))
        return variable(question)

    def fresh(self, question: Question) -> dict[str, int]:
        """New literals for the answers to one question, with what an answer must be."""
        formula = self.formula
        if question.kind in ("one", "yes_no"):
            values = {value: formula.new() for value in values_offered(question)}
            formula.one_of(list(values.values()))
            return values
        if question.kind == "many":
            values = {choice.id: formula.new() for choice in question.choices}
            formula.attach(values.values())  # nothing ticked is no answer
            for choice in question.choices:
                if choice.exclusive:
                    for other in question.choices:
                        if other.id != choice.id:
                            formula.attach((-values[choice.id], -values[other.id]))
            return values
        if question.kind == "number":
            return {UNKNOWN: formula.new() if ordinary(question) != UNKNOWN else TRUE}
        return {}

    def fixed(self, question: Question, value: object) -> dict[str, int]:
        """Literals that say this one answer."""
        if question.kind in ("number", "text"):
            return {UNKNOWN: TRUE if value == UNKNOWN else FALSE} if question.kind == "number" else {}
        chosen = set(value) if isinstance(value, list | tuple) else {value}
        offered = choice_ids(question) if question.kind == "many" else values_offered(question)
        return {each: TRUE if each in chosen else FALSE for each in offered}

    def answers(self, raw: Raw, holds: Holds, known: Collection[int], numbers: Numbers) -> dict[str, object]:
        """The answers of a model, for the questions it speaks of; ordinary ones for all others."""
        return {
            each: _answer(question, raw, holds, known, numbers)
            for each, question in self.edition.questions.items()
        }


def _answer(question: Question, raw: Raw, holds: Holds, known: Collection[int], numbers: Numbers) -> object:
    literals = raw.values[question.id]
    spoken_of = {value: each for value, each in literals.items() if abs(each) == TRUE or abs(each) in known}
    if question.kind == "many":
        ticked = [value for value, each in spoken_of.items() if holds(each)]
        free = [value for value in _ordinary_ticks(question) if value not in spoken_of]
        return ticked or free[:1]
    if question.kind == "number":
        if any(map(holds, spoken_of.values())):
            return UNKNOWN
        number = raw.numbers[question.id]
        return number.value if isinstance(number, Fixed) else numbers.get(question.id, ordinary(question))
    return next((value for value, each in spoken_of.items() if holds(each)), None) or ordinary(question)


def ordinary(question: Question) -> object:
    """An answer without much risk, to fill in where nothing depends on it."""
    if question.kind in ("one", "yes_no"):
        return choice_ids(question)[0]
    if question.kind == "many":
        return _ordinary_ticks(question)[:1]
    if question.kind == "number":
        number = variable(question)
        middle = number.low / 2 + number.high / 2
        if number.low > number.high:
            return UNKNOWN  # there is no number to give
        return number.example if number.example is not None else number.low if number.low > 0 else middle
    return "Example"


def _ordinary_ticks(question: Question) -> list[str]:
    return sorted(
        (choice.id for choice in question.choices),
        key=lambda each: not next(choice.exclusive for choice in question.choices if choice.id == each),
    )


def variable(question: Question) -> Variable:
    """The number that somebody may give, within the limits of the question."""
    low = question.minimum if question.minimum is not None else -LARGEST
    if question.above is not None:
        low = max(low, nextafter(question.above, inf))
    high = question.maximum if question.maximum is not None else LARGEST
    example = question.example
    return Variable(
        question.id, low, high, example if example is not None and low <= example <= high else None
    )
