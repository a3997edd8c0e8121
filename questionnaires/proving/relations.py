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


def parts(term: Term) -> list[Term]:
    """A term and all within it, each once, operands before what is made of them."""
    found: dict[Term, None] = {}

    def visit(node: Term) -> None:
        if node in found:
            return
        match node:
            case Operation(_, left, right):
                visit(left)
                visit(right)
            case Chosen(options):
                for _, option in options:
                    visit(option)
        found[node] = None

    visit(term)
    return list(found)


def variables(term: Term) -> Iterator[Variable]:
    """The variables of a term, each once."""
    return (each for each in parts(term) if isinstance(each, Variable))


def value(term: Term, numbers: Numbers) -> float:
    """What a term comes to; NaN where a division by zero or an overflow leaves nothing."""
    found: dict[Term, float] = {}
    for node in parts(term):  # facts that build on facts share most of their parts
        match node:
            case Variable(name):
                found[node] = numbers[name]
            case Fixed(constant):
                found[node] = constant
            case Operation(operator, left, right):
                found[node] = CALCULATE[operator](found[left], found[right])
            case _:
                raise TypeError("a term with choices has no value of its own")
    return found[term]


def holds(relation: Relation, numbers: Numbers) -> bool:
    """Whether a relation holds of numbers, computed as the evaluator computes."""
    left, right = value(relation.left, numbers), value(relation.right, numbers)
    match relation.kind:
        case "<":
            return left < right
        case "==":
            return left == right
    return math.isnan(left)
