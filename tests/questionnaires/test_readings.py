"""The readings of the real questionnaire agree, and what is said of incomplete answers stays true."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires.classification import classify
from questionnaires.evaluation import Reading, compiled
from questionnaires.interpretation import Interpretation

from .answer_sets import EDITION, VALUES, complete, partial

ON = date(2026, 11, 23)
PARAMETERS = EDITION.parameters(ON)
OF = compiled(EDITION)
Pair = tuple[dict[str, Any], dict[str, Any]]


def bounds(answers: dict[str, Any]) -> Reading:
    return OF.bounds(OF.codec.encode(answers).values, PARAMETERS)


@given(complete())
def test_exact_and_bounds_agree_on_complete_answers(answers: dict[str, Any]) -> None:
    exact = OF.exact(OF.codec.encode(answers).values, PARAMETERS)
    assert exact is not None
    assert exact == bounds(answers)


@given(partial())
def test_the_tracing_reading_agrees_with_the_compiled_one(
    pair: Pair,
) -> None:
    for answers in pair:
        reading, traced = bounds(answers), Interpretation(EDITION, answers, PARAMETERS)
        for i, each in enumerate(EDITION.questions):
            assert traced.asked(each).value is _truth(reading.asked, reading.may_ask, i), each
        for i, each in enumerate(EDITION.findings):
            assert traced.finding(each).value is _truth(reading.fired, reading.may_fire, i), each
        for i, each in enumerate(EDITION.items):
            assert traced.item(each).value is _truth(reading.given, reading.may_give, i), each


def _truth(surely: int, possibly: int, at: int) -> bool | None:
    if surely >> at & 1:
        return True
    return None if possibly >> at & 1 else False


@given(partial())
def test_what_is_said_of_incomplete_answers_holds_for_their_completion(
    pair: Pair,
) -> None:
    answers, whole = pair
    before, after = classify(EDITION, answers, ON), classify(EDITION, whole, ON)
    assert after.tier in before.tiers_possible
    assert after.change_class in before.classes_possible
    assert set(before.findings) <= set(after.findings)
    assert set(before.items) <= set(after.items)
    assert set(after.items) <= {*before.items, *before.items_open}
    assert set(before.asked) <= set(after.asked)
    assert set(after.asked) <= {*before.asked, *before.progress.may_ask}
    newly = set(after.asked) - set(answers)
    assert before.progress.left_at_least <= len(newly) <= before.progress.left_at_most
    if before.unanswered and not before.gated:
        assert before.provisional


@given(complete(), st.data())
def test_answers_to_questions_that_are_not_asked_never_count(
    answers: dict[str, Any], data: st.DataObject
) -> None:
    outcome = classify(EDITION, answers, ON)
    idle = outcome.progress.not_counted
    assert set(idle) == set(answers) - set(outcome.asked)
    others = {each: data.draw(VALUES[each], label=each) for each in idle}
    for changed in ({each: answers[each] for each in outcome.asked}, {**answers, **others}):
        again = classify(EDITION, changed, ON)
        assert _said(again) == _said(outcome)


@given(partial())
def test_an_empty_list_is_as_good_as_nothing(pair: Pair) -> None:
    answers, _ = pair
    empty: dict[str, Any] = {
        each: [] for each, question in EDITION.questions.items() if question.kind == "many"
    }
    found, without = classify(EDITION, {**empty, **answers}, ON), classify(EDITION, answers, ON)
    assert _said(found) == _said(without)
    assert found.progress == without.progress
    assert questionnaires.explain(found).reasons == questionnaires.explain(without).reasons


@given(complete(), st.randoms())
def test_the_order_of_answers_does_not_matter(answers: dict[str, Any], random: Any) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert _said(classify(EDITION, dict(shuffled), ON)) == _said(classify(EDITION, answers, ON))


@given(complete(), st.data())
def test_where_a_hidden_value_raises_the_tier_the_outcome_is_provisional(
    answers: dict[str, Any], data: st.DataObject
) -> None:
    hidden = [
        each
        for each in answers
        if answers[each] in ("not_assessed", "unknown") and not each.startswith("base_")
    ]
    outcome = classify(EDITION, answers, ON)
    known = {each: data.draw(VALUES[each], label=each) for each in hidden if each in outcome.asked}
    raised = classify(EDITION, {**answers, **known}, ON)
    if not outcome.gated and EDITION.outcomes.index(raised.tier) > EDITION.outcomes.index(outcome.tier):
        assert outcome.provisional


@given(complete())
def test_reasons_are_answers_to_asked_questions(answers: dict[str, Any]) -> None:
    outcome = classify(EDITION, answers, ON)
    reasons = questionnaires.explain(outcome).reasons
    assert set(reasons) == {*outcome.findings, *outcome.items}
    assert all(reasons.values())
    assert {each for named in reasons.values() for each in named} <= set(outcome.asked)


def _said(outcome: questionnaires.Outcome) -> tuple[Any, ...]:
    return (
        outcome.tier,
        outcome.change_class,
        outcome.provisional,
        outcome.findings,
        outcome.items,
        outcome.asked,
        outcome.assumptions,
    )
