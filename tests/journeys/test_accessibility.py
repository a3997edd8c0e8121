"""Every kind of page, error states included: axe finds nothing, in light and dark, and 320 px are enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from compliance.assessments.models import Assessment
from compliance.assessments.services import Submission, save_answers
from tests.assessments.prefill.proposing import SAMPLES
from tests.cases import case
from tests.journeys.driving import answer_until, begin, go_on, slug
from tests.journeys.looking import inspect

pytestmark = pytest.mark.django_db(transaction=True)

RULES_PAGE = "/rules/downstream-modification/2026.1/"
PUBLIC = [
    "/",
    "/help/",
    RULES_PAGE,
    f"{RULES_PAGE}graph/",
    f"{RULES_PAGE}graph/?size=fit",
    "/rules/what-changed/2026.1/",
    "/rules/what-changed/2026.2/changes/2026.1/",
    "/resume/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(address)
    assert inspect(page, address) == []


@pytest.mark.parametrize("address", ["/nothing/", "/resume/not-a-link/"])
def test_pages_for_what_is_not_there(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(address)
    assert inspect(page, address) == []


# One page of each kind of field, and what goes wrong there.
KINDS = {
    "role": "one choice",
    "markets": "several choices",
    "base_model": "text",
    "base_training_flop": "number with unit and calculator",
    "base_size": "two numbers",
    "hazard_domains": "grid",
    "rates": "four numbers",
}


def test_question_pages_and_their_errors(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    answers = case("v10").answers
    faults = []
    visited = []
    while here := slug(page):
        if here in KINDS:
            visited.append(here)
            faults += inspect(page, KINDS[here])
            go_on(page)  # nothing chosen
            assert page.locator(".mc-errors").is_visible()
            faults += inspect(page, f"{KINDS[here]}, with an error")
        answer_until(page, answers, stop=_next(visited))
        if set(visited) == set(KINDS):
            break
    assert visited == list(KINDS)
    assert faults == []


def _next(visited: list[str]) -> str:
    left = [each for each in KINDS if each not in visited]
    return left[0] if left else "modification_flop"


def test_the_calculator_and_a_conflict(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    answer_until(page, case("v10").answers, stop="base_training_flop")
    page.click("summary:has-text('Help me estimate')")
    page.click("text=Calculate from the machines")
    assert page.locator("#calc_hours-error").is_visible()
    assert inspect(page, "calculator, with errors") == []
    page.fill("#id_calc_parameters", "7B")
    page.fill("#id_calc_tokens", "15T")
    page.click("text=Calculate from the data")
    assert page.locator("#id_base_training_flop").input_value() == "6.3e23"
    assert inspect(page, "calculator") == []

    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#id_base_training_flop", "1e23")
    go_on(other)
    go_on(page)
    assert "Saved meanwhile" in page.inner_text("main")
    assert inspect(page, "conflict") == []


def test_a_number_that_is_asked_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    answer_until(page, case("v04").answers, stop="rates")
    page.fill("#id_refusal_rate_before", "0.97")
    go_on(page)
    assert page.get_by_label("I do mean 0.97 %").is_visible()
    assert inspect(page, "a number asked back") == []


def test_lists_checks_and_confirmations(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    root = page.url.split("/questions/")[0]
    faults = []
    for name in (
        "/",
        "/check/",
        "/outcome/",
        "/link/",
        "/start-over/",
        "/delete/",
        "/questions/modifications/",
    ):
        page.goto(root + name)
        faults += inspect(page, f"empty {name}")
    page.goto(root + "/link/")
    page.get_by_role("button", name="Make a private link").click()
    faults += inspect(page, "a new private link")
    assert faults == []


def test_bringing_files(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    address = page.url.split("/questions/")[0] + "/bring/"
    page.goto(address)
    faults = inspect(page, "bringing files")
    page.get_by_role("button", name="Read them").click()
    faults += inspect(page, "bringing nothing")
    brought = ["broken-card.md", "lora-card.md", "axolotl-qlora.yaml", "lm-eval-base.json"]
    page.set_input_files("input[type=file]", [SAMPLES / each for each in brought])
    page.get_by_role("button", name="Read them").click()
    faults += inspect(page, "proposals")
    page.get_by_role("button", name="Save what I chose").click()
    faults += inspect(page, "proposals, with an error")
    page.get_by_role("button", name="Tick").click()
    faults += inspect(page, "proposals, some ticked")
    assert faults == []


@pytest.mark.parametrize("number", ["v02", "v05", "v06"])
def test_outcomes_and_the_report_form(number: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    answer_until(page, case(number).answers)
    root = page.url.removesuffix("/check/")
    faults = []
    for name in ("/check/", "/", "/outcome/", "/try/", "/graph/", "/report/"):
        page.goto(root + name)
        faults += inspect(page, f"{number} {name}")
    page.goto(root + "/outcome/")
    if page.get_by_role("button", name="Try it").count():
        page.get_by_role("button", name="Try it").first.click()
        faults += inspect(page, f"{number}, a remedy tried")
        page.get_by_role("button", name="Keep these answers").click()
        faults += inspect(page, f"{number}, whether it has come true")
        page.get_by_role("button", name="Replace my saved answers").click()
        assert page.locator(".mc-errors").is_visible()
        faults += inspect(page, f"{number}, nobody said so")
    page.goto(root + "/report/")
    page.get_by_role("button", name="Download the PDF").click()
    faults += inspect(page, "report form with errors")
    assert faults == []


def test_the_gate_for_those_who_trained_the_base(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    answers = {**case("v02").answers, "role": "trained_base"}
    answer_until(page, answers)
    page.get_by_role("link", name="See the outcome").click()
    assert "upstream developer" in page.inner_text("h1")
    assert inspect(page, "gate") == []


def test_moving_to_a_newer_version(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.locator("section[aria-labelledby=others] button").click()
    root = page.url.split("/questions/")[0]
    Assessment.objects.update(version="2026.1")
    answers = {"training_changed": "new_kind", "reach_changed": ["new_market"], "rules_moved": "yes"}
    submissions = {each: Submission(value, 0) for each, value in answers.items()}
    save_answers(assessment_id=Assessment.objects.get().pk, submissions=submissions)
    faults = []
    for name in ("/", "/outcome/", "/move/", "/move/back/"):
        page.goto(root + name)
        faults += inspect(page, f"before the move {name}")
    older = page.context.new_page()
    older.goto(root + "/questions/reach_changed/")
    page.goto(root + "/move/")
    page.get_by_role("button", name="Move to 2026.2").click()
    faults += inspect(page, "moved")
    go_on(older)
    assert "Your answers moved to version 2026.2" in older.inner_text("h1")
    faults += inspect(older, "an older window")
    for name in ("/move/", "/move/back/"):
        page.goto(root + name)
        faults += inspect(page, f"after the move {name}")
    assert faults == []
