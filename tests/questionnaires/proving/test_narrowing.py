"""Narrowing leaves out what no solution has, and not one double more."""

import math
from functools import partial

import pytest

from questionnaires.proving.arithmetic import Conflict, solve
from questionnaires.proving.narrowing import narrowed
from questionnaires.proving.numbers import Terms, Variable
from questionnaires.proving.relations import Relation

TERMS = Terms()
A, B = Variable("a", 0.0, 10.0), Variable("b", 0.0, 10.0)
WHY = frozenset({1})


def after(number: float, steps: int = 1) -> float:
    """The double that many places further up; down where it is below zero."""
    for _ in range(abs(steps)):
        number = math.nextafter(number, math.copysign(math.inf, steps))
    return number


@pytest.mark.parametrize("line", [0.1, 1.0, 5.0, 9.999])
def test_less_than_a_constant_ends_at_its_neighbour(line: float) -> None:
    constant = TERMS.fixed(line)
    below, above = (
        narrowed([Relation(A, "<", constant, WHY)], {}),
        narrowed([Relation(constant, "<", A, WHY)], {}),
    )
    assert below is not None
    assert below[A] == (0.0, after(line, -1))
    assert above is not None
    assert above[A] == (after(line), 10.0)


def test_two_numbers_one_less_than_the_other_keep_all_but_one_double_each() -> None:
    found = narrowed([Relation(A, "<", B, WHY)], {})
    assert found is not None
    assert (found[A], found[B]) == ((0.0, after(10.0, -1)), (after(0.0), 10.0))


@pytest.mark.parametrize("line", [0.1, 1.0, 5.0])
def test_the_only_double_between_two_is_found_and_none_between_neighbours(line: float) -> None:
    low, high = TERMS.fixed(line), TERMS.fixed(after(line, 2))
    assert solve([Relation(low, "<", A, WHY), Relation(A, "<", high, WHY)]) == {"a": after(line)}
    neighbour = TERMS.fixed(after(line))
    found = solve([Relation(low, "<", A, frozenset({1})), Relation(A, "<", neighbour, frozenset({2}))])
    assert found == Conflict(frozenset({1, 2}))


def lessened(number: float) -> bool:
    return all(number / each * each < number for each in (11.0, 0.7, 23.0))


@pytest.mark.parametrize("place", range(175, 200))
def test_boxes_leave_no_double_out(place: int) -> None:
    """Of three hundred doubles one is less after three divisions there and back; only boxes see which."""
    wanted = after(3.0, 4011)
    low = after(wanted, -place)
    assert sum(map(lessened, map(partial(after, low), range(300)))) == 1
    x = Variable("x", low, after(low, 299))
    group = []
    for each in map(TERMS.fixed, (11.0, 0.7, 23.0)):
        there_and_back = TERMS.operation("*", TERMS.operation("/", x, each), each)
        group.append(Relation(there_and_back, "<", x, WHY))
    assert solve(group) == {"x": wanted}
