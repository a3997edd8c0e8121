"""Whether relations between terms can hold together: numbers that do it, or the relations that cannot.

Three steps, from cheap to thorough: an order that runs in a circle; intervals that become empty; a search for
numbers, and where it fails a search through ever smaller boxes.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .narrowing import Box, narrowed
from .numbers import Interval, Operation, Term, Variable
from .orders import circle
from .relations import Numbers, Relation, holds, parts, variables

MOST_TRIED = 1_000  # numbers tried one by one
MOST_BOXES = 400  # boxes refuted one by one
TINY = 1e-6  # what people write is zero or larger; smaller numbers are tried where nothing else serves


@dataclass(frozen=True)
class Conflict:
    """Relations that cannot hold together, as the literals behind them."""

    because: frozenset[int]


class Undecided(Exception):
    """Neither numbers nor a contradiction were found within the limits; `because` as of a conflict."""

    def __init__(self, because: frozenset[int] = frozenset()) -> None:
        self.because = because


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


def _plain(group: list[Relation]) -> Box:
    return {each: (TINY, each.high) for each in _in_order(group) if 0.0 < each.low < TINY < each.high}


def _solve_group(group: list[Relation], box: Box) -> Numbers | Conflict:
    if found := circle(group):
        return Conflict(_because(found))
    if _impossible(group, box):
        return _smallest(group, box)
    numbers = _search(group, box)
    if numbers is None:
        numbers = _in_boxes(group, box)
    return _smallest(group, box) if numbers is None else numbers


def _impossible(group: list[Relation], box: Box) -> bool:
    """Whether intervals alone rule the relations out, or with the orders that hold within them."""
    ranges = narrowed(group, box)
    return ranges is None or bool(circle(group, ranges))


def _because(relations: Iterable[Relation]) -> frozenset[int]:
    return frozenset().union(*(each.because for each in relations))


def _smallest(group: list[Relation], box: Box) -> Conflict:
    """A conflict from which no relation can be left out, as far as narrowing sees."""
    needed = list(group)
    for each in group:
        fewer = [other for other in needed if other is not each]
        if fewer and _impossible(fewer, box):
            needed = fewer
    return Conflict(_because(needed))


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


# search -----------------------------------------------------------------------------------------------


def _search(group: list[Relation], start: Box) -> Numbers | None:
    """Numbers that were tried and found right; None where the search ends without any."""
    free = _in_order(group)
    tried = 0

    def assign(depth: int, start: Box) -> Numbers | None:
        nonlocal tried
        tried += 1
        box = narrowed(group, start)
        if box is None:
            return None
        if depth == len(free):
            numbers = {each.name: box[each][0] for each in free}
            return numbers if all(holds(each, numbers) for each in group) else None
        variable = free[depth]
        for candidate in candidates(variable, box[variable]):
            if tried >= MOST_TRIED:
                return None
            found = assign(depth + 1, {**start, variable: (candidate, candidate)})
            if found is not None:
                return found
        return None

    return assign(0, start)


def _in_order(group: list[Relation]) -> list[Variable]:
    """The variables of relations, those within the most operations first: the others follow from them."""
    depths: dict[Term, int] = {}
    for side in (side for each in group for side in (each.left, each.right)):
        depths.setdefault(side, 0)
        for node in reversed(parts(side)):  # what is made of operands before them
            if isinstance(node, Operation):
                for operand in (node.left, node.right):
                    depths[operand] = max(depths[node] + 1, depths.get(operand, 0))
    free = [each for each in depths if isinstance(each, Variable)]
    return sorted(free, key=lambda variable: -depths[variable])


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


def _in_boxes(group: list[Relation], start: Box) -> Numbers | None:
    """Numbers from a corner of ever smaller boxes; None where all of them are without a solution.

    Raises Undecided.
    """
    waiting: list[Box] = [start]
    for _ in range(MOST_BOXES):
        if not waiting:
            return None
        box = narrowed(group, waiting.pop())
        if box is None:
            continue
        free = [node for node in box if isinstance(node, Variable)]
        numbers = {each.name: box[each][0] for each in free}
        if all(holds(each, numbers) for each in group):
            return numbers
        widest = max(free, key=lambda each: _width(box[each]), default=None)
        if widest is None or box[widest][0] == box[widest][1]:
            continue  # a single point, and it has been tried
        ranges: Box = {each: box[each] for each in free}
        low, high = ranges[widest]
        middle = _middle(low, high)
        if not low <= middle < high:
            middle = low  # rounded beyond its neighbours
        waiting.append({**ranges, widest: (low, middle)})
        waiting.append({**ranges, widest: (math.nextafter(middle, math.inf), high)})
    raise Undecided(_because(group))


def _middle(low: float, high: float) -> float:
    """The middle by size where both ends are on one side of zero, else by distance."""
    if high < 0:
        return -_middle(-high, -low)
    return math.sqrt(low) * math.sqrt(high) if low > 0 else low / 2 + high / 2


def _width(interval: Interval) -> float:
    low, high = interval if interval[0] > 0 else (-interval[1], -interval[0])
    return math.log(high / low) * 1e30 if low > 0 and high / low > 1e6 else high - low
