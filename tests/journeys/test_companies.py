"""Worked companies, from the home page to the PDF, in a browser with and without script."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import questionnaires
from tests.cases import MAIN, case
from tests.journeys.driving import answer_until, begin, text_of

pytestmark = pytest.mark.django_db(transaction=True)

FINDING = re.compile(r"\bR[1-4]\.\d+\b")
ITEM = re.compile(r"\b(?:VG|UC|TO|LAW-[A-Z]{2})-\d{2}\b")


@pytest.mark.parametrize(
    ("number", "script"),
    [("v04", True), ("v06", True), ("v08", True), ("v08", False)],
    ids=str,
)
def test_a_company_answers_learns_why_and_takes_the_pdf_away(
    number: str, script: bool, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    company = case(number)
    page = open_page(java_script_enabled=script, accept_downloads=True)
    begin(page)
    answer_until(page, company.answers)
    assert page.url.endswith("/check/")
    expect(page.get_by_text("not answered")).to_have_count(0)

    page.get_by_role("link", name="See the outcome").click()
    expected = company.expect
    expect(page.locator("h1")).to_contain_text(f"{expected.tier}: ")
    assert set(page.locator(".mc-finding > .mc-item > .mc-id").all_inner_texts()) == set(expected.findings)
    shown = page.locator(".mc-items:not(.mc-finding) > .mc-item > .mc-id").all_inner_texts()
    assert set(shown) == set(expected.items)
    expect(page.locator(".mc-chips")).to_contain_text("Provisional" if expected.provisional else "Final")
    classes = {each.id: each.name for each in questionnaires.edition(MAIN).ladder.classes}
    expect(page.locator(".mc-chips")).to_contain_text(classes[expected.change_class or ""])

    page.get_by_role("link", name="Get the PDF").click()
    page.fill("#id_organisation", "Example Łódź Ltd")
    page.fill("#id_model_name", "PentestPilot")
    page.fill("#id_model_version", "2.3")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    text = text_of(file)
    assert "Self-assessment report" in text
    assert "Example Łódź Ltd" in text
    assert set(FINDING.findall(text)) == set(expected.findings)
    assert set(ITEM.findall(text)) == set(expected.items)
    assert ("Provisional" in text) is expected.provisional


def test_upcoming_law_carries_its_date(open_page: Callable[..., Page]) -> None:
    if date.today() >= date(2026, 12, 9):  # noqa: DTZ011 - the site's day is the machine's
        pytest.skip("the directive is in force by now")
    page = open_page()
    begin(page)
    answer_until(page, case("v08").answers)
    page.get_by_role("link", name="See the outcome").click()
    expect(page.locator("#LAW-EU-09")).to_contain_text("upcoming: from 9 Dec 2026")
    expect(page.locator("#LAW-EU-09")).to_contain_text("not yet checked against the primary text")


def test_a_page_is_answered_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    page.locator("#id_role_modify").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("How big are you")


def test_skipped_questions_wait_at_the_top_of_the_check_page(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    page.get_by_role("button", name="Skip for now").click()
    company = {
        "organisation_size": "small",
        "markets": ["uk"],
        "stage": "released",
        "prohibited_purposes": ["none"],
    }
    answer_until(page, company, stop="role")
    page.goto(page.url.split("/questions/")[0] + "/check/")
    expect(page.locator("#open-title")).to_contain_text("One question is not answered")
    page.locator(".mc-summary a").first.click()
    page.click('label[for="id_role_use_only"]')
    page.get_by_role("button", name="Save and continue").click()
    assert page.url.endswith("/check/")
    expect(page.locator("#open-title")).to_have_count(0)


def test_a_private_link_opens_the_answers_in_another_browser(open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page)
    page.click('label[for="id_role_use_only"]')
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Private link").click()
    page.get_by_role("button", name="Make a private link").click()
    link = page.locator("#id_private").input_value()
    other = open_page()
    other.goto(link)
    assert "/resume/" not in other.url
    expect(other.locator("main")).to_contain_text("1 of 5 answered")
