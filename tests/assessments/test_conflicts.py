"""Two windows: the older one is told, shown both answers, and decides."""

import pytest
from django.test import Client

from tests.cases import answers_of
from tests.moments import at_the_same_time
from tests.visiting import Page, Visitor


def other_window(visitor: Visitor) -> Visitor:
    """The same browser, a second tab."""
    client = Client()
    client.cookies = visitor.client.cookies
    return Visitor(visitor.assessment_id, client)


def test_an_older_window_is_told_and_shown_both_answers(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    old = visitor.question("role").hidden()
    visitor.send("role", {"role": "host", "seen__role": 1})
    page = visitor.send("role", {"role": "use_only", **old})
    assert page.status == 409
    assert page.errors == ["This answer was changed meanwhile. See both below."]
    (notice,) = page.notices
    assert notice.startswith("Saved meanwhile: We store or pass on other people’s models, unchanged.")
    assert page.chosen == ["use_only"]
    assert visitor.answers == {"role": "host"}


def test_saving_again_replaces_the_newer_answer_knowingly(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    visitor.store({"role": "host"})
    page = visitor.send("role", {"role": "use_only", "seen__role": 1})
    assert visitor.send("role", {"role": "use_only", **page.hidden()}).status == 302
    assert visitor.answers == {"role": "use_only"}


def test_or_the_saved_answer_is_kept(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    visitor.store({"role": "host"})
    page = visitor.send("role", {"role": "use_only", "seen__role": 1})
    assert page.links()["keep the saved one"] == visitor.address("question", "role")
    assert visitor.question("role").chosen == ["host"]


def test_an_answer_cleared_meanwhile_is_shown_as_not_answered(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    visitor.send("role", {"seen__role": 1}, action="clear")
    page = visitor.send("role", {"role": "host", "seen__role": 1})
    assert page.status == 409
    assert page.notices[-1].startswith("Saved meanwhile: Not answered.")


def test_clearing_from_an_older_window_is_held_back_too(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    visitor.store({"role": "host"})
    assert visitor.send("role", {"seen__role": 1}, action="clear").status == 409
    assert visitor.answers == {"role": "host"}


def test_skipping_from_an_older_window_does_not_overwrite_either(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    visitor.store({"role": "host"})
    assert visitor.send("role", {"role": "use_only", "seen__role": 1}, action="skip").status == 409
    assert visitor.answers == {"role": "host"}


def test_a_double_click_saves_once_and_both_go_on(visitor: Visitor) -> None:
    data = {"role": "modify", **visitor.question("role").hidden()}
    first, second = (visitor.send("role", data) for _ in range(2))
    assert (first.status, first.leads_to) == (second.status, second.leads_to)
    assert first.status == 302
    assert visitor.revision("role") == 1


def test_on_a_page_of_several_only_what_changed_meanwhile_is_held_back(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights", "base_training_flop": "unknown"})
    old = visitor.question("base_size").hidden()
    visitor.store({"base_parameters": 7e9})
    page = visitor.send("base_size", {**old, "base_parameters": "70B", "base_training_tokens": "15T"})
    assert page.status == 409
    assert page.errors == [
        "This answer was changed meanwhile. See both below. (How many parameters does the base have?)"
    ]
    assert "Saved meanwhile: 7 × 10⁹ parameters" in page.notices[0]
    assert page.value("base_parameters") == "70B"
    assert (visitor.answers["base_parameters"], visitor.answers["base_training_tokens"]) == (7e9, 15e12)


GRID = {"hazard_cyber": "some", "hazard_cbrn": "none", "hazard_persuasion": "none", "hazard_autonomy": "none"}


@pytest.fixture
def grid(visitor: Visitor) -> Visitor:
    visitor.store({**answers_of("v01"), **GRID})
    return visitor


def test_what_was_not_edited_here_and_changed_there_is_merged_without_a_word(grid: Visitor) -> None:
    old = grid.question("hazard_domains").hidden()
    other_window(grid).send("hazard_domains", {**old, **GRID, "hazard_cbrn": "some"})
    page = grid.send("hazard_domains", {**old, **GRID, "hazard_autonomy": "some"})
    assert page.status == 302
    assert (grid.answers["hazard_cbrn"], grid.answers["hazard_autonomy"]) == ("some", "some")


def test_what_was_blank_here_and_answered_there_is_not_asked_for_again(visitor: Visitor) -> None:
    left_out = {each: value for each, value in answers_of("v01").items() if each not in GRID}
    visitor.store(left_out)
    old = visitor.question("hazard_domains").hidden()
    visitor.store({each: GRID[each] for each in GRID if each != "hazard_cyber"})
    page = visitor.send("hazard_domains", {**old, "hazard_cyber": "some"})
    assert page.status == 302
    assert {each: visitor.answers[each] for each in GRID} == GRID


def test_two_edits_of_one_cell_are_shown_and_the_rest_as_it_is_saved_now(grid: Visitor) -> None:
    old = grid.question("hazard_domains").hidden()
    both = {"hazard_cyber": "substantial", "hazard_cbrn": "some"}
    other_window(grid).send("hazard_domains", {**old, **GRID, **both})
    page = grid.send("hazard_domains", {**old, **GRID, "hazard_cyber": "none"})
    assert page.status == 409
    assert len(page.errors) == 1
    assert page.chosen == ["none", "some", "none", "none"]  # what was edited here; what was edited there
    page = grid.send(
        "hazard_domains", {**GRID, **page.hidden(), "hazard_cyber": "none", "hazard_cbrn": "some"}
    )
    assert page.status == 302
    assert (grid.answers["hazard_cyber"], grid.answers["hazard_cbrn"]) == ("none", "some")


def test_after_an_error_elsewhere_an_old_cell_does_not_return(grid: Visitor) -> None:
    old = grid.question("hazard_domains").hidden()
    grid.store({"hazard_cbrn": "some"})
    page = grid.send("hazard_domains", {**old, **GRID, "hazard_autonomy": "forged"})
    assert page.status == 422
    again = {**GRID, **page.hidden(), "hazard_cbrn": page.chosen[1], "hazard_autonomy": "some"}
    assert grid.send("hazard_domains", again).status == 302
    assert grid.answers["hazard_cbrn"] == "some"


def test_whoever_edits_nothing_and_saves_confirms_what_they_see_and_is_told(visitor: Visitor) -> None:
    """A page that a browser kept and shows again on Back: what stands on it is meant."""
    visitor.store({"role": "modify"})
    kept = visitor.question("role").hidden()
    visitor.send("role", {"role": "host", **kept})
    page = visitor.send("role", {"role": "modify", **kept})
    assert page.status == 409
    assert visitor.send("role", {"role": "modify", **page.hidden()}).status == 302
    assert visitor.answers == {"role": "modify"}


def test_numbers_texts_and_lists_are_recognised_as_not_edited(visitor: Visitor) -> None:
    visitor.store({"role": "modify", "base_access": "open_weights", "base_training_flop": "unknown"})
    visitor.store({"base_parameters": 8e9, "base_training_tokens": 1234567890.0})
    page = visitor.question("base_size")
    visitor.store({"base_parameters": 9e9})
    shown = {each: page.value(each) for each in ("base_parameters", "base_training_tokens")}
    page = visitor.send("base_size", {**shown, **page.hidden(), "base_training_tokens": "15T"})
    assert page.status == 302
    assert (visitor.answers["base_parameters"], visitor.answers["base_training_tokens"]) == (9e9, 15e12)


@pytest.mark.django_db(transaction=True)
def test_windows_that_save_different_questions_at_the_same_time_lose_nothing() -> None:
    visitor = Visitor.begin()
    answers = answers_of("v04")
    visitor.store({each: answers[each] for each in ("role", "base_access", "modifications")})
    slugs = ["organisation_size", "markets", "stage", "prohibited_purposes", "output_kinds", "main_aim"]
    tabs = [other_window(visitor) for _ in slugs]
    pages = at_the_same_time(
        [
            lambda tab=tab, slug=slug: tab.send(slug, {slug: answers[slug]})
            for tab, slug in zip(tabs, slugs, strict=True)
        ]
    )
    assert [page.status for page in pages] == [302] * len(slugs)
    assert {each: visitor.answers[each] for each in slugs} == {each: answers[each] for each in slugs}


@pytest.mark.django_db(transaction=True)
def test_of_windows_that_save_one_question_at_the_same_time_one_wins_and_the_others_are_told() -> None:
    visitor = Visitor.begin()
    choices = ["modify", "use_only", "host", "trained_base"]
    tabs = [other_window(visitor) for _ in choices]
    pages = at_the_same_time(
        [
            lambda tab=tab, choice=choice: tab.send("role", {"role": choice, "seen__role": 0})
            for tab, choice in zip(tabs, choices, strict=True)
        ]
    )
    assert sorted(page.status for page in pages) == [302, 409, 409, 409]
    (winner,) = [choice for page, choice in zip(pages, choices, strict=True) if page.status == 302]
    assert visitor.answers == {"role": winner}
    assert visitor.revision("role") == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_instant_does_no_harm() -> None:
    visitor = Visitor.begin()
    tabs = [other_window(visitor) for _ in range(4)]
    pages: list[Page] = at_the_same_time(
        [lambda tab=tab: tab.send("role", {"role": "modify", "seen__role": 0}) for tab in tabs]
    )
    assert [page.status for page in pages] == [302] * 4
    assert (visitor.answers, visitor.revision("role")) == ({"role": "modify"}, 1)
