"""Random answers to the real questionnaire: for each question nothing, or any value that is allowed."""

from typing import Any

from hypothesis import strategies as st

import questionnaires
from questionnaires import UNKNOWN, Edition, problem, values_offered
from questionnaires.schema import Question
from tests.cases import MAIN

EDITION: Edition = questionnaires.edition(MAIN)
FLOPS = (1e18, 2.1e19, 1e22, 1e23 / 3, 1e23, 3.3e23, 7e23, 1e24, 3e24, 1e25 / 3, 1e25, 2e25, 1e29)
RATES = (0.0, 5.0, 10.0, 29.0, 49.9, 50.0, 70.0, 90.0, 95.0, 95.1, 100.0)


def value_of(question: Question) -> st.SearchStrategy[Any]:
    """Any allowed value of a question."""
    if question.kind in ("one", "yes_no"):
        return st.sampled_from(values_offered(question))
    if question.kind == "many":
        alone = [[choice.id] for choice in question.choices if choice.exclusive]
        rest = [choice.id for choice in question.choices if not choice.exclusive]
        several = st.lists(st.sampled_from(rest), unique=True, min_size=1, max_size=4)
        return st.one_of(st.sampled_from(alone), several) if alone else several
    if question.kind == "number":
        numbers = {"FLOP": FLOPS, "%": RATES}.get(question.unit or "", (7e9, 7e10, 1.5e13))
        return st.sampled_from([each for each in (*numbers, UNKNOWN) if problem(question, each) is None])
    return st.just("Example base model")


VALUES = {question.id: value_of(question) for question in EDITION.questions.values()}


@st.composite
def complete(draw: st.DrawFn) -> dict[str, Any]:
    """An answer to every question, asked or not. Most change something, so that most rules can fire."""
    answers = {each: draw(values) for each, values in VALUES.items()}
    if draw(st.integers(0, 9)):
        answers["role"] = "modify"
    return answers


@st.composite
def partial(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Some answers, and a completion of them."""
    whole = draw(complete())
    missing = draw(st.sets(st.sampled_from(list(VALUES)), max_size=len(VALUES)))
    if draw(st.booleans()):
        missing = set(list(missing)[:3])
    return {each: value for each, value in whole.items() if each not in missing}, whole
