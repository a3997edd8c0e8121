"""Orders of terms: which must be no more than which, and whether they run in a circle.

Rounding is monotone (IEEE 754), so doubles keep the orders that numbers have: a + b is no less than a where b
is not negative, and a - c no more than b - c where a is no more than b. A strict order they may lose.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from .narrowing import Box, ranges_of
from .numbers import Fixed, Operation, Term, implied
from .relations import Relation

Reason = tuple[Relation, ...]  # the relations by which a step holds; none where ranges are enough
Steps = dict[Term, list[tuple[Term, bool, Reason]]]  # term -> what it is no more than, and whether it is less


def circle(group: Sequence[Relation], within: Box | None = None) -> Reason:
    """Relations by which a term would be less than itself, orders that hold within ranges among them."""
    ranges = within or ranges_of(group, {})
    steps = _stated(group)
    operations = [node for node in ranges if isinstance(node, Operation)]
    for node in operations:
        for less, more in implied(node, ranges[node.left], ranges[node.right]):
            steps.setdefault(less, []).append((more, False, ()))
    for i, node in enumerate(operations):  # operands come first: what they are ordered by is known
        for other in operations[:i]:
            if node.operator == other.operator:
                for less, more in ((node, other), (other, node)):
                    if (reason := _kept(less, more, steps, ranges)) is not None:
                        steps.setdefault(less, []).append((more, False, reason))
    for start, leaving in steps.items():
        for end, strict, reason in leaving:
            if strict and (path := _path(steps, end, start)) is not None:
                return (*reason, *path)
    return ()


def _stated(group: Sequence[Relation]) -> Steps:
    """The orders that relations state, and those of the constants in them."""
    steps: Steps = {}
    constants: set[Fixed] = set()
    for each in group:
        if each.kind == "nan":
            continue
        steps.setdefault(each.left, []).append((each.right, each.kind == "<", (each,)))
        if each.kind == "==":
            steps.setdefault(each.right, []).append((each.left, False, (each,)))
        constants |= {
            side for side in (each.left, each.right) if isinstance(side, Fixed) and not math.isnan(side.value)
        }
    ranked = sorted(constants, key=lambda constant: constant.value)
    for lower, higher in pairwise(ranked):
        steps.setdefault(lower, []).append((higher, True, ()))
    return steps


def _kept(less: Operation, more: Operation, steps: Steps, ranges: Box) -> Reason | None:
    """Why the result of one operation is no more than that of another of its kind; None where it may be.

    None of the terms is NaN (one side of a relation would be), so that what holds of the numbers holds of
    infinite ones too. A divisor is not zero for the same reason.
    """
    if less.operator in ("*", "/"):
        shared = less.right is more.right and ranges[less.right][0] >= 0.0
        shared = shared or (less.operator == "*" and less.left is more.left and ranges[less.left][0] >= 0.0)
        operands = (less.left, less.right, more.left, more.right)
        if not shared and any(ranges[each][0] < 0.0 for each in operands):
            return None
    left = _no_more(less.left, more.left, steps, ranges)
    if left is None:
        return None
    turned = less.operator in ("-", "/")
    right = _no_more(*((more.right, less.right) if turned else (less.right, more.right)), steps, ranges)
    return None if right is None else (*left, *right)


def _no_more(low: Term, high: Term, steps: Steps, ranges: Box) -> Reason | None:
    return () if ranges[low][1] <= ranges[high][0] else _path(steps, low, high)


def _path(steps: Steps, start: Term, end: Term) -> Reason | None:
    paths: dict[Term, Reason] = {start: ()}
    waiting = [start]
    for here in waiting:
        if here is end:
            return paths[here]
        for there, _, reason in steps.get(here, ()):
            if there not in paths:
                paths[there] = (*paths[here], *reason)
                waiting.append(there)
    return None
