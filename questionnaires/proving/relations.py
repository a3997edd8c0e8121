"""Relations between numbers, as the literals of a model state them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .numbers import CALCULATE, Chosen, Fixed, Operation, Term, Variable

Numbers = dict[str, float]


@dataclass(frozen=True)
class Relation:
    """`left < right`, `left == right`, or that `left` is no number; and the literals that say so."""

    left: Term
    kind: Literal["<", "==", "nan"]
    right: Term
    because: frozenset[int]


def variables(term: Term) -> Iterator[Variable]:
    """The variables of a term."""
    match term:
        case Variable():
            yield term
        case Operation(_, left, right):
            yield from variables(left)
            yield from variables(right)
        case Chosen(options):
            for _, option in options:
                yield from variables(option)


def value(term: Term, numbers: Numbers) -> float:
    """What a term comes to; NaN where a division by zero or an overflow leaves nothing."""
    match term:
        case Variable(name):
            return numbers[name]
        case Fixed(constant):
            return constant
        case Operation(operator, left, right):
            return CALCULATE[operator](value(left, numbers), value(right, numbers))
    raise TypeError("a term with choices has no value of its own")


def holds(relation: Relation, numbers: Numbers) -> bool:
    """Whether a relation holds of numbers, computed as the evaluator computes."""
    left, right = value(relation.left, numbers), value(relation.right, numbers)
    match relation.kind:
        case "<":
            return left < right
        case "==":
            return left == right
    return math.isnan(left)
