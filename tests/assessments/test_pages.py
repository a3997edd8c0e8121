"""compliance.assessments.pages: which questions stand together, and where one goes from there."""

import pytest

import questionnaires
from compliance.assessments.pages import after, before, page_of, pages
from tests.cases import answers_of, case, edition

EDITION = edition()
ORDER = list(pages(EDITION))


def slug(page: object) -> str | None:
    return getattr(page, "slug", None)


@pytest.mark.parametrize("questionnaire", list(questionnaires.library()))
def test_every_question_is_on_one_page_of_its_section(questionnaire: str) -> None:
    found = questionnaires.edition(questionnaire)
    shown = [question.id for page in pages(found).values() for question in page.questions]
    assert shown == list(found.questions)
    for page in pages(found).values():
        assert {found.section_of[question.id].id for question in page.questions} == {page.section.id}


def test_questions_of_a_topic_share_a_page_under_its_title() -> None:
    page = page_of(EDITION, "hazard_cbrn")
    assert (page.slug, page.is_grid) == ("hazard_domains", True)
    assert page.title == EDITION.topics["hazard_domains"].title
    assert [each.id for each in page.questions][:2] == ["hazard_cyber", "hazard_cbrn"]


def test_a_question_without_topic_leads_a_page_of_its_own() -> None:
    page = page_of(EDITION, "role")
    assert (page.slug, page.title) == ("role", "What do you do with the model?")
    assert [each.id for each in page.questions] == ["role"]


def test_a_page_shows_only_what_is_asked() -> None:
    page = page_of(EDITION, "refusal_rate_after")
    assert [each.id for each in page.only({"refusal_rate_after", "role"})] == ["refusal_rate_after"]


def test_after_a_page_comes_the_next_that_has_something_unanswered() -> None:
    assert slug(after(EDITION, "role", ["markets", "release"])) == "markets"
    assert slug(after(EDITION, "markets", ["release"])) == "release"


def test_saving_stays_while_the_page_has_something_unanswered() -> None:
    assert slug(after(EDITION, "base_size", ["base_training_tokens", "release"])) == "base_size"


def test_skipping_goes_on_all_the_same() -> None:
    unanswered = ["base_training_tokens", "release"]
    assert slug(after(EDITION, "base_size", unanswered, skip=True)) == "release"


def test_at_the_end_it_comes_back_to_what_was_skipped() -> None:
    assert slug(after(EDITION, ORDER[-1], ["markets", "release"])) == "markets"
    assert slug(after(EDITION, ORDER[-1], ["markets", ORDER[-1]], skip=True)) == "markets"


def test_nothing_follows_when_all_is_answered_or_only_this_page_is_skipped() -> None:
    assert after(EDITION, "role", []) is None
    assert after(EDITION, "role", ["role"], skip=True) is None


def test_before_a_page_comes_the_last_one_asked() -> None:
    assert slug(before(EDITION, "release", ["role", "markets", "release"])) == "markets"
    assert before(EDITION, "role", ["role", "markets"]) is None


@pytest.mark.parametrize("number", ["v02", "v06", "v20", "w01"])
def test_going_on_from_page_to_page_answers_a_whole_case(number: str) -> None:
    answers, given, visited = answers_of(number), {}, []
    here = page_of(EDITION, "role")
    while here is not None:
        visited.append(here.slug)
        asked = questionnaires.classify(EDITION, given, case(number).on).asked
        given |= {each.id: answers[each.id] for each in here.only(asked)}
        here = after(EDITION, here.slug, questionnaires.classify(EDITION, given, case(number).on).unanswered)
    assert given == answers
    assert len(visited) == len(set(visited))
