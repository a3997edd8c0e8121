"""Remedies: the smallest changes that lower the tier, held against the evaluator and against brute force."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires import UNKNOWN, UNSURE, Edition, Outcome, classify, load, values_offered
from questionnaires.proving.pairs import silent_values
from questionnaires.remedies import MOST_CHANGES, MOST_REMEDIES, Incomplete, Remedy, in_words, remedies
from questionnaires.schema import Question
from tests.cases import FILES, MAIN, answers_of, case

from .answer_sets import EDITION, complete

ON = date(2026, 11, 23)


def of_case(name: str) -> tuple[Remedy, ...]:
    return remedies(classify(EDITION, answers_of(name), case(name).on))


def level(outcome: Outcome) -> int:
    return outcome.edition.tiers.index(outcome.tier)


def hold(outcome: Outcome, found: tuple[Remedy, ...]) -> None:
    """What is true of every remedy."""
    for remedy in found:
        after = classify(outcome.edition, {**outcome.answers, **remedy.answers}, outcome.on)
        assert after.tier == remedy.tier
        assert level(after) < level(outcome)
        assert not after.unanswered
        for change in remedy.changes:
            silent = silent_values(change.question)
            assert change.question.changeable or change.before in silent
            assert change.before == outcome.answers[change.question.id] != change.after
            assert change.after not in silent
        for change in remedy.assumed:
            assert change.question.id not in outcome.asked
            assert change.question.id in after.asked
            assert change.after not in silent_values(change.question)
            assert questionnaires.problem(change.question, change.after) is None
    sets = [frozenset(each.question.id for each in remedy.changes) for remedy in found]
    assert len(sets) == len(set(sets)) <= MOST_REMEDIES
    assert all(len(each) <= MOST_CHANGES for each in sets)
    counts = [len(each) for each in sets]
    assert counts == sorted(counts)


@given(complete())
def test_every_remedy_is_confirmed_and_never_knows_less(answers: dict[str, Any]) -> None:
    whole = classify(EDITION, answers, ON)
    asked = {each: answers[each] for each in whole.asked}
    outcome = classify(EDITION, asked, ON)
    if not outcome.unanswered:
        hold(outcome, remedies(outcome))


@pytest.mark.parametrize("name", FILES)
def test_remedies_of_the_worked_companies_hold(name: str) -> None:
    outcome = classify(EDITION, answers_of(name), case(name).on)
    hold(outcome, remedies(outcome))


def test_whoever_did_not_test_is_told_to_test() -> None:
    (remedy,) = of_case("v05")
    assert remedy.tier == "T1"
    assert not remedy.outcome.provisional
    assert [each.question.id for each in remedy.changes] == ["safety_tests"]
    (text,) = in_words(remedy.changes[0])
    assert text.startswith("Test refusals and attacks before and after")
    assert {each.question.id: each.after for each in remedy.assumed} == {
        "refusal_rate_before": 95.0,
        "refusal_rate_after": 95.0,
        "attack_success_before": 10.0,
        "attack_success_after": 10.0,
        "tested_as_deployed": "yes",
    }


def test_public_weights_without_protections_come_down_a_tier_in_known_hands() -> None:
    remedy = of_case("v06")[0]
    assert (remedy.tier, remedy.answers) == (
        "T3",
        {"release": "weights_named", "user_vetting": "business_or_id"},
    )


def test_what_nobody_knows_yet_can_be_found_out() -> None:
    (remedy,) = of_case("w03")
    assert remedy.answers == {"eu_high_risk_use": "no"}
    assert remedy.changes[0].found_out
    assert in_words(remedy.changes[0]) == (
        "Ask counsel whether the use is on the EU’s lists of high-risk uses",
    )


@pytest.mark.parametrize("name", ["v08", "v20", "v07"])
def test_where_nothing_helps_nothing_is_suggested(name: str) -> None:
    assert of_case(name) == ()


def test_the_lowest_tier_and_whoever_is_behind_a_gate_need_none() -> None:
    assert of_case("v02") == ()
    answers = {**answers_of("v01"), "role": "trained_base"}
    assert remedies(classify(EDITION, answers, ON)) == ()


def test_open_questions_come_first() -> None:
    with pytest.raises(Incomplete):
        remedies(classify(EDITION, {"role": "modify"}, ON))


def test_taking_away_powers_names_each_of_them() -> None:
    answers = {**answers_of("v03"), "tool_powers": ["messages", "payments", "spawn"], "upstream_told": "no"}
    remedy = next(
        each
        for each in remedies(classify(EDITION, answers, ON))
        if [change.question.id for change in each.changes] == ["tool_powers"]
    )
    assert remedy.answers == {"tool_powers": ["messages"]}
    assert in_words(remedy.changes[0]) == (
        "Take away paying, buying and trading",
        "Take away starting further agents and renting computers",
    )


# against brute force ----------------------------------------------------------------------------------

SHEET = """\
id: small
version: "1"
title: Small
summary: Small
minutes: {from: 1, to: 2}
ladder: ladder
rulebooks: [ladder]
works: {W: {title: W, short: W}}
sections:
  - id: one
    title: One
    questions:
      - {id: a, kind: one, ordered: risk, changeable: true, text: A, why: W, source: {work: W},
         unsure: {counts_as: high},
         choices: [{id: low, text: L}, {id: middle, text: M}, {id: high, text: H}]}
      - {id: b, kind: many, changeable: true, text: B, why: W, source: {work: W},
         choices: [{id: none, text: N, exclusive: true}, {id: x, text: X}, {id: y, text: Y}]}
      - {id: c, kind: yes_no, changeable: true, text: C, why: W, source: {work: W}, ask_if: 'a != "low"'}
      - {id: d, kind: number, changeable: true, text: D, why: W, source: {work: W}, minimum: 0, maximum: 10,
         ask_if: '"x" in b'}
      - {id: e, kind: one, text: E, why: W, source: {work: W},
         choices: [{id: p, text: P}, {id: q, text: Q}, {id: unchecked, text: U, silent: true}]}
      - {id: f, kind: yes_no, changeable: true, text: F, why: W, source: {work: W}, ask_if: 'e == "q"'}
