"""Whether relations between terms can hold together: numbers that do it, or the relations that cannot.

Three steps, from cheap to thorough: an order that runs in a circle; intervals that become empty (HC4:
Benhamou, Goualard, Granvilliers, Puget, ICLP 1999); a search for numbers, and where it fails a search through
ever smaller boxes.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .numbers import CALCULATE, Chosen, Fixed, Interval, Operation, Term, Variable, backward, forward, implied

ROUNDS = 60  # of narrowing; what still moves then is left to the search
MOST_LEAVES = 600  # sets of numbers tried
MOST_BOXES = 400  # boxes refuted one by one
TINY = 1e-6  # what people write is zero or larger; smaller numbers are tried where nothing else serves


@dataclass(frozen=True)
class Relation:
    """`left < right`, `left == right`, or that `left` is no number (overflow); and the literals that say so."""

    left: Term
    kind: Literal["<", "==", "nan"]
    right: Term
    because: frozenset[int]


@dataclass(frozen=True)
class Conflict:
    """Relations that cannot hold together, as the literals behind them."""

    because: frozenset[int]


class Undecided(Exception):
    """Neither numbers nor a contradiction were found within the limits; `because` as of a conflict."""

    def __init__(self, because: frozenset[int] = frozenset()) -> None:
        self.because = because


Numbers = dict[str, float]
_Box = dict[Term, Interval]


def solve(relations: Sequence[Relation], *, plain: bool = False) -> Numbers | Conflict:
    """Numbers for the variables under which all relations hold. Terms must be free of `Chosen`.

    `plain` leaves out numbers too small for anybody to write; a conflict is then no proof. Raises Undecided.
    """
    found: Numbers = {}
    for group in _independent(relations):
        result = _solve_group(group, _plain(group) if plain else {})
        if isinstance(result, Conflict):
            return result
        found |= result
    return found


def _plain(group: list[Relation]) -> _Box:
    return {each: (TINY, each.high) for each in _in_order(group) if 0.0 < each.low < TINY < each.high}


def _solve_group(group: list[Relation], box: _Box) -> Numbers | Conflict:
    if circle := _circle(group):
        return Conflict(_because(circle))
    if _narrowed(group, box) is None:
        return _smallest(group, box)
    numbers = _search(group, box)
    if numbers is not None:
        return numbers
    if _refuted_in_boxes(group, box):
        return _smallest(group, box)
    raise Undecided(_because(group))


def _because(relations: Iterable[Relation]) -> frozenset[int]:
    return frozenset().union(*(each.because for each in relations))


def _smallest(group: list[Relation], box: _Box) -> Conflict:
    """A conflict from which no relation can be left out, as far as narrowing sees."""
    needed = list(group)
    for each in group:
        fewer = [other for other in needed if other is not each]
        if fewer and (_circle(fewer) or _narrowed(fewer, box) is None):
            needed = fewer
    return Conflict(_because(needed))


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


def _independent(relations: Sequence[Relation]) -> list[list[Relation]]:
    """Groups of relations that share no variable."""
    groups: list[tuple[set[Variable], list[Relation]]] = []
    for each in relations:
        own, joined = {*variables(each.left), *variables(each.right)}, [each]
        apart = []
        for names, group in groups:
            if names & own:
                own, joined = own | names, group + joined
            else:
                apart.append((names, group))
        groups = [*apart, (own, joined)]
    return [group for _, group in groups]


# order ------------------------------------------------------------------------------------------------


def _circle(group: list[Relation]) -> list[Relation]:
    """Relations by which a term would be less than itself, orders that always hold among them."""
    steps: dict[Term, list[tuple[Term, bool, Relation | None]]] = {}
    constants: set[Fixed] = set()
    for each in group:
        if each.kind == "nan":
            continue
        steps.setdefault(each.left, []).append((each.right, each.kind == "<", each))
        if each.kind == "==":
            steps.setdefault(each.right, []).append((each.left, False, each))
        constants |= {side for side in (each.left, each.right) if isinstance(side, Fixed)}
    nodes = _nodes(group)
    ranges: _Box = {}
    for node in nodes:
        ranges[node] = _forward(node, ranges, {})
        if isinstance(node, Operation):
            for less, more in implied(node, ranges[node.left], ranges[node.right]):
                steps.setdefault(less, []).append((more, False, None))
    ranked = sorted(constants, key=lambda constant: constant.value)
    for lower, higher in pairwise(ranked):
        steps.setdefault(lower, []).append((higher, True, None))
    for start, leaving in steps.items():
        for end, strict, relation in leaving:
            if strict and (path := _path(steps, end, start)) is not None:
                return [each for each in [relation, *path] if each is not None]
    return []


def _path(
    steps: dict[Term, list[tuple[Term, bool, Relation | None]]], start: Term, end: Term
) -> list[Relation | None] | None:
    paths: dict[Term, list[Relation | None]] = {start: []}
    waiting = [start]
    for here in waiting:
        if here is end:
            return paths[here]
        for there, _, relation in steps.get(here, ()):
            if there not in paths:
                paths[there] = [*paths[here], relation]
                waiting.append(there)
    return None


# intervals --------------------------------------------------------------------------------------------


def _narrowed(group: Iterable[Relation], box: _Box) -> _Box | None:
    """The box without values that no solution has; None where nothing is left."""
    nodes = _nodes(group)
    ranges: _Box = {}
    for node in nodes:
        ranges[node] = _forward(node, ranges, box)
        if ranges[node][0] > ranges[node][1]:
            return None
    operations = [node for node in nodes if isinstance(node, Operation)]
    for _ in range(ROUNDS):
        before = dict(ranges)
        for each in group:
            if not _relate(each, ranges):
                return None
        for node in reversed(operations):
            if not _downwards(node, ranges):
                return None
        for node in operations:
            if not _meet(ranges, node, forward(node.operator, ranges[node.left], ranges[node.right])):
                return None
        if ranges == before:
            break
    return ranges


def _nodes(group: Iterable[Relation]) -> dict[Term, None]:
    """All terms of relations, each after its operands; of what is no number only the variables."""
    nodes: dict[Term, None] = {}
    for each in group:
        for side in (each.left, each.right) if each.kind != "nan" else variables(each.left):
            _below(side, nodes)
    return nodes


def _below(term: Term, nodes: dict[Term, None]) -> None:
    if term in nodes:
        return
    if isinstance(term, Operation):
        _below(term.left, nodes)
        _below(term.right, nodes)
    nodes[term] = None


def _forward(node: Term, ranges: _Box, box: _Box) -> Interval:
    match node:
        case Fixed(constant):
            return constant, constant
        case Operation(operator, left, right):
            return forward(operator, ranges[left], ranges[right])
        case Variable(_, low, high):
            given = box.get(node, (low, high))
            return max(low, given[0]), min(high, given[1])
    raise TypeError("terms with choices are resolved before they are related")


def _meet(ranges: _Box, node: Term, other: Interval) -> bool:
    low, high = ranges[node]
    low, high = max(low, other[0]), min(high, other[1])
    ranges[node] = (low, high)
    return low <= high


def _relate(relation: Relation, ranges: _Box) -> bool:
    left, right = relation.left, relation.right
    if relation.kind == "nan":
        return True
    if relation.kind == "==":
        return _meet(ranges, left, ranges[right]) and _meet(ranges, right, ranges[left])
    ceiling = math.nextafter(ranges[right][1], -math.inf)
    if not _meet(ranges, left, (-math.inf, ceiling)):
        return False
    return _meet(ranges, right, (math.nextafter(ranges[left][0], math.inf), math.inf))


def _downwards(node: Operation, ranges: _Box) -> bool:
    result = ranges[node]
    if not _meet(ranges, node.left, backward(node.operator, result, ranges[node.right], right=False)):
        return False
    return _meet(ranges, node.right, backward(node.operator, result, ranges[node.left], right=True))


# search -----------------------------------------------------------------------------------------------


def _search(group: list[Relation], start: _Box) -> Numbers | None:
    """Numbers that were tried and found right; None where the search ends without any."""
    free = _in_order(group)
    leaves = 0

    def assign(depth: int, box: _Box) -> Numbers | None:
        nonlocal leaves
        narrowed = _narrowed(group, box)
        if narrowed is None:
            return None
        if depth == len(free):
            leaves += 1
            numbers = {each.name: narrowed[each][0] for each in free}
            return numbers if all(_holds(each, numbers) for each in group) else None
        variable = free[depth]
        for candidate in candidates(variable, narrowed[variable]):
            if leaves >= MOST_LEAVES:
                return None
            found = assign(depth + 1, {**box, variable: (candidate, candidate)})
            if found is not None:
                return found
        return None

    return assign(0, start)


def _in_order(group: list[Relation]) -> list[Variable]:
    """The variables of relations, those within the most operations first: the others follow from them."""
    depths: dict[Variable, int] = {}

    def visit(node: Term, depth: int) -> None:
        if isinstance(node, Variable):
            depths[node] = max(depth, depths.get(node, 0))
        elif isinstance(node, Operation):
            visit(node.left, depth + 1)
            visit(node.right, depth + 1)

    for each in group:
        visit(each.left, 0)
        visit(each.right, 0)
    return sorted(depths, key=lambda variable: -depths[variable])


def candidates(variable: Variable, interval: Interval) -> Iterator[float]:
    """Values worth trying: what people would write first, then the ends."""
    low, high = interval
    if low == high:
        yield low
        return
    tried: set[float] = set()
    preferred = [variable.example] if variable.example is not None else []
    ends = [low, high, math.nextafter(low, math.inf), math.nextafter(high, -math.inf)]
    for each in (*preferred, *_round_numbers(low, high), low / 2 + high / 2, *ends):
        if low <= each <= high and each not in tried:
            tried.add(each)
            yield each


def _round_numbers(low: float, high: float) -> Iterator[float]:
    """Numbers of few digits within an interval, between its ends rather than at them."""
    middle = _middle(max(low, 1.0) if high > 1.0 else low, high) if low > 0 else _middle(low, high)
    for digits in (1, 2, 3, 6):
        rounded = float(f"{middle:.{digits - 1}e}")
        if low < rounded < high:
            yield rounded
            return


def _holds(relation: Relation, numbers: Numbers) -> bool:
    left, right = value(relation.left, numbers), value(relation.right, numbers)
    match relation.kind:
        case "<":
            return left < right
        case "==":
            return left == right
    return math.isnan(left)


def _refuted_in_boxes(group: list[Relation], start: _Box) -> bool:
    """Whether the whole space falls apart into boxes without a solution."""
    waiting: list[_Box] = [start]
    seen = 0
    while waiting:
        seen += 1
        if seen > MOST_BOXES:
            return False
        narrowed = _narrowed(group, waiting.pop())
        if narrowed is None:
            continue
        variables: _Box = {node: ends for node, ends in narrowed.items() if isinstance(node, Variable)}
        widest = max(variables, key=lambda each: _width(variables[each]))
        low, high = variables[widest]
        middle = _middle(low, high)
        if not low <= middle < high:
            return False
        waiting.append({**variables, widest: (low, middle)})
        waiting.append({**variables, widest: (math.nextafter(middle, math.inf), high)})
    return True


def _middle(low: float, high: float) -> float:
    """The middle by size where both ends are above zero, else by distance."""
    return math.sqrt(low) * math.sqrt(high) if low > 0 else low / 2 + high / 2


def _width(interval: Interval) -> float:
    low, high = interval
    return math.log(high / low) * 1e30 if low > 0 and high / low > 1e6 else high - low
