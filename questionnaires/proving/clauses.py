"""The reading of a typed tree as literals of a formula: for the prover and for remedies.

Two-valued: all answers are there. An absent or unknown number makes a comparison false, as the design has it.
"""

import math
from collections.abc import Callable, Sequence

from questionnaires.conditions.tree import (
    Among,
    And,
    AnyOf,
    Arithmetic,
    Boolean,
    Choose,
    Compare,
    Constant,
    Flag,
    If,
    Known,
    Not,
    Numeric,
    Only,
    Or,
    Quantity,
    Size,
    Truth,
    Unknown,
)

from .comparisons import Amount, Comparisons
from .formula import FALSE, TRUE, Formula
from .numbers import Term, may_be_nan


class Clauses:
    """Reads trees; `picked`, `flag` and `amount` look a name up.

    `picked` gives the literals of a choice's values, all false where the question is not asked.
    """

    def __init__(
        self,
        formula: Formula,
        comparisons: Comparisons,
        picked: Callable[[str], dict[str, int]],
        flag: Callable[[str], int],
        amount: Callable[[str], Amount],
    ) -> None:
        self.formula, self.comparisons = formula, comparisons
        self._picked, self._flag, self._amount = picked, flag, amount

    def boolean(self, tree: Boolean) -> int:
        match tree:
            case Truth(value):
                return TRUE if value else FALSE
            case Flag(name):
                return self._flag(name)
            case Among(name, values) | AnyOf(name, values):
                return self.formula.any(
                    literal for each, literal in self._picked(name).items() if each in values
                )
            case Only(name, values):
                picked = self._picked(name)
                wanted = self.formula.any(literal for each, literal in picked.items() if each in values)
                others = (-literal for each, literal in picked.items() if each not in values)
                return self.formula.all((wanted, *others))
            case Known(name):
                return self._amount(name).defined
            case Compare(operator, Size(name), Constant(value)):
                return self._sized(operator, list(self._picked(name).values()), value)
            case Compare(operator, left, right):
                return self.comparisons.compare(operator, self.numeric(left), self.numeric(right))
            case Not(part):
                return -self.boolean(part)
            case And(below):
                return self.formula.all([self.boolean(part) for part in below])
            case Or(below):
                return self.formula.any([self.boolean(part) for part in below])
            case If(test, then, other):
                return self.formula.either(self.boolean(test), self.boolean(then), self.boolean(other))

    def numeric(self, tree: Numeric) -> Amount:
        terms = self.comparisons.terms
        match tree:
            case Constant(value):
                return Amount(terms.fixed(value), TRUE)
            case Unknown():
                return Amount(terms.fixed(0.0), FALSE)
            case Quantity(name):
                return self._amount(name)
            case Size(name):
                return self._size(list(self._picked(name).values()))
            case Choose(test, then, other):
                literal = self.boolean(test)
                first, second = self.numeric(then), self.numeric(other)
                if literal in (TRUE, FALSE):
                    return first if literal == TRUE else second
                defined = self.formula.either(literal, first.defined, second.defined)
                return Amount(terms.chosen(literal, first.term, second.term), defined)
            case Arithmetic(operator, left, right):
                first, second = self.numeric(left), self.numeric(right)
                parts = [first.defined, second.defined]
                if operator == "/":
                    nothing = Amount(terms.fixed(0.0), TRUE)
                    parts.append(-self.comparisons.compare("==", second, nothing))
                if FALSE in parts:
                    return Amount(terms.fixed(0.0), FALSE)
                term, defined = terms.operation(operator, first.term, second.term), self.formula.all(parts)
                if may_be_nan(operator, terms.range(first.term), terms.range(second.term)):
                    defined = self.formula.all((defined, self.comparisons.is_number(term, defined)))
                return Amount(term, defined)

    def _sized(self, operator: str, literals: Sequence[int], value: float) -> int:
        """How many are ticked, against a constant."""
        counts = self.formula.at_least(literals)

        def at_least(number: float) -> int:
            whole = max(0, math.ceil(number))
            return TRUE if whole == 0 else counts[whole] if whole < len(counts) else FALSE

        exactly = FALSE
        if value == int(value) and value >= 0:
            exactly = self.formula.all((at_least(value), -at_least(value + 1)))
        above = at_least(math.floor(value) + 1)
        return {
            ">": above,
            "<=": -above,
            ">=": at_least(value),
            "<": -at_least(value),
            "==": exactly,
            "!=": -exactly,
        }[operator]

    def _size(self, literals: Sequence[int]) -> Amount:
        """How many are ticked, as a number among others."""
        terms = self.comparisons.terms
        counts = self.formula.at_least(literals)
        term: Term = terms.fixed(float(len(literals)))
        for i in reversed(range(len(literals))):
            term = terms.chosen(-counts[i + 1], terms.fixed(float(i)), term)
        return Amount(term, TRUE)
