"""The outcome so far, beside every question: which tiers are still possible, why, and how much is left."""

import re

import pytest

from tests.cases import answers_of, case
from tests.visiting import Page, Visitor, words

SETTLED = "No open answer can change the tier any more."


def panel(page: Page) -> str:
    (aside,) = page.classed("mc-side")
    return words(aside)


def possible(page: Page) -> list[str]:
    """Tiers that the ladder beside the question shows as possible."""
    (aside,) = page.classed("mc-side")
    rungs = [words(each) for each in aside.find_class("mc-rung")]
    return [each.split()[0] for each in rungs if "still possible" in each or "this is the outcome" in each]


def left(page: Page) -> tuple[int, int]:
    """Questions left, at least and at most, as the page says."""
    text = page.text
    if "Every question is answered" in text:
        return 0, 0
    if "One question left" in text:
        return 1, 1
    if found := re.search(r"Between (\d+) and (\d+) questions left", text):
        return int(found[1]), int(found[2])
    (found,) = re.findall(r"(\d+) questions left", text)
    return int(found), int(found)


def test_at_the_beginning_every_tier_is_possible(visitor: Visitor) -> None:
    page = visitor.question("role")
    assert possible(page) == ["T0", "T1", "T2", "T3", "T4"]
    assert "Nothing you have said so far raises the tier." in panel(page)


def test_a_finding_raises_the_least_that_is_possible_and_is_named(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "modifications": ["weight_editing"], "edit_aim": "remove_refusals"})
    page = visitor.question("release")
    assert possible(page) == ["T3", "T4"]
    assert "At least T3. Why: " in panel(page)
    assert "R3.4" in panel(page)


def test_what_is_ruled_out_is_said(visitor: Visitor) -> None:
    answers = answers_of("v03")
    del answers["model_card"]
    visitor.store(answers)
    text = panel(visitor.question("public_face"))
    assert "T2, T3, T4 are already ruled out." in text


def test_nothing_is_ruled_out_while_what_nobody_knows_may_raise_the_tier(visitor: Visitor) -> None:
    visitor.store(answers_of("v07"))  # T3, hazards not assessed: T4 if some
    page = visitor.question("release")
    assert "ruled out" not in panel(page).split("Targeted obligations")[1]
    assert "T4 Stop and consult may be reached" in panel(page)
    assert "Provisional: it may rise when what nobody knows yet is found out." in panel(page)
    (fold,) = page.classed("mc-fold")
    assert words(fold.find("summary")) == "Outcome so far: T3, and may rise"


def test_what_is_read_as_the_worse_is_provisional_and_cannot_rise(visitor: Visitor) -> None:
    visitor.store(answers_of("w03"))
    text = panel(visitor.question("release"))
    assert "T4 is already ruled out." in text
    assert "Provisional: what you are not sure of is read with care." in text


def test_on_a_phone_the_same_stands_in_one_line_that_unfolds(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "modifications": ["weight_editing"], "edit_aim": "remove_refusals"})
    (fold,) = visitor.question("release").classed("mc-fold")
    assert words(fold.find("summary")) == "Outcome so far: T3 or T4"


def test_when_no_open_answer_can_change_the_tier_it_says_what_is_left_to_decide(visitor: Visitor) -> None:
    answers = answers_of("v06")
    for each in ("incidents", "incident_plan", "terms_allow_use", "notices_passed_on"):
        del answers[each]
    visitor.store(answers)
    text = panel(visitor.question("incidents"))
    assert SETTLED in text
    assert "What is left still decides: one upstream promise; and whether the outcome is final." in text


def test_settled_is_not_said_while_a_tier_is_open_nor_when_nothing_is_left(visitor: Visitor) -> None:
    assert SETTLED not in visitor.question("role").text
    visitor.store(answers_of("v06"))
    assert SETTLED not in visitor.question("role").text


def test_an_answer_that_is_missing_is_never_settled_against_the_facts(visitor: Visitor) -> None:
    """Whatever the panel calls possible on the way, the tier of the whole case is among it, and shrinks."""
    before: set[str] | None = None
    for each, value in answers_of("v08").items():
        visitor.store({each: value})
        now = set(possible(visitor.see("tasks")))
        assert case("v08").expect.tier in now
        assert before is None or now <= before
        before = now
    assert before == {"T3"}


@pytest.mark.parametrize("number", ["v02", "v05", "w01"])
def test_the_numbers_of_questions_left_hold_at_every_step(visitor: Visitor, number: str) -> None:
    answers = answers_of(number)
    for done, (each, value) in enumerate(answers.items()):
        least, most = left(visitor.see("tasks"))
        assert least <= len(answers) - done <= most
        visitor.store({each: value})
    assert left(visitor.see("tasks")) == (0, 0)


def test_the_last_question_is_counted_in_words(visitor: Visitor) -> None:
    answers = answers_of("v02")
    del answers["stage"]
    visitor.store(answers)
    assert "One question left" in visitor.question("stage").text


def test_progress_says_when_something_was_last_saved(visitor: Visitor) -> None:
    assert "· saved" not in visitor.question("role").text
    visitor.store({"role": "modify"})
    assert "· saved a moment ago" in visitor.question("markets").text


def test_a_gate_stands_in_place_of_the_ladder(visitor: Visitor) -> None:
    visitor.store({"role": "trained_base"})
    page = visitor.question("organisation_size")
    assert possible(page) == []
    assert "Outcome so far: " in page.text
