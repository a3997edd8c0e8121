"""Whether relations run in a circle: a term that would be less than itself.

Steps lead from a term to one that is never less. They come from relations, from constants, from what an
operation does to its operands, and from operations that share an operand: a - y is at most b - y where a is
at most b, because rounding is monotone (IEEE 754).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from .narrowing import Box, ranges_of
from .numbers import Fixed, Interval, Operation, Term, implied, may_be_nan
from .relations import Relation

MOST_ROUNDS = 8  # of orders that follow from orders; what still follows then is left to the search


@dataclass(frozen=True)
class Step:
    """To a term that is not less, or is more; because of these relations."""

    to: Term
    strict: bool = False
    because: tuple[Relation, ...] = ()


Steps = dict[Term, list[Step]]


def circle(group: list[Relation], within: Box | None = None) -> list[Relation]:
    """Relations by which a term would be less than itself, orders that hold within ranges among them."""
    ranges = within or ranges_of(group, {})
    steps = _steps(group, ranges)
    if found := _around(steps):
        return found
    return _around(steps) if _shared(steps, ranges) else []


def _steps(group: list[Relation], ranges: Box) -> Steps:
    steps: Steps = {}
    constants: set[Fixed] = set()
    for each in group:
        if each.kind == "nan":
            continue
        steps.setdefault(each.left, []).append(Step(each.right, each.kind == "<", (each,)))
        if each.kind == "==":
            steps.setdefault(each.right, []).append(Step(each.left, because=(each,)))
        sides = (each.left, each.right)
        constants |= {side for side in sides if isinstance(side, Fixed) and not math.isnan(side.value)}
    for node in ranges:
        if isinstance(node, Operation):
            for less, more in implied(node, ranges[node.left], ranges[node.right]):
                steps.setdefault(less, []).append(Step(more))
    ranked = sorted(constants, key=lambda constant: constant.value)
    for lower, higher in pairwise(ranked):
        steps.setdefault(lower, []).append(Step(higher, strict=True))
    return steps


def _around(steps: Steps) -> list[Relation]:
    for start, leaving in steps.items():
        for step in leaving:
            if step.strict and (path := _path(steps, step.to, start)) is not None:
                return [each for passed in (step, *path) for each in passed.because]
    return []


def _path(steps: Steps, start: Term, end: Term) -> list[Step] | None:
    paths: dict[Term, list[Step]] = {start: []}
    waiting = [start]
    for here in waiting:
        if here is end:
            return paths[here]
        for step in steps.get(here, ()):
            if step.to not in paths:
                paths[step.to] = [*paths[here], step]
                waiting.append(step.to)
    return None


# operations that share an operand --------------------------------------------------------------------


def _shared(steps: Steps, ranges: Box) -> bool:
    """Add the orders of operations that follow from the orders of their operands; whether there are any."""
    pairs = list(_pairs(ranges))
    known: set[tuple[Term, Term]] = set()
    for _ in range(MOST_ROUNDS):
        new = False
        for lower, higher, less, more in pairs:
            if (less, more) in known:
                continue
            path = _order(steps, ranges, lower, higher)
            if path is not None:
                because = tuple(each for step in path for each in step.because)
                steps.setdefault(less, []).append(Step(more, because=because))
                known.add((less, more))
                new = True
        if not new:
            break
    return bool(known)


def _order(steps: Steps, ranges: Box, lower: Term, higher: Term) -> list[Step] | None:
    return [] if ranges[lower][1] <= ranges[higher][0] else _path(steps, lower, higher)


def _pairs(ranges: Box) -> Iterator[tuple[Term, Term, Term, Term]]:
    """Operands and operations: where the first is at most the second, the third is at most the fourth."""
    groups: dict[tuple[str, str, Term], list[Operation]] = {}
    for node in ranges:
        if isinstance(node, Operation) and _always_number(node, ranges):
            either = node.operator in ("+", "*")  # the other way round is the same
            groups.setdefault((node.operator, "right", node.right), []).append(node)
            groups.setdefault((node.operator, "right" if either else "left", node.left), []).append(node)
    for (operator, side, shared), nodes in groups.items():
        for one, other in combinations(nodes, 2):
            if one is other:
                continue
            first, second = (_other(each, side, shared) for each in (one, other))
            rises = _rises(operator, side, ranges[shared], (ranges[first], ranges[second]))
            if rises is None:
                continue
            yield (first, second, one, other) if rises else (first, second, other, one)
            yield (second, first, other, one) if rises else (second, first, one, other)


def _other(node: Operation, side: str, shared: Term) -> Term:
    if side == "left":
        return node.right
    return node.left if node.right is shared else node.right


def _rises(operator: str, side: str, shared: Interval, others: tuple[Interval, Interval]) -> bool | None:
    """Whether an operation rises with its other operand, or falls (False); None where neither is sure."""
    if operator == "+":
        return True
    if operator == "-":
        return side == "right"
    if operator == "*" or side == "right":
        return True if shared[0] >= 0 else False if shared[1] <= 0 else None
    above, below = all(low > 0 for low, _ in others), all(high < 0 for _, high in others)
    if not (above or below):
        return None
    return False if shared[0] >= 0 else True if shared[1] <= 0 else None


def _always_number(node: Operation, ranges: Box) -> bool:
    left, right = ranges[node.left], ranges[node.right]
    by_zero = node.operator == "/" and right[0] <= 0.0 <= right[1]
    return not by_zero and not may_be_nan(node.operator, left, right)
