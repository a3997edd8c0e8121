"""Reads what `wording` wrote as a person would, by the words alone, and says whether it is true.

It knows the quoted texts and the verbs, and nothing of trees; so a wording that can be read in two ways, or
that says something else than its condition, comes out wrong here.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from questionnaires.conditions.words import Group, Statement, Words

# What the random conditions are about, in words; two choices hold the words that also join others.
TEXTS = {
    "colour": "Which colour is it?",
    "risk": "How risky, or not, is it?",
    "tools": "Which tools are there?",
    "places": "Here or there?",
    "weight": "How heavy is it?",
    "length": "How long is it?",
    "red": "It is red and not blue",
    "broken": "It is broken, or was",
}
VALUES = {
    "red": "Red",
    "green": "Green or greenish",
    "blue": "Blue, and not red",
    "low": "Low",
    "middle": "In the middle",
    "high": "High",
    "open": "Not assessed",
    "saw": "A saw",
    "drill": "A drill and a bit",
    "none": "None",
    "here": "Here",
    "there": "There",
}
ORDER = ("low", "middle", "high")
NAMES = {text: name for name, text in TEXTS.items()}
IDS = {text: value for value, text in VALUES.items()}
NUMBER = re.compile(r" is (not )?(more than |at least |less than |at most |)([-\d.]+)")


def holds(words: Words, given: Mapping[str, Any]) -> bool:
    """Whether what is said is true of these values: one choice or None, a set, a number or NaN, a truth."""
    if isinstance(words, Group):
        join = all if words.how == "all" else any
        return join(holds(part, given) for part in words.parts)
    return _sentence(words, given)


def _sentence(statement: Statement, given: Mapping[str, Any]) -> bool:
    text = str(statement)
    if text in ("always", "never"):
        return text == "always"
    found = re.match("“([^”]*)”(.*)", text)
    assert found, text
    value, rest = given[NAMES[found[1]]], found[2]
    if isinstance(value, bool):
        return {" is true": value, " is not true": not value}[rest]
    if isinstance(value, float):
        return _number(value, rest)
    named = {IDS[each] for each in re.findall("“([^”]*)”", rest)}
    shape = re.sub("“[^”]*”(( or|,| and| nor) “[^”]*”)*", "X", rest)
    return _many(value, named, shape) if isinstance(value, frozenset) else _one(value, named, shape)


def _one(value: str | None, named: set[str], shape: str) -> bool:
    if shape.endswith((" or riskier", " nor riskier")):
        (lowest,) = named
        above = value in ORDER[ORDER.index(lowest) :]
        return above if shape == " is X or riskier" else {" is neither X nor riskier": not above}[shape]
    return {
        " is X": value in named,
        " is not X": value not in named,
        " is neither X": value not in named,
        " is none of X": value not in named,
        " is answered": value is not None,
        " is not answered": value is None,
        " is answered, and is not X": value is not None and value not in named,
        " is answered, and is neither X": value is not None and value not in named,
        " is not answered, or is X": value is None or value in named,
    }[shape]


def _many(value: frozenset[str], named: set[str], shape: str) -> bool:
    return {
        " includes X": named <= value,
        " does not include X": not named & value,
        " includes at least one of X": bool(named & value),
        " includes none of X": not named & value,
        " has something ticked": bool(value),
        " has nothing ticked": not value,
        " has something ticked, but not X": bool(value) and not named & value,
        " has nothing ticked, or includes X": not value or bool(named & value),
        " includes X and nothing else": bool(value) and value <= named,
        " has nothing ticked, or something besides X": not value or not value <= named,
    }[shape]


def _number(value: float, rest: str) -> bool:
    if rest in (" is known", " is not known"):
        return math.isnan(value) is (rest == " is not known")
    found = NUMBER.fullmatch(rest)
    assert found, rest
    limit = float(found[3])
    said = {
        "more than ": value > limit,
        "at least ": value >= limit,
        "less than ": value < limit,
        "at most ": value <= limit,
        "": value == limit,
    }[found[2]]
    return not said if found[1] else said
