"""Names, choices and types: every mistake is told with its place and with what to write instead."""

import pytest

from questionnaires.conditions import ConditionError, Symbol, boolean, names, numeric
from questionnaires.conditions.tree import (
    Among,
    AnyOf,
    Compare,
    Constant,
    Known,
    Not,
    Only,
    Or,
    Quantity,
    Size,
    Truth,
)

SYMBOLS = {
    each.name: each
    for each in (
        Symbol("colour", "choice", ("red", "green", "removed")),
        Symbol(
            "risk", "choice", ("low", "high", "open"), ranked=("low", "high"), reads=(("unsure", "high"),)
        ),
        Symbol("tools", "choices", ("saw", "drill")),
        Symbol("weight", "number"),
        Symbol("heavy", "boolean"),
        Symbol("sharp", "list", ("saw", "drill")),
        Symbol("colours", "list", ("red", "blue")),
        Symbol("note", "text"),
    )
}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('colour == "red"', Among("colour", frozenset({"red"}))),
        ('"red" == colour', Among("colour", frozenset({"red"}))),
        ('colour != "red"', Not(Among("colour", frozenset({"red"})))),
        ('colour in ["red", "green"]', Among("colour", frozenset({"red", "green"}))),
        ('atLeast(risk, "high")', Among("risk", frozenset({"high"}))),
        ('atLeast(risk, "low")', Among("risk", frozenset({"low", "high"}))),
        ('"saw" in tools', AnyOf("tools", frozenset({"saw"}))),
        ("anyOf(tools, sharp)", AnyOf("tools", frozenset({"saw", "drill"}))),
        ('only(tools, ["saw"])', Only("tools", frozenset({"saw"}))),
        ("known(weight)", Known("weight")),
        ("size(tools) > 1", Compare(">", Size("tools"), Constant(1.0))),
        ("weight >= -3", Compare(">=", Quantity("weight"), Constant(-3.0))),
        ("true || false", Or((Truth(True), Truth(False)))),
    ],
)
def test_conditions_become_tests_of_membership_and_comparisons(text: str, tree: object) -> None:
    assert boolean(text, SYMBOLS) == tree


def test_names_are_those_that_are_read_and_lists_are_none() -> None:
    text = '(heavy ? weight : 3) > size(tools) && !anyOf(tools, sharp) || colour == "red" && known(weight)'
    assert names(boolean(text, SYMBOLS)) == {"heavy", "weight", "tools", "colour"}


