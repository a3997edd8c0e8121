"""Intervals hold every result of doubles, there and back; orders that rounding keeps are kept."""

import math
import sys

from hypothesis import assume, example, given
from hypothesis import strategies as st

from questionnaires.conditions.compiling import divide
from questionnaires.proving.numbers import (
    CALCULATE,
    Fixed,
    Interval,
    Operation,
    Operator,
    Terms,
    Variable,
    backward,
    forward,
    implied,
    may_be_nan,
)

LARGEST, SMALLEST = sys.float_info.max, 5e-324
AWKWARD = [
    0.0,
    -0.0,
    SMALLEST,
    -SMALLEST,
    1e-310,
    sys.float_info.min,
    1e-30,
    0.1,
    1 / 3,
    1.0,
    -1.0,
    3.0,
    1e30,
]
AWKWARD += [LARGEST, -LARGEST, 1e200, -1e200, math.nextafter(1.0, 2.0), math.nextafter(1.0, 0.0)]
DOUBLES = st.one_of(
    st.sampled_from(AWKWARD),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0.0, 100.0),
    st.integers(-3, 3).map(float),
)
OPERATORS = st.sampled_from(list(CALCULATE))


@st.composite
def inside(draw: st.DrawFn) -> tuple[float, Interval]:
    """A number, and an interval around it."""
    low, number, high = sorted(draw(st.tuples(DOUBLES, DOUBLES, DOUBLES)))
    return number, draw(st.sampled_from([(low, high), (number, high), (low, number), (number, number)]))


@given(OPERATORS, inside(), inside())
@example("/", (1.0, (1.0, 1.0)), (-0.5, (-1.0, 0.0)))
@example("/", (1.0, (1.0, 1.0)), (0.5, (0.0, 1.0)))
def test_forward_holds_every_result(
    operator: Operator, left: tuple[float, Interval], right: tuple[float, Interval]
) -> None:
    result = CALCULATE[operator](left[0], right[0])
    low, high = forward(operator, left[1], right[1])
    assert math.isnan(result) or low <= result <= high


@given(OPERATORS, inside(), inside(), st.booleans(), inside())
@example("/", (1e-30, (1e-30, 1e-30)), (2.0000001e293, (0.0, 1.0)), True, (0.0, (0.0, 0.0)))
@example("/", (1.0, (1.0, 1.0)), (1.5e308, (1.0, 1e308)), True, (0.0, (0.0, 0.0)))
@example("+", (1.2e-16, (1.2e-16, 1.2e-16)), (1.0, (0.0, 1.0)), False, (1.0, (1.0, 1.0)))
def test_backward_keeps_every_operand(
    operator: Operator,
    left: tuple[float, Interval],
    right: tuple[float, Interval],
    ask_right: bool,
    around: tuple[float, Interval],
) -> None:
    """Whatever interval the result is known to lie in, what gave it is not excluded."""
    result = CALCULATE[operator](left[0], right[0])
    assume(not math.isnan(result))
    ends = (min(result, around[1][0]), max(result, around[1][1]))
    asked, other = (right, left) if ask_right else (left, right)
    for known in ((result, result), ends):
        low, high = backward(operator, known, other[1], right=ask_right)
        assert not low > asked[0]
        assert not high < asked[0]


@given(OPERATORS, inside(), inside())
def test_orders_that_are_implied_hold(
    operator: Operator, left: tuple[float, Interval], right: tuple[float, Interval]
) -> None:
    first, second = Variable("first", *left[1]), Variable("second", *right[1])
    node = Operation(operator, first, second)
    result = CALCULATE[operator](left[0], right[0])
    assume(not math.isnan(result))
    values = {first: left[0], second: right[0], node: result}
    for less, more in implied(node, left[1], right[1]):
        assert values[less] <= values[more]


@given(OPERATORS, OPERATORS, inside(), inside(), inside())
def test_no_number_is_left_only_where_that_was_foreseen(
    first: Operator,
    second: Operator,
    a: tuple[float, Interval],
    b: tuple[float, Interval],
    c: tuple[float, Interval],
) -> None:
    """(a first b) second c, where neither divides by zero."""
    assume(not (first == "/" and b[0] == 0.0) and not (second == "/" and c[0] == 0.0))
    inner = CALCULATE[first](a[0], b[0])
    ranges = forward(first, a[1], b[1])
    assert not math.isnan(inner)
    if not may_be_nan(second, ranges, c[1]):
        assert not math.isnan(CALCULATE[second](inner, c[0]))


@given(OPERATORS, DOUBLES, DOUBLES)
def test_terms_are_simplified_without_changing_them(operator: Operator, left: float, right: float) -> None:
    terms, variable = Terms(), Variable("x", -LARGEST, LARGEST)
    folded = terms.operation(operator, terms.fixed(left), terms.fixed(right))
    assert isinstance(folded, Fixed)
    assert folded.value == CALCULATE[operator](left, right) or math.isnan(folded.value)
    for made, expected in (
        (terms.operation(operator, variable, terms.fixed(right)), CALCULATE[operator](left, right)),
        (terms.operation(operator, variable, variable), CALCULATE[operator](left, left)),
    ):
        if made is variable:
            assert expected == left
        elif isinstance(made, Fixed) and not (operator == "/" and left == 0.0):
            assert expected == made.value


def test_the_same_expression_is_the_same_term() -> None:
    terms, number = Terms(), Variable("x", 0.0, 1.0)
    assert terms.operation("+", number, terms.fixed(2.0)) is terms.operation("+", number, terms.fixed(2.0))
    assert terms.range(terms.operation("*", number, terms.fixed(3.0))) == (0.0, 3.0)


def test_division_by_zero_is_no_number() -> None:
    assert math.isnan(divide(1.0, 0.0))
    assert math.isnan(divide(1.0, -0.0))
