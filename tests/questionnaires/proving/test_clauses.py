"""Conditions as literals have the value that the compiled and the tracing reading give them."""

import math
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Edition
from questionnaires.conditions import Boolean, boolean
from questionnaires.conditions.compiling import Writer
from questionnaires.editions import UNKNOWN
from questionnaires.proving.comparisons import Amount
from questionnaires.proving.formula import TRUE
from questionnaires.proving.models import find
from questionnaires.proving.universes import Universe
from questionnaires.proving.worlds import World
from tests.questionnaires.conditions.random_conditions import Conditions, Text
from tests.questionnaires.conditions.symbols import LIST, SYMBOLS, Given, settled

from .small_editions import TEXTS, Written

ANY = Conditions(LIST).booleans
KINDS = {"choice": "one", "choices": "many", "number": "number"}


@cache
def edition() -> Edition:
    """The symbols as questions, each asked where another says so; its flags are facts."""
    questions: list[dict[str, Any]] = []
    facts = []
    for symbol in LIST:
        there = {"id": f"there_{symbol.name}", "kind": "yes_no", **TEXTS}
        questions.append(there)
        if symbol.kind == "boolean":
            facts.append({"id": symbol.name, "kind": "boolean", "is": f'{there["id"]} == "yes"'})
            continue
        question = {
            "id": symbol.name,
            "kind": KINDS[symbol.kind],
            "ask_if": f'{there["id"]} == "yes"',
            **TEXTS,
        }
        if symbol.values:
            choices: list[dict[str, Any]] = [{"id": each, "text": "?"} for each in symbol.values]
            question["choices"] = [
                {**each, "stands_for_any": True} if each["id"] == "open" else each for each in choices
            ]
        questions.append(question | ({"ordered": "risk"} if symbol.ranked else {}))
    sheet = {
        "id": "small", "version": "1", "title": "?", "summary": "?", "minutes": {"from": 1, "to": 2},
        "ladder": "ladder", "rulebooks": ["ladder"], "works": {"W": {"short": "?", "title": "?"}},
        "facts": facts, "sections": [{"id": "all", "title": "?", "questions": questions}],
    }  # fmt: skip
    ladder = {
        "id": "ladder", "title": "?", "kind": "ladder", "jurisdiction": "none", "as_of": "2026-11-23",
        "summary": "?", "validity": {"final_months": 12, "provisional_days": 90},
        "tiers": [{"id": each, "name": "?", "meaning": "?"} for each in ("T0", "T1")],
    }  # fmt: skip
    return Written(sheet, ladder).load()


def answers_of(given_: Given) -> dict[str, Any]:
    """Answers that give the symbols these values; to all questions, asked or not."""
    answers: dict[str, Any] = {}
    for name, value in given_.values.items():
        match SYMBOLS[name].kind:
            case "boolean":
                answers[f"there_{name}"] = "yes" if value else "no"
                continue
            case "choice":
                (one,) = value
                there, answer = one is not None, one or SYMBOLS[name].values[0]
            case "choices":
                there, answer = bool(value[0]), sorted(value[0]) or [SYMBOLS[name].values[0]]
            case _:
                there, answer = True, UNKNOWN if math.isnan(value) else value
        answers |= {f"there_{name}": "yes" if there else "no", name: answer}
    return answers


def said(universe: Universe, answers: dict[str, Any]) -> list[int]:
    """Literals by which the answers are these."""
    literals = []
    for question in universe.edition.questions.values():
        raw, value = universe.raw.values[question.id], answers[question.id]
        fixed = universe.fixed(question, value)
        literals += [literal if fixed[each] == TRUE else -literal for each, literal in raw.items()]
        if isinstance(value, float):
            comparisons, number = universe.comparisons, universe.raw.numbers[question.id]
            now = Amount(comparisons.terms.fixed(value), TRUE)
            literals.append(comparisons.compare("==", Amount(number, TRUE), now))
    return literals


def expected(tree: Boolean, values: Given) -> bool:
    compiled = bool(eval(Writer(SYMBOLS).boolean(tree, "exact"), values.variables()))  # noqa: S307 - our own tree
    assert values.tracer().boolean(tree).value is compiled
    return compiled


@given(ANY, settled())
def test_a_condition_has_the_value_of_the_other_readings(text: Text, values: Given) -> None:
    """With the answers fixed by literals: its value is possible, and the opposite is not."""
    tree = boolean(text.ours, SYMBOLS)
    universe = Universe(edition())
    literal = World(universe, {}).holds(tree)
    answers = said(universe, answers_of(values))
    wanted = literal if expected(tree, values) else -literal
    assert find(universe, [*answers, wanted]) is not None
    assert find(universe, [*answers, -wanted]) is None


@given(ANY, settled())
def test_with_constant_answers_a_condition_is_a_constant_or_has_one_value(text: Text, values: Given) -> None:
    tree = boolean(text.ours, SYMBOLS)
    universe = Universe(edition(), answers_of(values))
    literal = World(universe, {}).holds(tree)
    wanted = literal if expected(tree, values) else -literal
    assert find(universe, [wanted]) is not None
    assert find(universe, [-wanted]) is None


@given(ANY, st.data())
def test_a_model_of_a_condition_makes_it_true(text: Text, data: st.DataObject) -> None:
    """Answers that the search finds for it, or its opposite, are run by the evaluator."""
    tree = boolean(text.ours, SYMBOLS)
    universe = Universe(edition())
    literal = World(universe, {}).holds(tree)
    wanted = data.draw(st.booleans())
    model = find(universe, [literal if wanted else -literal])
    if model is not None:
        answers = universe.answers(universe.raw, model.holds, model.variables, model.numbers)
        assert expected(tree, _given(answers)) is wanted


def _given(answers: dict[str, Any]) -> Given:
    values: dict[str, Any] = {}
    for symbol in LIST:
        there = answers[f"there_{symbol.name}"] == "yes"
        answer = answers.get(symbol.name)
        match symbol.kind:
            case "boolean":
                values[symbol.name] = there
            case "choice":
                values[symbol.name] = frozenset({answer if there else None})
            case "choices":
                ticked = frozenset(answer or ()) if there else frozenset()
                values[symbol.name] = (ticked, ticked)
            case _:
                values[symbol.name] = answer if there and answer != UNKNOWN else float("nan")
    return Given(values)
