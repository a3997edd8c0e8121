"""What would change the outcome, and trying other answers: nothing is saved unless it is asked for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.assessments.trials import ways
from tests.cases import answers_of
from tests.visiting import Page, Visitor, words


@pytest.fixture
def untested(visitor: Visitor) -> Visitor:
    """Whoever did not test: T2, and T1 after a test."""
    visitor.store(answers_of("v05"))
    return visitor


def send(visitor: Visitor, data: dict[str, Any], action: str = "show") -> Page:
    return Page(visitor.client.post(visitor.address("try"), {**data, "action": action}))


def remedy(visitor: Visitor) -> dict[str, Any]:
    """What the button of the first remedy sends."""
    (form, *_more) = visitor.see("outcome").main.xpath(".//li[@class='mc-way']//form")
    data: dict[str, Any] = {}
    for each in form.xpath(".//input[@name]"):
        data.setdefault(each.get("name"), []).append(each.get("value"))
    return data


def result(page: Page) -> str:
    (box,) = page.main.xpath(".//section[@aria-labelledby='result']")
    return words(box)


def all_of(page: Page) -> dict[str, Any]:
    """What the page's form sends as it stands."""
    (form,) = page.main.xpath(".//form")
    data: dict[str, Any] = {}
    for each in form.xpath(".//input[@name] | .//select[@name]"):
        if each.get("type") in ("checkbox", "radio") and each.get("checked") is None:
            continue
        if each.tag == "select":
            value = each.xpath("string(./option[@selected]/@value)")
        else:
            value = each.get("value", "on" if each.get("type") == "checkbox" else "")
        data.setdefault(each.get("name"), []).append(value)
    return data


def test_the_outcome_page_says_what_would_lower_the_tier(untested: Visitor) -> None:
    page = untested.see("outcome")
    (block,) = page.main.xpath(".//section[@aria-labelledby='remedies']")
    assert "To T1: Voluntary guidance Test refusals and attacks before and after the change" in words(block)
    assert "It counts on 4 more answers" in words(block)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("v08", "No change of what you could still change leads to a lower tier, alone or up to 4 together."),
        ("v08", "what it is for: Substantial hazard on a highly capable base."),
        ("v02", "Nothing has to: this is the lowest tier there is."),
    ],
)
def test_where_nothing_helps_or_nothing_has_to_it_says_so(visitor: Visitor, number: str, said: str) -> None:
    visitor.store(answers_of(number))
    assert said in visitor.see("outcome").text


def test_nothing_is_suggested_while_questions_are_open(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    assert "What would change this" not in visitor.see("outcome").text
    assert ways(visitor.standing) is None


def test_a_remedy_can_be_tried_and_saves_nothing(untested: Visitor) -> None:
    before = untested.answers
    page = send(untested, remedy(untested))
    assert page.status == 200
    assert "With these answers T1 Voluntary guidance Final." in result(page)
    assert "Instead of T2, as saved." in result(page)
    assert "Rules that no longer hold R2.1 Weights changed, safety not tested" in result(page)
    assert untested.answers == before
    assert untested.see("outcome").heading.startswith("T2")


def test_what_is_different_stands_first(untested: Visitor) -> None:
    page = send(untested, remedy(untested))
    (box,) = page.main.xpath(".//section[@aria-labelledby='otherwise']")
    shown = [each.get("value") for each in box.xpath(".//input[@name='shown']")]
    assert shown == [
        "safety_tests",
        "refusal_rate_before",
        "refusal_rate_after",
        "attack_success_before",
        "attack_success_after",
        "tested_as_deployed",
    ]


def test_a_trial_goes_on_from_where_it_was(untested: Visitor) -> None:
    data = all_of(send(untested, remedy(untested)))
    page = send(untested, {**data, "refusal_rate_after": "60"})
    assert "T2 Enhanced voluntary guidance, tell upstream, at least" in result(page)
    assert "Rules that hold instead R2.2 A fall in safety was measured" in result(page)
    assert "open now" in result(page)  # what was done about the fall
    assert "decline_repair" in {each.get("name") for each in page.main.iter("select")}


def test_as_it_stands_the_page_shows_what_is_saved(untested: Visitor) -> None:
    page = untested.see("try")
    assert "As saved T2" in result(page)
    again = send(untested, all_of(page))
    assert "As saved T2" in result(again)


def test_unticking_counts(visitor: Visitor) -> None:
    visitor.store({**answers_of("v03"), "tool_powers": ["messages", "payments"], "upstream_told": "no"})
    data = all_of(visitor.see("try"))
    page = send(visitor, {**data, "tool_powers": ["messages"]})
    assert "T1 Voluntary guidance" in result(page)
    assert visitor.answers["tool_powers"] == ["messages", "payments"]


def test_what_has_come_true_can_be_kept(untested: Visitor) -> None:
    data = all_of(send(untested, remedy(untested)))
    asked = send(untested, data, action="keep")
    assert asked.heading == "Have these answers come true?"
    assert "Did you test safety before and after the change?NoBefore and after" in asked.text
    assert untested.see("outcome").heading.startswith("T2")
    unconfirmed = send(untested, all_of(asked), action="keep")
    assert (unconfirmed.status, unconfirmed.errors) == (
        422,
        ["Say that these answers are true, or go back."],
    )
    assert untested.see("outcome").heading.startswith("T2")
    page = send(untested, {**all_of(unconfirmed), "true": "on"}, action="keep")
    assert (page.status, page.leads_to) == (302, untested.address("outcome"))
    assert untested.answers["safety_tests"] == "both"
    assert untested.answers["refusal_rate_after"] == 95.0
    after = untested.see("outcome")
    assert after.heading == "T1: Voluntary guidance"
    assert "6 answers were changed." in after.notices


def test_keeping_what_somebody_changed_meanwhile_overwrites_nothing(untested: Visitor) -> None:
    data = all_of(send(untested, remedy(untested)))
    untested.store({"safety_tests": "after_only", "tested_as_deployed": "no"})
    page = send(untested, {**data, "true": "on"}, action="keep")
    assert page.leads_to == untested.address("try")
    assert untested.answers["safety_tests"] == "after_only"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"shown": "release", "release": "everywhere"}, "That is not one of the choices."),
        ({"shown": "release", "release": "x" * 5000}, "That is not one of the choices."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(
    untested: Visitor, data: dict[str, Any], said: str
) -> None:
    before = untested.answers
    for action in ("show", "keep"):
        page = send(untested, data, action)
        assert page.status == 422
        assert said in page.errors[0]
    assert untested.answers == before


def test_a_question_that_nobody_asked_about_is_left_alone(untested: Visitor) -> None:
    page = send(untested, {"shown": ["no_such_question", "role"], "role": "host"})
    assert "As saved T2" in result(page)


def test_a_trial_takes_a_handful_of_queries(untested: Visitor) -> None:
    data = all_of(send(untested, remedy(untested)))
    for request in (lambda: untested.see("try"), lambda: send(untested, data)):
        with CaptureQueriesContext(connection) as queries:
            assert request().status == 200
        assert len(queries) <= 3  # session, assessment, answers


def test_open_questions_come_first(visitor: Visitor) -> None:
    visitor.store({"role": "modify"})
    assert visitor.see("try").leads_to == visitor.address("check")


def test_another_content_type_is_refused(untested: Visitor) -> None:
    response = untested.client.post(untested.address("try"), "{}", content_type="application/json")
    assert response.status_code == 415