@pytest.mark.parametrize(
    ("text", "at", "message", "remedy"),
    [
        # names
        ("hevy", 0, "there is nothing called `hevy` that may be read here.", "Did you mean `heavy`?"),
        ("zzz", 0, "there is nothing called `zzz`", "It can name questions, facts, parameters and lists."),
        ("heavy && wieght > 3", 9, "there is nothing called `wieght`", "Did you mean `weight`?"),
        # choices
        ('colour == "remvoed"', 10, '`colour` has no choice "remvoed".', "Did you mean `removed`?"),
        ('colour in ["red", "blue"]', 18, '`colour` has no choice "blue".', "It has: red, green, removed."),
        ("colour in colours", 10, '`colour` has no choice "blue".', "It has: red, green, removed."),
        ('"hammer" in tools', 0, '`tools` has no choice "hammer".', "It has: saw, drill."),
        ('anyOf(tools, ["saw", "dril"])', 21, '`tools` has no choice "dril".', "Did you mean `drill`?"),
        (
            'risk == "unsure"',
            8,
            '`risk` never reads as "unsure": it counts as "high".',
            'Compare with "high".',
        ),
        (
            'atLeast(risk, "open")',
            0,
            "the choices of `risk` are not in an order that holds `open`.",
            "list the choices",
        ),
        (
            'atLeast(colour, "red")',
            0,
            "are not in an order that holds `red`.",
            "Mark the question `ordered: risk`",
        ),
        # types: choices
        ("colour", 0, "`colour` is a single choice, not true or false.", 'Compare it: `colour == "..."`.'),
        ("colour == 3", 0, "can only be compared with its choices.", 'Write the choice in quotes: `"..."`.'),
        (
            "colour == heavy",
            0,
            "`colour` is a single choice and can only be compared with its choices.",
            "in quotes",
        ),
        ('colour < "red"', 0, "text cannot be compared with `<`.", 'Write `atLeast(colour, "red")`.'),
        ('"red" in colour', 9, "`colour` is not a multiple choice.", "Name a `many` question."),
        # types: several choices
        ("tools", 0, "`tools` is a multiple choice, not true or false.", 'Write `"..." in tools`'),
        (
            'tools == "saw"',
            0,
            "is a multiple choice and cannot be compared with text.",
            'Write `"saw" in tools`.',
        ),
        (
            'tools in ["saw"]',
            0,
            "`tools` is a multiple choice, not a single choice.",
            "Write `anyOf(tools, [...])`.",
        ),
        ("tools > 3", 0, "`tools` is a multiple choice and can only be compared with its choices.", ""),
        # types: numbers
        ("weight", 0, "`weight` is a number, not true or false.", "Compare it, or write `known(weight)`."),
        ('weight == "3"', 0, "`weight` is a number and cannot be compared with text.", ""),
        ("weight in [1]", 0, "`weight` is a number, not a single choice.", ""),
        ("weight + 1", 0, "this part is not true or false.", "Compare it with something."),
        ("3", 0, "3 is not true or false.", "Compare it with something."),
        ("weight == unknown", 10, "nothing equals `unknown`.", "Write `known(...)` or `!known(...)`."),
        ("weight > (heavy)", 10, "`heavy` is already true or false.", "Write `heavy` or `!heavy`."),
        ("weight > !heavy", 9, "this part is not a number.", "Use a number here."),
        ("weight > [1]", 9, "a list is not a number.", "Use a number here."),
        # types: facts
        ("heavy == true", 0, "`heavy` is already true or false.", "Write `heavy` or `!heavy`."),
        ("known(heavy)", 6, "`known` needs a number; `heavy` is true or false.", "Write `known(number)`."),
        # types: lists and texts
        ("sharp", 0, "`sharp` is a list, not true or false.", "Use it as in `anyOf(question, sharp)`."),
        ("anyOf(tools, colour)", 13, "`colour` is not a list.", "Write choices in quotes, in [ ]."),
        ("anyOf(tools, [])", 13, "the list must hold choices in quotes.", 'Write `["first", "second"]`.'),
        (
            "anyOf(tools, [weight])",
            13,
            "the list must hold choices in quotes.",
            'Write `["first", "second"]`.',
        ),
        ("anyOf(tools, 3)", 13, "3 is not a list.", 'Write `["first", "second"]`.'),
        ('anyOf(tools, "saw")', 13, '"saw" is not a list.', 'Write `["first", "second"]`.'),
        ('colour in "red"', 10, '"red" is not a list.', 'Write `["first", "second"]`.'),
        ('atLeast(risk, ["low", "high"])', 14, "a list is not a choice.", "Write one choice in quotes."),
        ("atLeast(risk, 3)", 14, "3 is not a choice.", "Write one choice in quotes."),
        ("note", 0, "`note` is a text, not true or false.", "Conditions cannot read texts."),
        ('note == "x"', 0, "`note` is a text and cannot be compared with text.", ""),
        ("known(note)", 6, "`known` needs a number; `note` is a text.", "Write `known(number)`."),
        ('"a" == "a"', 7, '"a" stands where a name is needed.', "Name a question or a fact."),
        ('"a" in ["a"]', 7, "a list is not a multiple choice.", "Name a `many` question."),
        # functions
        ("sizes(tools) > 0", 0, "`sizes(...)` is not a number.", "Use a number here."),
        ("anyof(tools, sharp)", 0, "there is no function `anyof`.", "Did you mean `anyOf`?"),
        (
            "exists(tools)",
            0,
            "there is no function `exists`.",
            "There are anyOf, atLeast, known, only, size.",
        ),
        ("size(tools)", 0, "size(...) is a number.", "Compare it: `size(...) > 0`."),
        (
            "size(weight) > 0",
            5,
            "`size` needs a multiple choice; `weight` is a number.",
            "Write `size(name)`.",
        ),
        ("known(weight, weight)", 0, "`known` is not used like that.", "Write `known(number)`."),
        ("known(3)", 0, "`known` is not used like that.", "Write `known(number)`."),
        ("anyOf(tools)", 0, "`anyOf` is not used like that.", 'Write `anyOf(name, ["value", ...])`.'),
        ('atLeast("risk", "low")', 0, "`atLeast` is not used like that.", 'Write `atLeast(name, "value")`.'),
        (
            'only(colour, ["red"])',
            5,
            "`only` needs a multiple choice; `colour` is a single choice.",
            "Write `only(",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place_and_remedy(
    text: str, at: int, message: str, remedy: str
) -> None:
    with pytest.raises(ConditionError) as caught:
        boolean(text, SYMBOLS)
    assert message in caught.value.message
    assert remedy in caught.value.remedy
    assert caught.value.at == at


@pytest.mark.parametrize("text", ['colour == "red"', '"red"', "heavy", "known(weight)", "colour", "true"])
def test_what_is_no_number_cannot_be_a_numbers_value(text: str) -> None:
    with pytest.raises(ConditionError):
        numeric(text, SYMBOLS)


def test_unknown_is_a_number_that_nobody_has() -> None:
    assert names(numeric("heavy ? unknown : 2 * weight", SYMBOLS)) == {"heavy", "weight"}
