"""Narrowing leaves out what no solution has, and not one double more."""

import math

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


@pytest.mark.parametrize("place", range(1, 10))
def test_boxes_leave_no_double_out(place: int) -> None:
    """Of eleven doubles only one becomes less by x / 10 * 10; intervals do not see which."""
    wanted = after(3.0, 19)
    low = after(wanted, -place)
    assert [each / 10.0 * 10.0 < each for each in (after(low, i) for i in range(1, 11))].count(True) == 1
    x, ten = Variable("x", low, after(low, 10)), TERMS.fixed(10.0)
    tenfold = TERMS.operation("*", TERMS.operation("/", x, ten), ten)
    assert solve([Relation(tenfold, "<", x, WHY)]) == {"x": wanted}
