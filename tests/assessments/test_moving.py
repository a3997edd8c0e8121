"""The pages of a move: what is seen first, the move, the way back, and what older windows are told."""

import pytest

from tests.visiting import Page, Visitor, words

from .older import ANSWERS, CARRIED, NEW, OLD, older_visitor


@pytest.fixture
def older(db: None) -> Visitor:
    return older_visitor()


def move(visitor: Visitor, seen: str = OLD, to: str = NEW) -> Page:
    return Page(visitor.client.post(visitor.address("move"), {"seen": seen, "to": to}))


def back(visitor: Visitor) -> Page:
    return Page(visitor.client.post(visitor.address("move_back"), {"seen": NEW}))


def block(page: Page, title: str) -> str:
    """The section of a page under a title; nothing where there is none."""
    found = [each.getparent() for each in page.main.iter("h2") if words(each) == title]
    return words(found[0]) if found else ""


@pytest.mark.parametrize("name", ["tasks", "outcome"])
def test_whoever_is_on_an_older_version_is_told(older: Visitor, name: str) -> None:
    page = older.see(name)
    assert "There is a newer version" in page.text
    assert page.links()["See what moving to 2026.2 would change"] == older.address("move")


@pytest.mark.parametrize("name", ["tasks", "outcome"])
def test_nobody_else_is_told(visitor: Visitor, name: str) -> None:
    assert "newer version" not in visitor.see(name).text
    assert "newer version" not in Visitor.begin(questionnaire="what-changed").see(name).text


def test_one_sees_first_what_the_move_would_do(older: Visitor) -> None:
    page = older.see("move")
    assert page.heading == "Move to version 2026.2?"
    assert "8 answers carry over. One question is asked again." in page.text
    again = block(page, "Asked again")
    assert "Is the version of the rules that you used last time out of date by now?" in again
    assert "“Is there a newer version of the questions or of the rules?” No" in again
    taken = block(page, "Carried over, in other words")
    assert "4 more answers carry over word for word." in taken
    assert "What has changed in where it is offered and for what? A country or state" in taken
    assert older.answers == ANSWERS


def test_one_sees_the_outcome_before_and_after(older: Visitor) -> None:
    outcome = block(older.see("move"), "Your outcome so far would stay")
    assert "Now, on 2026.1 UPDATE: Bring it up to date Final" in outcome
    assert "After, on 2026.2 UPDATE: Bring it up to date One question is open" in outcome


def test_one_sees_between_which_tiers_it_would_lie_until_questions_are_answered(db: None) -> None:
    page = older_visitor({**ANSWERS, "reach_changed": ["new_market"]}).see("move")
    assert "What has changed in who uses it?" in block(page, "Asked again")
    outcome = block(page, "Your outcome may change")
    assert "Now, on 2026.1 UPDATE: Bring it up to date" in outcome
    assert "At least UPDATE, at most REASSESS, until 2 questions are answered" in outcome


def test_one_sees_which_rules_would_go_and_which_questions_are_new(db: None) -> None:
    changed = {**ANSWERS, "training_changed": "new_kind", "rules_moved": "yes"}
    page = older_visitor(changed).see("move")
    assert "The rules have moved C1.6" in page.text
    assert "Repeat your safety tests CH-04" in page.text
    assert "Have you repeated your safety tests since the change?" in block(page, "New questions")


def test_moving_leads_to_the_sections_and_says_what_is_open(older: Visitor) -> None:
    page = move(older)
    assert (page.status, page.leads_to) == (302, older.address("tasks"))
    assert older.answers == CARRIED
    tasks = older.see("tasks")
    assert tasks.notices == ["You are on version 2026.2 now. One question is open."]
    assert tasks.links()["Go back to 2026.1"] == older.address("move_back")


def test_a_double_click_moves_once_and_leads_to_the_same_page(older: Visitor) -> None:
    move(older)
    page = move(older)
    assert (page.status, page.leads_to) == (302, older.address("tasks"))
    assert older.answers == CARRIED


@pytest.mark.parametrize(("seen", "to"), [("2025.9", NEW), (OLD, "2027.1"), ("", "")])
def test_an_older_form_moves_nothing_and_shows_how_things_are(older: Visitor, seen: str, to: str) -> None:
    page = move(older, seen, to)
    assert page.status == 409
    assert "This page was out of date, so nothing was moved." in page.text
    assert older.answers == ANSWERS


def test_on_the_newest_version_there_is_nowhere_to_move(visitor: Visitor) -> None:
    page = visitor.see("move")
    assert (page.status, page.heading) == (200, "There is no newer version to move to")
    assert move(visitor).heading == "There is no newer version to move to"
    assert visitor.see("move_back").heading == "There is no older version to go back to"


def test_going_back_asks_first_and_finds_everything(older: Visitor) -> None:
    move(older)
    assert older.see("move_back").heading == "Go back to version 2026.1?"
    assert older.answers == CARRIED
    assert back(older).leads_to == older.address("tasks")
    assert older.answers == ANSWERS
    assert "You are on version 2026.1. Your answers are as you left them." in older.see("tasks").notices


def test_whoever_moves_again_sees_what_returns(older: Visitor) -> None:
    move(older)
    older.store({"rules_moved": "yes"})
    back(older)
    page = older.see("move")
    assert "out of date by now? Yes" in block(page, "Given there already")
    assert block(page, "Asked again") == ""


# older windows ----------------------------------------------------------------------------------------


def test_a_question_page_says_which_version_it_asks(older: Visitor) -> None:
    assert older.question("age").value("version") == OLD


def test_an_older_window_is_told_and_shown_what_it_sent(older: Visitor) -> None:
    move(older)
    sent = {"reach_changed": ["new_sector"], "seen__reach_changed": 1, "version": OLD}
    page = older.send("reach_changed", sent)
    assert (page.status, page.heading) == (409, "Your answers moved to version 2026.2")
    assert "What has changed in who uses it and for what? A new field, such as health" in page.text
    links = page.links()
    assert links["What has changed in who uses it?"] == older.address("question", "users_changed")
    places = links["What has changed in where it is offered and for what?"]
    assert places == older.address("question", "places_changed")
    assert older.answers == CARRIED


def test_what_cannot_be_an_answer_is_shown_as_it_was_typed(older: Visitor) -> None:
    move(older)
    page = older.send("age", {"months_since": "about <b>nine</b>", "version": OLD})
    assert page.status == 409
    assert "about <b>nine</b>" in page.text


def test_a_window_of_the_newer_version_is_told_after_going_back(older: Visitor) -> None:
    move(older)
    back(older)
    page = older.send("places_changed", {"places_changed": ["new_sector"], "version": NEW})
    assert (page.status, page.heading) == (409, "Your answers moved to version 2026.1")
    reach = page.links()["What has changed in who uses it and for what?"]
    assert reach == older.address("question", "reach_changed")


@pytest.mark.parametrize(("version", "slug"), [("1999", "age"), ("2026.2<", "age"), (OLD, "nonsense")])
def test_a_version_or_page_that_never_was_is_not_found(older: Visitor, version: str, slug: str) -> None:
    move(older)
    assert older.send(slug, {"version": version}).status == 404


def test_an_address_of_the_other_version_leads_to_the_sections(older: Visitor) -> None:
    assert older.question("users_changed").leads_to == older.address("tasks")
    move(older)
    assert older.question("reach_changed").leads_to == older.address("tasks")
    assert "That question is not part of version 2026.2." in older.see("tasks").text
    assert older.question("nonsense").status == 404
