"""At every question of the real questionnaire: refreshing, going back, two windows, and a branch that closes
and opens again lose nothing. For sessions that end see test_session_ends.py."""

import pytest

import questionnaires
from tests.cases import edition
from tests.visiting import Page, Visitor

from .every_question import Asked, Fields, classified, every_question, flip, typed

EVERY = pytest.mark.parametrize("name", edition().questions)


@pytest.fixture
def asked(name: str) -> Asked:
    return every_question()[name]


@pytest.fixture
def at(visitor: Visitor, asked: Asked) -> Visitor:
    """Somebody who has answered everything but this question."""
    visitor.store(asked.others)
    return visitor


def send(visitor: Visitor, asked: Asked, fields: Fields) -> Page:
    return visitor.send(asked.slug, fields)


def answer(visitor: Visitor, asked: Asked, value: object) -> None:
    fields = visitor.question(asked.slug).fields()
    assert send(visitor, asked, asked.typed(fields, value)).status == 302
    assert visitor.answers[asked.id] == value


def shows(page: Page, asked: Asked, value: object) -> bool:
    return page.status in (200, 409) and asked.shown(page.fields()) == asked.typed({}, value)


@EVERY
def test_an_answer_stands_after_refreshing(at: Visitor, asked: Asked) -> None:
    answer(at, asked, asked.first)
    for _ in range(2):
        assert shows(at.question(asked.slug), asked, asked.first)
    assert at.answers == {**asked.others, asked.id: asked.first}


@EVERY
def test_going_back_and_forth_and_sending_an_older_page_again_overwrites_nothing(
    at: Visitor, asked: Asked
) -> None:
    blank = at.question(asked.slug)
    answer(at, asked, asked.first)
    older = at.question(asked.slug)
    before = older.links()["Back"]
    assert Page(at.client.get(before)).status == 200
    assert shows(at.question(asked.slug), asked, asked.first)
    assert send(at, asked, older.fields()).status == 302  # as it was: nothing changes
    answer(at, asked, asked.second)
    page = send(at, asked, older.fields())
    assert page.status == 409
    assert shows(page, asked, asked.first)  # whoever sends it confirms what they see, and is told
    assert send(at, asked, blank.fields()).status in (302, 409)
    assert at.answers == {**asked.others, asked.id: asked.second}


@EVERY
def test_two_windows_with_different_answers_show_both_and_the_choice_holds(at: Visitor, asked: Asked) -> None:
    fields = at.question(asked.slug).fields()  # the same in both windows
    assert send(at, asked, asked.typed(fields, asked.first)).status == 302
    page = send(at, asked, asked.typed(fields, asked.second))
    assert page.status == 409
    saved = questionnaires.answer_in_words(asked.question, asked.first)
    assert any(f"Saved meanwhile: {saved}" in each for each in page.notices)
    assert shows(page, asked, asked.second)
    assert at.answers == {**asked.others, asked.id: asked.first}
    theirs = Page(at.client.get(page.links()["keep the saved one"]))
    assert shows(theirs, asked, asked.first)
    assert at.answers == {**asked.others, asked.id: asked.first}
    assert send(at, asked, page.fields()).status == 302
    assert shows(at.question(asked.slug), asked, asked.second)
    assert at.answers == {**asked.others, asked.id: asked.second}


SHARED = [name for name, each in every_question().items() if each.neighbours]


@pytest.mark.parametrize("name", SHARED)
def test_two_windows_that_answer_different_questions_of_a_page_both_keep_theirs(
    at: Visitor, asked: Asked
) -> None:
    other = every_question()[asked.neighbours[0]]
    value = next(each for each in (other.first, other.second) if each != asked.others[other.id])
    fields = at.question(asked.slug).fields()
    both = {asked.id: asked.first, other.id: value}
    assert send(at, asked, asked.typed(fields, asked.first)).status == 302
    page = send(at, asked, typed(other.question, fields, value))
    assert page.status == 302
    assert {each: at.answers[each] for each in both} == both


ALWAYS = {name for name, question in edition().questions.items() if question.ask_if is None}


def test_what_is_asked_on_a_condition_can_be_closed_by_one_answer() -> None:
    assert {name for name, each in every_question().items() if flip(each) is None} == ALWAYS


@pytest.mark.parametrize("name", [name for name in edition().questions if name not in ALWAYS])
def test_an_answer_waits_while_its_branch_is_closed_and_counts_for_nothing(at: Visitor, asked: Asked) -> None:
    answer(at, asked, asked.first)
    complete, turn = at.answers, flip(asked)
    assert turn is not None
    change(at, asked, turn.question.id, turn.to)
    assert at.question(asked.slug).heading == "Not asked at the moment"
    closed = at.standing
    assert asked.id in closed.answers, "kept"
    without = {each: value for each, value in closed.answers.items() if each != asked.id}
    found, expected = closed.outcome, classified(without)
    assert [found.tier, found.findings, found.items, found.asked] == [
        expected.tier,
        expected.findings,
        expected.items,
        expected.asked,
    ]
    change(at, asked, turn.question.id, turn.back)
    assert shows(at.question(asked.slug), asked, asked.first)
    assert at.answers == complete
    assert at.standing.outcome == classified(complete)


def change(visitor: Visitor, asked: Asked, question: str, value: object) -> None:
    """Change an earlier answer on its page."""
    earlier = every_question()[question]
    fields = visitor.question(earlier.slug).fields()
    # Where that opens questions of the same page, it asks for them; what was changed is saved.
    assert visitor.send(earlier.slug, earlier.typed(fields, value)).status in (302, 422)
    assert visitor.answers[question] == value
