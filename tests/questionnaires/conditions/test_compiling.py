"""The compiled readings against the tracing one, against every way things may turn out, and against CEL."""

from functools import cache

import pytest
from cel_expr_python import cel
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.conditions import Boolean, ConditionError, Symbol, boolean, names
from questionnaires.conditions.compiling import Reading, Writer, divide

from .random_conditions import Conditions, Text
from .symbols import LIST, SYMBOLS, Given, settled, settling, undetermined

ANY = Conditions(LIST).booleans
COMMON = Conditions(LIST, common=True).booleans
CEL_TYPES = {
    "choice": cel.Type.STRING,
    "choices": cel.Type.List(cel.Type.STRING),
    "number": cel.Type.DOUBLE,
    "boolean": cel.Type.BOOL,
}


def compiled(tree: Boolean, reading: Reading, values: Given) -> bool:
    return bool(eval(Writer(SYMBOLS).boolean(tree, reading), values.variables()))  # noqa: S307 - from our own tree


@given(ANY, settled())
def test_with_all_settled_the_exact_reading_agrees_with_both_bounds_and_with_tracing(
    text: Text, values: Given
) -> None:
    tree = boolean(text.ours, SYMBOLS)
    exact = compiled(tree, "exact", values)
    assert compiled(tree, "surely", values) is exact
    assert compiled(tree, "possibly", values) is exact
    assert values.tracer().boolean(tree).value is exact


@given(ANY, undetermined())
def test_with_something_open_both_bounds_agree_with_tracing(text: Text, values: Given) -> None:
    tree = boolean(text.ours, SYMBOLS)
    bounds = (compiled(tree, "surely", values), compiled(tree, "possibly", values))
    traced = values.tracer().boolean(tree).value
    assert bounds == {True: (True, True), False: (False, False), None: (False, True)}[traced]


@given(ANY, undetermined(), st.data())
def test_what_surely_holds_or_fails_does_so_however_things_turn_out(
    text: Text, values: Given, data: st.DataObject
) -> None:
    tree = boolean(text.ours, SYMBOLS)
    final = compiled(tree, "exact", data.draw(settling(values)))
    assert compiled(tree, "surely", values) <= final <= compiled(tree, "possibly", values)


@given(ANY, undetermined())
def test_a_condition_depends_on_nothing_but_the_names_it_reads(text: Text, values: Given) -> None:
    tree = boolean(text.ours, SYMBOLS)
    kept = Given({name: value for name, value in values.values.items() if name in names(tree)})
    assert kept.tracer().boolean(tree).value == values.tracer().boolean(tree).value


@cache
def _environment() -> cel.Env:
    return cel.NewEnv(variables={symbol.name: CEL_TYPES[symbol.kind] for symbol in LIST})


@given(COMMON, settled(everything=True))
def test_googles_cel_says_the_same_where_both_languages_know_the_words(text: Text, values: Given) -> None:
    expected = _environment().compile(text.cel).eval(data=values.in_cel()).value()
    assert compiled(boolean(text.ours, SYMBOLS), "exact", values) is expected


ABSENT = Given(
    {
        "colour": frozenset({None}),
        "risk": frozenset({None}),
        "tools": (frozenset(), frozenset()),
        "places": (frozenset(), frozenset()),
        "weight": float("nan"),
        "length": 3.0,
        "red": False,
        "broken": True,
    }
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        # An absent choice equals nothing, and differs from everything.
        ('colour == "red"', False),
        ('colour != "red"', True),
        ('colour in ["red", "green", "blue"]', False),
        ('atLeast(risk, "low")', False),
        # An absent multiple choice is empty.
        ('"saw" in tools', False),
        ('anyOf(tools, ["saw", "drill", "none"])', False),
        ('only(tools, ["saw"])', False),
        ("size(tools) == 0", True),
        # An absent or unknown number compares like an absent choice.
        ("weight == weight", False),
        ("weight != 3", True),
        ("weight < 3 || weight <= 3 || weight > 3 || weight >= 3", False),
        ("known(weight)", False),
        # Arithmetic with it is unknown, and so is division by zero.
        ("weight + 1 > 0 || weight - 1 < 0 || weight * 0 == 0 || 0 / weight == 0", False),
        ("length / 0 > 1 || length / 0 <= 1", False),
        ("0 / 0 == 0 / 0", False),
        ("length / (length - 3) != 0", True),
        # The branch not taken does not matter.
        ("(broken ? length : weight) == 3", True),
        ("(broken ? weight : length) == 3", False),
    ],
)
def test_absent_and_unknown_read_as_the_design_says(text: str, *, holds: bool) -> None:
    tree = boolean(text, SYMBOLS)
    assert [compiled(tree, reading, ABSENT) for reading in ("exact", "surely", "possibly")] == [holds] * 3
    assert ABSENT.tracer().boolean(tree).value is holds


def test_numbers_are_doubles_and_the_order_of_operations_is_kept() -> None:
    assert compiled(boolean("0.1 + 0.2 > 0.3", SYMBOLS), "exact", ABSENT)
    assert not compiled(boolean("0.1 + 0.2 == 0.3", SYMBOLS), "exact", ABSENT)
    assert compiled(boolean("1e308 * 10 / 10 > 1e308", SYMBOLS), "exact", ABSENT)
    assert compiled(boolean("8 / 4 / 2 == 1 && 8 - 4 - 2 == 2 && 2 + 3 * 4 == 14", SYMBOLS), "exact", ABSENT)


def test_division_by_zero_is_unknown() -> None:
    assert divide(1.0, 0.0) != divide(1.0, 0.0)
    assert divide(1.0, 3.0) == 1 / 3


@pytest.mark.parametrize(
    "shape",
    [
        "!({})",
        "(red && {}) || broken",
        "broken ? red : {}",
        "broken ? {} : red",
        "({}) ? red : broken",
        "red || ({})",
    ],
)
def test_the_deepest_condition_that_is_allowed_can_be_compiled(shape: str) -> None:
    text = deepest = "red"
    while True:
        text = shape.format(text)
        try:
            boolean(text, SYMBOLS)
        except ConditionError:
            break
        deepest = text
    tree = boolean(deepest, SYMBOLS)
    for reading in ("exact", "surely", "possibly"):
        compiled(tree, reading, ABSENT)


def test_nested_tests_do_not_multiply_the_compiled_text() -> None:
    chain = "red"
    for i in range(25):
        chain = f"weight > {i} ? broken : {chain}"
    written = Writer(SYMBOLS).boolean(boolean(chain, SYMBOLS), "surely")
    assert len(written) < 100 * len(chain)


def test_the_symbols_of_these_tests_cover_every_kind_that_conditions_read() -> None:
    assert {symbol.kind for symbol in LIST} == {"choice", "choices", "number", "boolean"}
    assert all(isinstance(symbol, Symbol) for symbol in LIST)
