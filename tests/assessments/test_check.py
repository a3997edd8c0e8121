"""Check your answers: all of them before the outcome, what is missing first."""

from tests.cases import answers_of, edition
from tests.visiting import Page, Visitor, words


def lines(page: Page) -> list[tuple[str, ...]]:
    """Question (or section) and answer (or question), and the link's word, of each line in order."""
    rows = [row for table in page.classed("mc-summary") for row in table]
    return [tuple(words(cell) for cell in row) for row in rows]


def test_every_answer_is_listed_in_words_with_a_link_to_change_it(visitor: Visitor) -> None:
    visitor.store(answers_of("v04"))
    page = visitor.see("check")
    asked = visitor.standing.outcome.asked
    assert [line[0] for line in lines(page)] == [edition().questions[each].quoted for each in asked]
    text = edition().questions["refusal_rate_after"].quoted
    assert (text, "96 %", f"Change: {text}") in lines(page)
    assert page.links()[f"Change: {text}"] == visitor.address("question", "rates") + "?from=check"


def test_what_is_not_answered_is_listed_first(visitor: Visitor) -> None:
    answers = answers_of("v04")
    del answers["release"]
    visitor.store(answers)
    page = visitor.see("check")
    text = edition().questions["release"].quoted
    assert lines(page)[0] == ("Release", text, f"Answer: {text}")
    assert "One question is not answered" in page.notices[0]
    assert page.links()[f"Answer: {text}"] == visitor.address("question", "release") + "?from=check"


def test_a_list_without_a_choice_is_listed_as_missing(visitor: Visitor) -> None:
    visitor.store({**answers_of("v02"), "markets": []})
    assert lines(visitor.see("check"))[0][1] == edition().questions["markets"].quoted
    assert visitor.see("report").leads_to == visitor.address("check")


def test_without_any_answer_all_that_is_asked_is_listed_as_missing(visitor: Visitor) -> None:
    page = visitor.see("check")
    assert f"{len(visitor.standing.outcome.unanswered)} questions are not answered" in page.notices[0]
    assert "See the outcome so far" in page.links()


def test_with_every_answer_the_outcome_comes_next(visitor: Visitor) -> None:
    visitor.store(answers_of("v02"))
    page = visitor.see("check")
    assert page.notices == []
    assert page.links()["See the outcome"] == visitor.address("outcome")


def test_answers_that_count_for_nothing_any_more_are_said_to_be_kept(visitor: Visitor) -> None:
    visitor.store(answers_of("v04"))
    visitor.store({"role": "use_only"})
    page = visitor.see("check")
    assert "Kept, but not counted" in page.text
    kept = [words(each) for each in page.classed("mc-list")[-1]]
    assert edition().questions["base_model"].quoted in kept
    assert edition().questions["role"].quoted not in kept
