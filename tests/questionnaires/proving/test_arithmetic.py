"""Numbers that are found satisfy all relations; relations said to conflict have no numbers anywhere."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.proving.arithmetic import Conflict, Undecided, candidates, solve
from questionnaires.proving.numbers import Operator, Term, Terms, Variable
from questionnaires.proving.relations import Relation, holds, value, variables

TERMS = Terms()
A, B, C = Variable("a", 0.0, 10.0), Variable("b", 0.0, 10.0, example=4.0), Variable("c", -3.0, 1e30)
CONSTANTS = [0.0, 1.0, 1 / 3, 2.5, 5.0, 10.0, 1e30]
SMALL_TERMS = [A, B, C, *map(TERMS.fixed, CONSTANTS)]


@st.composite
def terms(draw: st.DrawFn) -> Term:
    first = draw(st.sampled_from(SMALL_TERMS))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        operator: Operator = draw(st.sampled_from(["+", "-", "*", "/"]))
        first = TERMS.operation(operator, first, draw(st.sampled_from(SMALL_TERMS)))
    return first


@st.composite
def groups(draw: st.DrawFn) -> list[Relation]:
    """Relations between small terms, each with a number of its own as the reason."""
    count = draw(st.integers(1, 5))
    kinds = st.sampled_from(["<", "<", "==", "nan"])
    found = []
    for i in range(count):
        left, kind, right = draw(terms()), draw(kinds), draw(terms())
        found.append(Relation(left, kind, left if kind == "nan" else right, frozenset({i})))
    return found


def grid(variable: Variable) -> list[float]:
    """The places that matter: ends, constants and what lies beside them."""
    near = [
        n
        for c in (*CONSTANTS, 3.0, 7.5)
        for n in (c, math.nextafter(c, -math.inf), math.nextafter(c, math.inf))
    ]
    return [each for each in {*near, variable.low, variable.high} if variable.low <= each <= variable.high]


def satisfied(group: list[Relation], numbers: dict[str, float]) -> bool:
    return all(holds(each, numbers) for each in group)


def tried(group: list[Relation]) -> dict[str, float] | None:
    """Numbers from the grid that satisfy all relations; the largest grids are thinned."""
    free = list({v for each in group for side in (each.left, each.right) for v in variables(side)})
    step = 1 if len(free) < 3 else 4
    for numbers in product(*(sorted(grid(each))[::step] for each in free)):
        found = {each.name: number for each, number in zip(free, numbers, strict=True)}
        if satisfied(group, found):
            return found
    return None


@given(groups())
def test_solutions_are_solutions_and_conflicts_are_conflicts(group: list[Relation]) -> None:
    try:
        found = solve(group)
    except Undecided:
        return
    if isinstance(found, Conflict):
        named = [each for i, each in enumerate(group) if i in found.because]
        assert named
        assert tried(named) is None
    else:
        assert satisfied(group, found)
        for each in group:
            assert all(v.low <= found[v.name] <= v.high for v in variables(each.left))


@given(groups())
def test_what_people_would_write_comes_first_but_is_no_proof(group: list[Relation]) -> None:
    try:
        found = solve(group, plain=True)
    except Undecided:
        return
    if not isinstance(found, Conflict):
        assert satisfied(group, found)


def less(left: Term, right: Term, *reason: int) -> Relation:
    return Relation(left, "<", right, frozenset(reason))


def test_an_order_that_runs_in_a_circle_is_named_without_the_rest() -> None:
    group = [less(A, B, 1), less(B, C, 2), less(C, A, 3), less(A, TERMS.fixed(9.0), 4)]
    assert solve(group) == Conflict(frozenset({1, 2, 3}))


def test_a_circle_of_equals_is_none() -> None:
    group = [Relation(A, "==", B, frozenset({1})), Relation(B, "==", A, frozenset({2}))]
    found = solve(group)
    assert not isinstance(found, Conflict)
    assert found["a"] == found["b"]


def test_a_sum_of_what_is_not_negative_is_no_less_than_its_parts() -> None:
    total = TERMS.operation("+", A, B)
    assert solve([less(total, A, 1)]) == Conflict(frozenset({1}))


@pytest.mark.parametrize(
    ("operator", "shared_left", "falls"),
    [
        ("+", False, False),
        ("+", True, False),
        ("-", False, False),
        ("-", True, True),
        ("*", False, False),
        ("*", True, False),
        ("/", False, False),
        ("/", True, True),
    ],
)
def test_operations_that_share_an_operand_keep_the_order_of_the_others(
    operator: Operator, shared_left: bool, falls: bool
) -> None:
    """No interval tells a < b from a - y >= b - y: all ranges overlap."""
    shared, low, high = (Variable(each, 1.0, 10.0) for each in ("y", "low", "high"))
    pairs = [(shared, each) if shared_left else (each, shared) for each in (low, high)]
    less_one, more_one = (TERMS.operation(operator, *pair) for pair in pairs)
    if falls:
        less_one, more_one = more_one, less_one
    assert solve([less(low, high, 1), less(more_one, less_one, 2)]) == Conflict(frozenset({1, 2}))
    assert not isinstance(solve([less(low, high, 1), less(less_one, more_one, 2)]), Conflict)


def test_a_factor_of_unknown_sign_says_nothing() -> None:
    shared, low, high = Variable("y", -9.0, 9.0), Variable("low", 1.0, 10.0), Variable("high", 1.0, 10.0)
    times_low, times_high = (TERMS.operation("*", each, shared) for each in (low, high))
    assert not isinstance(solve([less(low, high, 1), less(times_high, times_low, 2)]), Conflict)


def test_orders_follow_from_orders_that_follow() -> None:
    y, z, low, high = (Variable(each, 1.0, 10.0) for each in ("y", "z", "low", "high"))
    first, second = (TERMS.operation("-", TERMS.operation("+", each, y), z) for each in (low, high))
    assert solve([less(low, high, 1), less(second, first, 2)]) == Conflict(frozenset({1, 2}))


@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_operations_are_ordered_as_their_operands_are(operator: Operator) -> None:
    """By several relations, and by constants; a sum or product also by its second operand."""
    a, b, y = Variable("a", 0.0, 10.0), Variable("b", 0.0, 10.0), Variable("y", 0.0, 10.0)
    less_than_b = [less(a, C, 1), less(C, b, 2)]
    more, fewer = (TERMS.operation(operator, each, y) for each in (b, a))
    assert solve([*less_than_b, less(more, fewer, 3)]) == Conflict(frozenset({1, 2, 3}))
    more, fewer = (TERMS.operation(operator, y, each) for each in (b, a))
    if operator in ("-", "/"):
        more, fewer = fewer, more
    assert solve([*less_than_b, less(more, fewer, 3)]) == Conflict(frozenset({1, 2, 3}))


def test_more_of_what_is_negative_is_less() -> None:
    """What holds of products with numbers above zero is not believed of others."""
    a, b, y = Variable("a", -10.0, 10.0), Variable("b", -10.0, 10.0), Variable("y", -10.0, 10.0)
    for operator in ("*", "/"):
        more, fewer = (TERMS.operation(operator, each, y) for each in (b, a))
        assert not isinstance(solve([less(a, b, 1), less(more, fewer, 2)]), Conflict)
    ones = (TERMS.operation("/", TERMS.fixed(1.0), each) for each in (a, b))
    assert not isinstance(solve([less(a, b, 1), less(*ones, 2)]), Conflict)


def test_a_half_of_something_is_no_less_than_a_third_of_it() -> None:
    half, third = (TERMS.operation("/", A, TERMS.fixed(each)) for each in (2.0, 3.0))
    assert solve([less(half, third, 1)]) == Conflict(frozenset({1}))
    assert not isinstance(solve([less(third, half, 1)]), Conflict)


def test_a_number_between_two_doubles_is_no_number() -> None:
    """5 - x is x / 2 at ten thirds, which no double is; all around it have been tried."""
    x = Variable("x", 5e-324, 1e308)
    left = TERMS.operation("-", TERMS.fixed(5.0), x)
    right = TERMS.operation("/", x, TERMS.fixed(2.0))
    assert solve([Relation(left, "==", right, frozenset({1}))]) == Conflict(frozenset({1}))


@pytest.mark.parametrize("side", ["below", "above"])
def test_what_is_divided_by_its_opposite_is_not_zero(side: str) -> None:
    """On either side of zero, however large or small the number is."""
    x, zero = Variable("x", -1.7e308, 1.7e308), TERMS.fixed(0.0)
    opposite = TERMS.operation("-", zero, x)
    apart = less(zero, opposite, 1) if side == "below" else less(opposite, zero, 1)
    none = Relation(TERMS.operation("/", x, opposite), "==", zero, frozenset({2}))
    assert solve([apart, none]) == Conflict(frozenset({1, 2}))


def test_one_third_is_found_to_the_last_bit() -> None:
    third = TERMS.operation("/", A, TERMS.fixed(3.0))
    found = solve([Relation(B, "==", third, frozenset({1})), less(TERMS.fixed(1.0), B, 2)])
    assert not isinstance(found, Conflict)
    assert found["b"] == found["a"] / 3.0


def test_groups_without_a_common_number_do_not_disturb_each_other() -> None:
    group = [less(A, TERMS.fixed(5.0), 1), less(B, TERMS.fixed(0.0), 2)]
    assert solve(group) == Conflict(frozenset({2}))


def test_no_number_is_found_where_an_overflow_leaves_none() -> None:
    wide = [Variable(each, -1e308, 1e308) for each in "xyz"]
    product_ = TERMS.operation("*", TERMS.operation("*", wide[0], wide[1]), wide[2])
    found = solve([Relation(product_, "nan", product_, frozenset({1}))])
    assert not isinstance(found, Conflict)
    assert math.isnan(value(product_, found))


def test_a_division_by_zero_leaves_no_number() -> None:
    x = Variable("x", -10.0, 10.0)
    quotient = TERMS.operation("/", TERMS.fixed(1.0), x)
    assert solve([Relation(quotient, "nan", quotient, frozenset({1}))]) == {"x": 0.0}


def test_what_cannot_fail_to_be_a_number_is_told_from_what_can() -> None:
    """0 / x is a number wherever x is not zero; the relations that keep it from zero are the reason."""
    x = Variable("x", -10.0, 10.0)
    quotient = TERMS.operation("*", x, TERMS.operation("/", TERMS.fixed(0.0), x))
    none = Relation(quotient, "nan", quotient, frozenset({1}))
    assert solve([none, less(TERMS.fixed(0.0), x, 2), less(x, TERMS.fixed(5.0), 3)]) == Conflict(
        frozenset({1, 2})
    )
    assert solve([none]) == {"x": 0.0}


def test_beyond_the_limits_nothing_is_claimed() -> None:
    """x * (x + 1) differs from x * x + x by rounding only, but intervals do not see that."""
    x = Variable("x", 0.5, 10.0)
    left = TERMS.operation("*", x, TERMS.operation("+", x, TERMS.fixed(1.0)))
    right = TERMS.operation("+", TERMS.operation("*", x, x), x)
    with pytest.raises(Undecided):
        solve([less(TERMS.operation("+", left, TERMS.fixed(1e-9)), right, 1)])


def test_candidates_lie_within_and_begin_with_the_example() -> None:
    assert next(iter(candidates(B, (0.0, 10.0)))) == 4.0
    assert list(candidates(A, (2.0, 2.0))) == [2.0]
    for interval in ((0.0, 1e-300), (-5.0, 1e300), (1.0, math.nextafter(1.0, 2.0))):
        found = list(candidates(C, interval))
        assert all(interval[0] <= each <= interval[1] for each in found)
        assert {*interval} <= {*found}


def test_a_number_that_builds_on_many_others_is_worked_out_once() -> None:
    """A hundred doublings are a hundred steps, not a number of steps with thirty digits."""
    term: Term = A
    for _ in range(100):
        term = TERMS.operation("+", term, term)
    assert list(variables(term)) == [A]
    assert value(term, {"a": 1.0}) == 2.0**100
    found = solve([less(TERMS.fixed(2.0**100), term, 1), less(A, TERMS.fixed(2.0), 2)])
    assert not isinstance(found, Conflict)
    assert isinstance(solve([Relation(term, "nan", term, frozenset({1}))]), Conflict)