"""
LADDER = """\
id: ladder
title: Small
kind: ladder
jurisdiction: none
as_of: 2026-11-23
summary: Small
validity: {final_months: 12, provisional_days: 90}
tiers: [{id: T0, name: N, meaning: M}, {id: T1, name: N, meaning: M}, {id: T2, name: N, meaning: M}]
findings:
  - {id: F1, tier: T2, title: T, text: T, source: {work: W}, when: 'a == "high" && (c == "yes" || d > 5)'}
  - {id: F2, tier: T2, title: T, text: T, source: {work: W}, when: '"y" in b && e != "p"'}
  - {id: F3, tier: T1, title: T, text: T, source: {work: W}, when: 'atLeast(a, "middle") || f == "no"'}
  - {id: F4, tier: T1, title: T, text: T, source: {work: W}, when: 'size(b) > 1 || (known(d) && d < 2)'}
"""
NUMBERS = (0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 10.0)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    directory: Path = tmp_path_factory.mktemp("small") / "small" / "1"
    (directory / "rulebooks").mkdir(parents=True)
    (directory / "questionnaire.yaml").write_text(SHEET)
    (directory / "rulebooks" / "ladder.yaml").write_text(LADDER)
    return load(directory)


def values(question: Question) -> list[Any]:
    if question.kind == "number":
        return [*NUMBERS, UNKNOWN]
    if question.kind == "many":
        return [["none"], ["x"], ["y"], ["x", "y"]]
    return list(values_offered(question))


def brute_force(edition: Edition, outcome: Outcome) -> set[frozenset[str]]:
    """The minimal sets of changed questions that reach a lower tier, by trying everything."""
    questions = edition.questions
    free = [
        each
        for each in outcome.asked
        if questions[each].changeable or outcome.answers[each] in ([UNSURE], UNSURE, UNKNOWN, "unchecked")
    ]
    opened = [each for each in questions if each not in outcome.answers]
    found: list[frozenset[str]] = []
    for chosen in chain.from_iterable(combinations(free, size) for size in range(1, len(free) + 1)):
        if not any(each <= frozenset(chosen) for each in found) and any(
            level(classify(edition, {**outcome.answers, **new}, ON)) < level(outcome)
            for new in _answers(edition, outcome, chosen, opened)
        ):
            found.append(frozenset(chosen))
    return set(found)


def _answers(
    edition: Edition, outcome: Outcome, chosen: tuple[str, ...], opened: list[str]
) -> Iterator[dict[str, Any]]:
    names = [*chosen, *opened]
    said = [
        [
            value
            for value in values(edition.questions[each])
            if value != outcome.answers.get(each)
            and not (isinstance(value, str) and value in silent_values(edition.questions[each]))
        ]
        for each in names
    ]
    for combination in product(*said):
        yield dict(zip(names, combination, strict=True))


@given(st.data())
def test_the_minimal_sets_are_those_of_brute_force(small: Edition, data: st.DataObject) -> None:
    drawn = {each: data.draw(st.sampled_from(values(q)), label=each) for each, q in small.questions.items()}
    asked = classify(small, drawn, ON).asked
    outcome = classify(small, {each: drawn[each] for each in asked}, ON)
    found = remedies(outcome)
    hold(outcome, found)
    sets = {frozenset(each.question.id for each in remedy.changes) for remedy in found}
    minimal = {each for each in sets if not any(other < each for other in sets)}
    assert minimal == (brute_force(small, outcome) if outcome.tier != "T0" else set())


def test_the_questionnaire_has_words_for_what_it_asks_to_change() -> None:
    edition = questionnaires.edition(MAIN)
    for each in edition.trees.bearing:
        question = edition.questions[each]
        if question.changeable and question.kind == "one":
            risky = edition.trees.symbols[each].ranked[-1]
            silent = silent_values(question)
            for choice in question.choices:
                assert choice.remedy or choice.id == risky or choice.id in silent or each in NO_REMEDY, (
                    choice.id
                )


NO_REMEDY = {"upstream_permission", "decline_repair", "oversight", "release", "user_vetting"}
