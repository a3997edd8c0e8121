"""Numbers of a questionnaire as terms, and whether comparisons of them can hold together.

A theory beside the SAT solver (lazy SMT: Nieuwenhuis, Oliveras, Tinelli, JACM 53(6), 2006). Values are IEEE
doubles and rounding is monotone, so corner values bound every result exactly; only the way back from a
result to its operands needs a margin. What is refuted cannot be; what is found was computed, not estimated.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from questionnaires.conditions.compiling import divide

from .formula import FALSE, TRUE

LARGEST = sys.float_info.max
SMALL = 1e-30
VANISHING = 1e-270  # more than any product or quotient within these bounds can lose to underflow
Interval = tuple[float, float]
Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, eq=False)
class Variable:
    """What somebody may type as the answer to a number question."""

    name: str
    low: float
    high: float
    example: float | None = None


@dataclass(frozen=True, eq=False)
class Fixed:
    value: float


@dataclass(frozen=True, eq=False)
class Operation:
    operator: Operator
    left: "Term"
    right: "Term"


@dataclass(frozen=True, eq=False)
class Chosen:
    """The first term whose guard, a literal, holds; one always does where the term is defined."""

    options: tuple[tuple[int, "Term"], ...]


Term = Variable | Fixed | Operation | Chosen
CALCULATE: dict[Operator, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": divide,
}


class Terms:
    """Makes each term once, so that the same expression is the same object, and knows its range."""

    def __init__(self) -> None:
        self._fixed: dict[float, Fixed] = {}
        self._made: dict[tuple[object, ...], Term] = {}
        self._ranges: dict[Term, Interval] = {}

    def fixed(self, value: float) -> Fixed:
        return self._fixed.setdefault(value, Fixed(value))

    def operation(self, operator: Operator, left: Term, right: Term) -> Term:
        if isinstance(left, Fixed) and isinstance(right, Fixed):
            return self.fixed(CALCULATE[operator](left.value, right.value))
        if isinstance(right, Fixed) and right.value == (0.0 if operator in ("+", "-") else 1.0):
            return left
        key = (operator, left, right)
        return self._made.setdefault(key, Operation(operator, left, right))

    def chosen(self, guard: int, then: Term, other: Term) -> Term:
        if then is other or guard == TRUE:
            return then
        if guard == FALSE:
            return other
        return self._made.setdefault(("if", guard, then, other), Chosen(((guard, then), (-guard, other))))

    def range(self, term: Term) -> Interval:
        """All values a term can have; with infinite ends where it can overflow."""
        if term not in self._ranges:
            self._ranges[term] = self._range(term)
        return self._ranges[term]

    def _range(self, term: Term) -> Interval:
        match term:
            case Variable(_, low, high):
                return low, high
            case Fixed(value):
                return value, value
            case Operation(_, left, right):
                return result(term, self.range(left), self.range(right))
            case Chosen(options):
                ranges = [self.range(option) for _, option in options]
                return min(low for low, _ in ranges), max(high for _, high in ranges)


def result(node: Operation, left: Interval, right: Interval) -> Interval:
    """The results of an operation, as far as they are numbers; x - x and x / x have only one."""
    if node.left is node.right and node.operator in ("-", "/"):
        return (0.0, 0.0) if node.operator == "-" else (1.0, 1.0)
    return forward(node.operator, left, right)


def forward(operator: Operator, left: Interval, right: Interval) -> Interval:
    """The results of an operation on two intervals: its corners, because rounding is monotone (IEEE 754)."""
    if operator == "/" and right[0] <= 0.0 <= right[1]:
        return -math.inf, math.inf
    if operator == "-":
        return _exact(left[0] - right[1], left[1] - right[0])
    if operator == "+":
        return _exact(left[0] + right[0], left[1] + right[1])
    corners = [CALCULATE[operator](a, b) for a in left for b in right]
    return _exact(min(corners), max(corners))


def may_be_nan(operator: Operator, left: Interval, right: Interval) -> bool:
    """Whether an operation may leave no number, after an overflow: inf - inf, 0 x inf, inf / inf."""
    endless = [any(map(math.isinf, ends)) for ends in (left, right)]
    if operator == "*":
        return (endless[0] and right[0] <= 0.0 <= right[1]) or (endless[1] and left[0] <= 0.0 <= left[1])
    return all(endless)


def implied(node: Operation, left: Interval, right: Interval) -> list[tuple[Term, Term]]:
    """Pairs of a result and an operand of which the first is never more: rounding keeps these orders."""
    pairs: list[tuple[Term, Term]] = []
    match node.operator:
        case "+" | "-":
            grows, shrinks = (
                (right[0] >= 0, right[1] <= 0) if node.operator == "+" else (right[1] <= 0, right[0] >= 0)
            )
            pairs += [(node.left, node)] if grows else []
            pairs += [(node, node.left)] if shrinks else []
            if node.operator == "+":
                pairs += [(node.right, node)] if left[0] >= 0 else []
                pairs += [(node, node.right)] if left[1] <= 0 else []
        case "*":
            for factor, operand, other in ((left, node.right, right), (right, node.left, left)):
                if other[0] >= 0 and factor[0] >= 1:
                    pairs.append((operand, node))
                if other[0] >= 0 and factor[0] >= 0 and factor[1] <= 1:
                    pairs.append((node, operand))
        case "/":
            if left[0] >= 0 and right[0] >= 1:
                pairs.append((node, node.left))
            if left[0] >= 0 and right[0] > 0 and right[1] <= 1:
                pairs.append((node.left, node))
    return pairs


def _exact(low: float, high: float) -> Interval:
    return (-math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high)


def backward(operator: Operator, result: Interval, other: Interval, *, right: bool) -> Interval:
    """What one operand can be, from the result and the other operand, in the wake of any rounding."""
    everything = (-math.inf, math.inf)
    if operator in ("+", "-"):
        inverse: Operator = "+" if operator == "-" and not right else "-"
        pair = (other, result) if operator == "-" and right else (result, other)
        low, high = forward(inverse, *pair)
        largest = max(abs(end) for end in (*result, *other, low, high))
        margin = 4.0 * math.ulp(largest) if math.isfinite(largest) else math.inf
        if other == (0.0, 0.0):
            margin = 0.0  # nothing was rounded; `-x` is 0 - x
        return low - margin, high + margin
    if min(map(abs, other)) < SMALL or max(map(abs, other)) > 1.0 / SMALL:
        return everything  # there a product may vanish, and says nothing of its factors
    if operator == "/" and right and min(map(abs, result)) < VANISHING:
        return everything  # a quotient so small has lost digits, and says little of its divisor
    if operator == "*":
        low, high = forward("/", result, other)
    elif right:
        low, high = forward("/", other, result)
    else:
        low, high = forward("*", result, other)
    if math.isinf(low) or math.isinf(high):
        return everything
    return low - 4.0 * math.ulp(low) - VANISHING, high + 4.0 * math.ulp(high) + VANISHING
