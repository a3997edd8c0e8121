"""One's own way: what was asked stands out, with the answers because of which it was."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from questionnaires import classify
from questionnaires.graph import OwnPath, graph, path
from tests.cases import FILES, answers_of, case, edition
from tests.questionnaires.answer_sets import complete

ON = date(2026, 11, 23)
EDITION = edition()
GRAPH = graph(EDITION, ON)


def way(answers: dict[str, Any]) -> OwnPath:
    return path(GRAPH, classify(EDITION, answers, ON))


def into(found: OwnPath, target: str) -> set[str]:
    return {edge.source for edge in found.taken if edge.target == target}


@pytest.mark.parametrize("number", FILES)
def test_of_a_worked_case_exactly_what_is_asked_is_on_the_way(number: str) -> None:
    outcome = classify(EDITION, case(number).answers, case(number).on)
    found = path(GRAPH, outcome)
    on = {each for each, state in found.states.items() if state == "on" and each in EDITION.questions}
    assert on == set(outcome.asked)
    assert "open" not in found.states.values()
    assert set(found.values) & EDITION.questions.keys() == set(outcome.asked)


def test_lines_taken_are_lines_of_the_graph_between_what_is_on_the_way() -> None:
    found = way(answers_of("w08"))
    assert found.taken <= set(GRAPH.edges)
    for edge in found.taken:
        assert found.states[edge.source] == found.states[edge.target] == "on"


def test_a_question_is_led_to_by_the_answers_that_opened_it_and_no_others() -> None:
    found = way(answers_of("v06"))  # abliterated: direct edits, to remove refusals
    assert into(found, "edit_aim") == {"modifications"}
    assert into(found, "main_aim") == {"modified"}
    assert into(found, "modified") == {"modifications"}
    assert into(found, "hazard_cyber") == {"role", "modified"}  # not that the base was uncensored
    assert into(found, "upstream_told") == {"role", "tier"}


def test_what_is_not_asked_has_no_answer_even_if_one_is_kept() -> None:
    answers = {
        **answers_of("v02"),
        "incidents": "incident",
    }  # staff use a bought assistant: nothing is changed
    found = way(answers)
    assert found.states["incidents"] == "off"
    assert "incidents" not in found.values
    assert not into(found, "incidents")


def test_facts_and_the_tier_have_their_value() -> None:
    found = way(answers_of("v04"))
    assert found.values["modified"] == "true"
    assert found.values["hazard_not_assessed"] == "not true"
    assert found.values["decline"] == "none"
    assert found.values["tier"] == case("v04").expect.tier


def test_at_the_beginning_much_is_open() -> None:
    found = way({})
    assert {found.states[each] for each in ("role", "markets")} == {"on"}
    assert found.states["modifications"] == "open"
    assert found.taken == frozenset()
    assert found.values == {"tier": found.values["tier"]}


def test_an_answer_that_is_a_list_or_a_number_is_said_in_words() -> None:
    found = way(answers_of("v06"))
    assert found.values["markets"] == "European Union; United States: elsewhere"
    assert found.values["base_parameters"].endswith("parameters")


@settings(max_examples=40)
@given(complete())
def test_whatever_is_answered_there_is_a_way(answers: dict[str, Any]) -> None:
    outcome = classify(EDITION, answers, ON)
    found = path(GRAPH, outcome)
    assert set(found.states) == set(GRAPH.nodes)
    for question in EDITION.questions:
        conditional = EDITION.trees.asks[question] is not None
        assert bool(into(found, question)) == (conditional and question in outcome.asked)


def decided(found: OwnPath, block_id: str) -> list[str]:
    return [str(GRAPH.block[block_id].lines[i]).strip() for i in sorted(found.deciding[block_id])]


def test_of_a_condition_the_parts_that_hold_decided() -> None:
    found = way(answers_of("v06"))
    assert decided(found, "in_scope") == [
        "True if at least one of these is true:",
        "all of these are true:",
        "Q1 is “We change it, adapt it or build on it”",
        "at least one of these is true:",
        "A “You ticked at least one change” is true",
    ]
    assert decided(found, "prompt_bypasses_safety") == []  # not asked


def test_of_a_definition_by_cases_the_first_that_holds_decided() -> None:
    assert decided(way(answers_of("w04")), "decline") == [
        "“material” if at least one of these is true:",
        "Q47 minus Q48 is more than 5\u00a0points",
    ]


@pytest.mark.parametrize("number", FILES)
def test_every_line_taken_has_words_that_decided(number: str) -> None:
    found = path(GRAPH, classify(EDITION, case(number).answers, case(number).on))
    for edge in found.taken:
        block = next(each for each in GRAPH.blocks if edge.target in {node.id for node in each.nodes})
        assert any(edge.source in block.named[i] for i in found.deciding[block.id])
