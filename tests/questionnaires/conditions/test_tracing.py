"""Reasons: the names, and the choices, that made a condition true or false."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.conditions import boolean, numeric
from questionnaires.conditions.tracing import Amount, Options, Trace, Tracer

from .random_conditions import Conditions, Text
from .symbols import LIST, SYMBOLS, Given, settled, settling, undetermined

OPTIONS = {
    "colour": Options(frozenset({"red"})),
    "risk": Options(frozenset({"low", "high"})),
    "tools": Options(frozenset({"saw", "drill"}), frozenset({"saw", "drill"})),
    "places": Options(frozenset({"here", "there"}), frozenset({"here"})),
}
FLAGS = {
    "red": Trace(True, {"question_behind": frozenset({"a"})}),
    "broken": Trace(None, {"still_open": frozenset()}),
}
AMOUNTS = {"weight": Amount(5.0, {"weight": frozenset()}), "length": Amount(None, {"length": frozenset()})}
TRACER = Tracer(OPTIONS.__getitem__, FLAGS.__getitem__, AMOUNTS.__getitem__)


@pytest.mark.parametrize(
    ("text", "value", "reasons"),
    [
        ('colour == "red"', True, {"colour": {"red"}}),
        ('colour == "blue"', False, {"colour": {"red"}}),
        ('risk in ["low", "high"]', True, {"risk": {"low", "high"}}),
        ('risk == "low"', None, {"risk": {"low", "high"}}),
        # Of several ticked choices, those that were asked for.
        ('"saw" in tools', True, {"tools": {"saw"}}),
        ('anyOf(tools, ["drill", "none"])', True, {"tools": {"drill"}}),
        ('"none" in tools', False, {"tools": {"saw", "drill"}}),
        ('"there" in places', None, {"places": {"here"}}),
        # A fact brings the answers behind it.
        ("red", True, {"question_behind": {"a"}}),
        ("!red", False, {"question_behind": {"a"}}),
        # Of what is joined by "or", all that holds; of what is joined by "and", the first that fails.
        ('red || colour == "red" || colour == "blue"', True, {"question_behind": {"a"}, "colour": {"red"}}),
        ('red && colour == "red"', True, {"question_behind": {"a"}, "colour": {"red"}}),
        ('colour == "blue" && weight > 9', False, {"colour": {"red"}}),
        ("broken || red", True, {"question_behind": {"a"}}),
        ('broken && colour == "blue"', False, {"colour": {"red"}}),
        ("broken && red", None, {"question_behind": {"a"}, "still_open": set()}),
        # Only the branch that was taken.
        ('red ? weight > 3 : colour == "red"', True, {"question_behind": {"a"}, "weight": set()}),
        ("broken ? red : weight > 3", True, {"still_open": set(), "question_behind": {"a"}, "weight": set()}),
        # Numbers.
        ("weight / 2 >= 2.5", True, {"weight": set()}),
        ("weight > length", None, {"weight": set(), "length": set()}),
        ("known(weight)", True, {"weight": set()}),
        ("known(length)", None, {"length": set()}),
        ("size(tools) == 2", True, {"tools": {"saw", "drill"}}),
        ("size(places) == 2", None, {"places": {"here"}}),
        ("1 + 2 == 3", True, {}),
    ],
)
def test_the_reasons_are_what_mattered(text: str, value: bool | None, reasons: dict[str, set[str]]) -> None:
    trace = TRACER.boolean(boolean(text, SYMBOLS))
    assert trace.value is value
    assert {name: set(values) for name, values in trace.reasons.items()} == reasons


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("weight - 2", 3.0),
        ("-weight", -5.0),
        ("weight * 2", 10.0),
        ("red ? weight : length", 5.0),
        ("size(tools)", 2.0),
    ],
)
def test_amounts_are_worked_out(text: str, value: float) -> None:
    assert TRACER.numeric(numeric(text, SYMBOLS)).value == value


def test_unknown_and_undetermined_amounts_are_two_things() -> None:
    assert math.isnan(TRACER.numeric(numeric("unknown * weight", SYMBOLS)).value or 0.0)
    assert TRACER.numeric(numeric("broken ? 1 : 1", SYMBOLS)).value is None


@settings(max_examples=2 * settings().max_examples)
@given(Conditions(LIST).booleans, undetermined(), settled(), st.data())
def test_the_reasons_suffice_whatever_the_rest_is(
    text: str | Text, values: Given, others: Given, data: st.DataObject
) -> None:
    """What holds goes on holding when everything but its reasons changes."""
    tree = boolean(text.ours, SYMBOLS)
    named = _names_as_reasons(values)
    trace = named.boolean(tree)
    if trace.value is None:
        return
    final = data.draw(settling(values))
    mixed = Given({name: (final if name in trace.reasons else others).values[name] for name in SYMBOLS})
    assert mixed.tracer().boolean(tree).value is trace.value


def _names_as_reasons(values: Given) -> Tracer:
    """A tracer in which each name is its own reason."""

    def options(name: str) -> Options:
        value = values.values[name]
        return Options(value) if SYMBOLS[name].kind == "choice" else Options(value[1], value[0])

    return Tracer(
        options,
        lambda name: Trace(values.values[name], {name: frozenset()}),
        lambda name: Amount(values.values[name], {name: frozenset()}),
    )
