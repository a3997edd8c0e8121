"""questionnaires.comparison: two sets of answers, two outcomes."""

from datetime import date

import pytest
from hypothesis import given

import questionnaires
from questionnaires import classify, compare_answers, compare_outcomes
from tests.cases import answers_of, case, edition
from tests.questionnaires.answer_sets import complete

ON = date(2026, 11, 23)


def test_questions_that_are_answered_differently_in_words_and_in_order() -> None:
    before = {**answers_of("v04"), "markets": ["eu", "uk"]}
    after = {**before, "markets": ["uk", "eu"], "release": "internal", "incidents": "near_miss"}
    del after["role"]
    found = compare_answers(edition(), before, after)
    order = [each for each in edition().questions if each in {"role", "release", "incidents"}]
    assert [each.question.id for each in found] == order
    by_id = {each.question.id: each for each in found}
    assert by_id["role"].after == "Not answered"
    assert by_id["incidents"].after == questionnaires.answer_in_words(
        edition().questions["incidents"], "near_miss"
    )


@given(complete())
def test_answers_are_like_themselves(answers: dict[str, object]) -> None:
    assert compare_answers(edition(), answers, dict(answers)) == ()


def test_every_kind_of_empty_is_the_same() -> None:
    assert compare_answers(edition(), {"base_model": "  "}, {"base_model": None}) == ()


@pytest.mark.parametrize("number", ["v04", "v06", "v02"])
def test_an_outcome_is_like_itself(number: str) -> None:
    outcome = classify(edition(), case(number).answers, ON)
    assert not compare_outcomes(outcome, outcome)


def test_what_a_changed_answer_does() -> None:
    found = compare_outcomes(
        classify(edition(), answers_of("v04"), ON), classify(edition(), case("v05").answers, ON)
    )
    assert found
    assert found.tier_changes == (case("v04").expect.tier != case("v05").expect.tier)
    assert set(found.findings.added) == set(case("v05").expect.findings) - set(case("v04").expect.findings)
    assert set(found.findings.removed) == set(case("v04").expect.findings) - set(case("v05").expect.findings)
    assert set(found.items.added) == set(case("v05").expect.items) - set(case("v04").expect.items)


def test_open_questions_change_the_outcome_where_more_tiers_are_possible() -> None:
    answers = answers_of("v06")
    fewer = {each: answers[each] for each in list(answers)[:5]}
    found = compare_outcomes(classify(edition(), fewer, ON), classify(edition(), answers, ON))
    assert found.tier_changes
    assert len(found.before.tiers_possible) > len(found.after.tiers_possible) == 1
