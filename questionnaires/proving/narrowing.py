"""Intervals for terms, narrowed by what relations say of them.

HC4 revise: Benhamou, Goualard, Granvilliers, Puget, ICLP 1999.
"""

import math
from collections.abc import Iterable

from .numbers import Fixed, Interval, Operation, Term, Variable, backward, may_be_nan, result
from .relations import Relation, parts, variables

ROUNDS = 60  # what still moves then is left to the search
Box = dict[Term, Interval]


def narrowed(group: Iterable[Relation], box: Box) -> Box | None:
    """The box without values that no solution has; None where nothing is left."""
    ranges = ranges_of(group, box)
    if not all(low <= high for low, high in ranges.values()):  # a constant may be no number
        return None
    operations = [node for node in ranges if isinstance(node, Operation)]
    for _ in range(ROUNDS):
        before = dict(ranges)
        for each in group:
            if not _relate(each, ranges):
                return None
        for node in reversed(operations):
            if not _downwards(node, ranges):
                return None
        for node in operations:
            if not _meet(ranges, node, result(node, ranges[node.left], ranges[node.right])):
                return None
        if ranges == before:
            break
    return ranges


def ranges_of(group: Iterable[Relation], box: Box) -> Box:
    """What all terms of relations can be, operands first; of what is no number only the variables."""
    ranges: Box = {}
    for each in group:
        for side in (each.left, each.right) if each.kind != "nan" else variables(each.left):
            _add(side, ranges, box)
    return ranges


def _add(term: Term, ranges: Box, box: Box) -> None:
    if term in ranges:
        return
    match term:
        case Fixed(constant):
            ranges[term] = constant, constant
        case Variable(_, low, high):
            given = box.get(term, (low, high))
            ranges[term] = max(low, given[0]), min(high, given[1])
        case Operation(_, left, right):
            _add(left, ranges, box)
            _add(right, ranges, box)
            ranges[term] = result(term, ranges[left], ranges[right])
        case _:
            raise TypeError("terms with choices are resolved before they are related")


def _meet(ranges: Box, node: Term, other: Interval) -> bool:
    low, high = ranges[node]
    low, high = max(low, other[0]), min(high, other[1])
    ranges[node] = (low, high)
    return low <= high


def _relate(relation: Relation, ranges: Box) -> bool:
    left, right = relation.left, relation.right
    if relation.kind == "nan":
        return _computed(left, ranges)[1]
    if relation.kind == "==":
        return _meet(ranges, left, ranges[right]) and _meet(ranges, right, ranges[left])
    ceiling = math.nextafter(ranges[right][1], -math.inf)
    if not _meet(ranges, left, (-math.inf, ceiling)):
        return False
    return _meet(ranges, right, (math.nextafter(ranges[left][0], math.inf), math.inf))


def _computed(term: Term, ranges: Box) -> tuple[Interval, bool]:
    """What a term comes to from the ranges of its variables, and whether it may be no number."""
    found: dict[Term, tuple[Interval, bool]] = {}
    for node in parts(term):
        match node:
            case Fixed(constant):
                found[node] = (constant, constant), math.isnan(constant)
            case Operation(operator, left, right):
                (first, one), (second, other) = found[left], found[right]
                by_zero = operator == "/" and second[0] <= 0.0 <= second[1]
                nothing = one or other or by_zero or may_be_nan(operator, first, second)
                found[node] = result(node, first, second), nothing
            case _:
                found[node] = ranges[node], False
    return found[term]


def _downwards(node: Operation, ranges: Box) -> bool:
    ends = ranges[node]
    if not _meet(ranges, node.left, backward(node.operator, ends, ranges[node.right], right=False)):
        return False
    return _meet(ranges, node.right, backward(node.operator, ends, ranges[node.left], right=True))
