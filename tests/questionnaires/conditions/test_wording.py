"""Conditions in words: each says what its condition means, and no two that differ sound alike."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.conditions import Boolean, Symbol, boolean, numeric
from questionnaires.conditions.tree import (
    Among,
    And,
    AnyOf,
    Compare,
    Constant,
    Flag,
    If,
    Known,
    Not,
    Only,
    Or,
    Quantity,
    Size,
    Truth,
)
from questionnaires.conditions.wording import Noun, Vocabulary, amount_in_words, in_words
from questionnaires.conditions.words import Group, lines

from .random_conditions import Conditions, Text
from .reading_words import TEXTS, VALUES, holds
from .symbols import LIST, SYMBOLS, Given, settled

QUESTIONS = {"colour", "risk", "tools", "places", "weight", "length"}
NOUNS = {
    each.name: Noun(
        TEXTS[each.name],
        "question" if each.name in QUESTIONS else "fact",
        {value: VALUES[value] for value in each.values},
    )
    for each in LIST
}
# One more choice with many values, a limit with its unit, the tier and the rules that hold.
MORE = [
    Symbol(
        "reach",
        "choice",
        ("nobody", "staff", "some", "many", "all"),
        ("nobody", "staff", "some", "many", "all"),
    ),
    Symbol("sure", "choice", ("no", "yes"), ("no", "yes"), (("unsure", "yes"),)),
    Symbol("before", "number"),
    Symbol("after", "number"),
    Symbol("limit", "number"),
    Symbol("tier", "choice", ("T0", "T1", "T2", "UP"), ("T0", "T1", "T2")),
    Symbol("findings", "choices", ("R1", "R2", "R3")),
]
SAID = {
    "reach": Noun("Who can get it?", "question", {each: each.title() for each in MORE[0].values}),
    "sure": Noun("Is it?", "question", {"no": "No", "yes": "Yes", "unsure": "I am not sure"}),
    "before": Noun("Before?", "question", unit="%"),
    "after": Noun("After?", "question", unit="%"),
    "tier": Noun("the tier", "words"),
    "findings": Noun("the rules that hold", "words"),
}
VOCABULARY = Vocabulary(
    {each.name: each for each in (*LIST, *MORE)},
    {**NOUNS, **SAID},
    {"limit": 20.0},
    lambda value: f"{value:g}",
    questions=frozenset({*QUESTIONS, "reach", "sure", "before", "after"}),
)


def said(text: str, vocabulary: Vocabulary = VOCABULARY) -> str:
    return str(in_words(boolean(text, VOCABULARY.symbols), vocabulary))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('colour == "red"', "“Which colour is it?” is “Red”"),
        ('colour != "red"', "“Which colour is it?” is not “Red”"),
        ('colour in ["blue", "red"]', "“Which colour is it?” is “Red” or “Blue, and not red”"),
        ('!(colour in ["blue", "red"])', "“Which colour is it?” is neither “Red” nor “Blue, and not red”"),
        ('colour in ["red", "green", "blue"]', "“Which colour is it?” is answered"),
        ('atLeast(risk, "middle")', "“How risky, or not, is it?” is “In the middle” or “High”"),
        ('atLeast(reach, "staff")', "“Who can get it?” is answered, and is not “Nobody”"),
        ('!atLeast(reach, "staff")', "“Who can get it?” is not answered, or is “Nobody”"),
        ('sure == "yes"', "“Is it?” is “Yes” or “I am not sure”"),
        ('sure != "no"', "“Is it?” is not “No”"),
        ('"saw" in tools', "“Which tools are there?” includes “A saw”"),
        ('!("saw" in tools)', "“Which tools are there?” does not include “A saw”"),
        (
            'anyOf(tools, ["saw", "none"])',
            "“Which tools are there?” includes at least one of “A saw” and “None”",
        ),
        ('!anyOf(tools, ["saw", "none"])', "“Which tools are there?” includes none of “A saw” and “None”"),
        (
            'size(tools) > 0 && !("none" in tools)',
            "“Which tools are there?” has something ticked, but not “None”",
        ),
        (
            '!(size(tools) > 0) || "none" in tools',
            "“Which tools are there?” has nothing ticked, or includes “None”",
        ),
        ('only(tools, ["saw"])', "“Which tools are there?” includes “A saw” and nothing else"),
        ("red", "“It is red and not blue” is true"),
        ("!broken", "“It is broken, or was” is not true"),
        ("known(weight)", "“How heavy is it?” is known"),
        ("weight >= 3", "“How heavy is it?” is at least 3"),
        ("!(weight > 3)", "“How heavy is it?” is not more than 3"),
        ("before - after > limit", "“Before?” minus “After?” is more than 20\u00a0points"),
        ("after < 50", "“After?” is less than 50\u00a0%"),
        ("weight > 0.7 * (length + 1)", "“How heavy is it?” is more than 0.7 × (“How long is it?” plus 1)"),
        ("size(places) > 1", "the number of choices ticked at “Here or there?” is more than 1"),
        ('atLeast(tier, "T1")', "the tier is T1 or higher"),
        ('tier == "T2"', "the tier is T2"),
        ('"R1" in findings', "rule R1 holds"),
        ('!anyOf(findings, ["R1", "R3"])', "none of the rules R1 and R3 holds"),
        ("true", "always"),
        ("red && false", "never"),
        ("red || red", "“It is red and not blue” is true"),
        ('colour == "red" || colour == "blue"', "“Which colour is it?” is “Red” or “Blue, and not red”"),
        (
            "red && (broken || known(weight))",
            "“It is red and not blue” is true; and "
            "(“It is broken, or was” is true; or “How heavy is it?” is known)",
        ),
        (
            "!(red && (broken || known(weight)))",
            "“It is red and not blue” is not true; or "
            "(“It is broken, or was” is not true; and “How heavy is it?” is not known)",
        ),
    ],
)
def test_a_condition_reads_like_this(condition: str, words: str) -> None:
    assert said(condition) == words


def test_a_choice_of_two_ways_says_both() -> None:
    assert said("red ? broken : known(weight)") == (
        "(“It is red and not blue” is true; and “It is broken, or was” is true); or "
        "(“It is red and not blue” is not true; and “How heavy is it?” is known)"
    )


def test_a_number_by_cases_and_one_that_nobody_has() -> None:
    tree = numeric("red ? weight / 2 : unknown", VOCABULARY.symbols)
    text = str(amount_in_words(tree, VOCABULARY))
    assert text == "(“How heavy is it?” ÷ 2 if “It is red and not blue” is true, otherwise unknown)"


def test_a_limit_that_is_not_in_force_yet_is_said_to_be_none() -> None:
    before = Vocabulary(VOCABULARY.symbols, VOCABULARY.nouns, {"limit": float("nan")}, str)
    assert said("weight > limit", before).endswith("is more than a number not yet set")


def test_where_there_is_little_room_many_choices_are_counted() -> None:
    short = Vocabulary(VOCABULARY.symbols, VOCABULARY.nouns, {}, str, most=2)
    assert said('colour in ["red", "green"]', short).endswith("is “Red” or “Green or greenish”")
    assert said('reach in ["nobody", "staff", "many"]', short).endswith("is “Nobody” or 2 more")


def test_as_a_list_each_part_stands_under_the_words_that_join_it() -> None:
    words = in_words(boolean("red && (broken || known(weight))", VOCABULARY.symbols), VOCABULARY)
    assert [(line.depth, str(line)) for line in lines(words)] == [
        (0, "all of these are true:"),
        (1, "“It is red and not blue” is true"),
        (1, "at least one of these is true:"),
        (2, "“It is broken, or was” is true"),
        (2, "“How heavy is it?” is known"),
    ]


# Pairs that are easily confused; whoever reads them must be able to tell them apart.
DIFFERENT = [
    ("red && (broken || known(weight))", "(red && broken) || known(weight)"),
    ("!(red && broken)", "!red && !broken"),
    ("!(red || broken)", "!red || !broken"),
    ('"saw" in tools && "drill" in tools', 'anyOf(tools, ["saw", "drill"])'),
    ('only(tools, ["saw"])', '"saw" in tools'),
    ('only(tools, ["saw", "drill"])', 'anyOf(tools, ["saw", "drill"])'),
    ('!("saw" in tools)', 'size(tools) > 0 && !("saw" in tools)'),
    ('colour != "red"', 'colour in ["green", "blue"]'),
    ('!(colour in ["red", "blue"])', 'colour != "red" || colour != "blue"'),
    ("weight > 3", "weight >= 3"),
    ("!(weight > 3)", "weight <= 3"),
    ("weight == 3", "known(weight)"),
    ("weight - (length - 1) > 0", "weight - length - 1 > 0"),
    ("weight / (length / 2) > 0", "weight / length / 2 > 0"),
    ("weight * (length + 1) > 0", "weight * length + 1 > 0"),
    ("red ? broken : known(weight)", "red && broken || known(weight)"),
    ('sure == "yes"', 'sure == "no"'),
    ('sure != "yes"', 'sure == "no"'),
    ('tier == "T1"', 'atLeast(tier, "T1")'),
    ("red || broken && known(weight)", "(red || broken) && known(weight)"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_conditions_that_differ_do_not_sound_alike(one: str, other: str) -> None:
    assert said(one) != said(other)


# any condition -----------------------------------------------------------------------------------------


def _subsets(symbol: Symbol) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(symbol.values), min_size=1)


def _leaves() -> st.SearchStrategy[Boolean]:
    found: list[st.SearchStrategy[Boolean]] = [st.booleans().map(Truth)]
    for symbol in LIST:
        name = st.just(symbol.name)
        if symbol.kind == "choice":
            found.append(st.builds(Among, name, _subsets(symbol)))
        elif symbol.kind == "choices":
            found += [st.builds(kind, name, _subsets(symbol)) for kind in (AnyOf, Only)]
            found.append(st.just(Compare(">", Size(symbol.name), Constant(0.0))))
        elif symbol.kind == "number":
            numbers = st.sampled_from([0.0, 1.0, 3.0, -2.0]).map(Constant)
            operators: Any = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
            found += [
                st.builds(Known, name),
                st.builds(Compare, operators, st.just(Quantity(symbol.name)), numbers),
            ]
        else:
            found.append(st.builds(Flag, name))
    return st.one_of(found)


def _joined(inner: st.SearchStrategy[Boolean]) -> st.SearchStrategy[Boolean]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, inner),
        st.builds(If, inner, inner, inner),
    )


TREES = st.recursive(_leaves(), _joined, max_leaves=8)


def _plainly(value: Any) -> Any:
    """A value as the reader of words has it."""
    if isinstance(value, tuple):
        return value[0]
    return next(iter(value)) if isinstance(value, frozenset) else value


@settings(max_examples=400)
@given(TREES, settled())
def test_what_is_said_is_true_exactly_where_the_condition_is(tree: Boolean, case: Given) -> None:
    words = in_words(tree, VOCABULARY)
    values = {name: _plainly(value) for name, value in case.values.items()}
    assert holds(words, values) is case.tracer().boolean(tree).value, str(words)


@given(Conditions(LIST).booleans)
def test_every_condition_can_be_said(text: Text) -> None:
    words = in_words(boolean(text.ours, SYMBOLS), VOCABULARY)
    assert str(words).strip()
    assert "".join(str(line) for line in lines(words))
    assert not isinstance(words, Group) or len(words.parts) > 1
