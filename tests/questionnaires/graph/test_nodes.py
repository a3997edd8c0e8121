"""What stands in the graph: every question, what decides it, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

import questionnaires
from questionnaires import Edition, load
from questionnaires.graph import graph
from tests.benchmarks import growth
from tests.cases import edition

ON = date(2026, 11, 23)
EDITION = edition()
GRAPH = graph(EDITION, ON)


def written_in(text: str, names: set[str]) -> set[str]:
    """The names that a condition's text holds, found without parsing it."""
    quoted = text.split('"')[::2]  # what stands outside of quotes
    words = "".join(each if each.isalnum() or each == "_" else " " for each in " ".join(quoted)).split()
    return set(words) & names


def expected(edition: Edition) -> set[tuple[str, str]]:
    """The edges that the files' own texts ask for."""
    facts = {fact.id: fact for fact in edition.questionnaire.facts}
    names = {*edition.questions, *facts, "tier"}
    found = {
        (read, each.id)
        for each in edition.questions.values()
        for read in written_in(each.ask_if or "", names)
    }
    waiting = [read for read, _ in found if read in facts]
    seen: set[str] = set()
    while waiting:
        fact = facts[waiting.pop()]
        if fact.id not in seen:
            seen.add(fact.id)
            texts = [fact.is_ or "", *(f"{case.when or ''} {case.is_}" for case in fact.cases or ())]
            read = written_in(" ".join(texts), names - set(fact.values)) - {fact.id}
            found |= {(each, fact.id) for each in read}
            waiting += [each for each in read if each in facts]
    return found


@pytest.mark.parametrize("name", list(questionnaires.library()))
def test_there_is_a_line_for_all_that_an_ask_if_reads_and_no_other(name: str) -> None:
    found = questionnaires.edition(name)
    assert {(edge.source, edge.target) for edge in graph(found, ON).edges} == expected(found)


def test_the_same_in_a_large_questionnaire(tmp_path: Path) -> None:
    growth.write(tmp_path / "large" / "1", 120)
    found = load(tmp_path / "large" / "1")
    assert {(edge.source, edge.target) for edge in graph(found, ON).edges} == expected(found)


def test_questions_keep_the_order_and_the_sections_of_the_file() -> None:
    shown = [node.id for node in GRAPH.nodes.values() if node.kind == "question"]
    assert shown == list(EDITION.questions)
    for section in GRAPH.sections:
        inside = [n.id for block in section.blocks for n in block.nodes if n.kind == "question"]
        assert {EDITION.section_of[each].id for each in inside} == {section.id}


def test_a_fact_stands_after_all_that_it_reads() -> None:
    order = list(GRAPH.nodes)
    for edge in GRAPH.edges:
        if GRAPH.nodes[edge.target].kind == "fact":
            assert order.index(edge.source) < order.index(edge.target)


def test_the_tier_stands_before_the_question_that_reads_it() -> None:
    order = list(GRAPH.nodes)
    assert order.index("tier") == order.index("upstream_told") - 1
    assert [section.id for section in GRAPH.sections if any(b.id == "tier" for b in section.blocks)] == [
        "upstream"
    ]


def test_neighbours_under_the_same_condition_share_a_block() -> None:
    rates = next(block for block in GRAPH.blocks if block.id == "refusal_rate_before")
    assert [node.id for node in rates.nodes] == [
        "refusal_rate_before",
        "refusal_rate_after",
        "attack_success_before",
        "attack_success_after",
    ]
    assert str(rates.lines[0]) == "Asked if Q46 is “Before and after, with the same test”"
    conditions = {EDITION.questions[node.id].ask_if for node in rates.nodes}
    assert len(conditions) == 1


def test_labels_are_different_and_in_order() -> None:
    labels = [node.label for node in GRAPH.nodes.values()]
    assert len(set(labels)) == len(labels)
    assert [each for each in labels if each[0] == "Q"] == [f"Q{n}" for n in range(1, 73)]
    assert [each for each in labels if len(each) == 1] == [*"ABCDEFGH", "T"]


def test_more_facts_than_letters_go_on_with_two(tmp_path: Path) -> None:
    growth.write(tmp_path / "large" / "1", 240)
    labels = [
        node.label for node in graph(load(tmp_path / "large" / "1"), ON).nodes.values() if node.kind == "fact"
    ]
    assert labels[24:29] == ["Y", "Z", "AA", "AB", "AC"]
