"""Two windows, a double click and the Back button: nothing is lost, nor asked about without need."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cases import case

from .driving import answer_until, begin, go_on, slug

CELL = 'label[for="id_{}_{}"]'


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    found = open_page()
    begin(found)
    answer_until(found, case("v01").answers, stop="hazard_domains")
    return found


def chosen(page: Page, question: str) -> str:
    return str(page.locator(f"[name={question}]:checked").get_attribute("value"))


def test_two_windows_on_one_grid_each_keep_what_the_other_saved(page: Page) -> None:
    for each in ("hazard_cyber", "hazard_cbrn", "hazard_persuasion", "hazard_autonomy"):
        page.click(CELL.format(each, "none"))
    address = page.url
    go_on(page)
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.click(CELL.format("hazard_cbrn", "some"))
    go_on(other)
    page.click(CELL.format("hazard_autonomy", "some"))
    go_on(page)
    assert slug(page) != "hazard_domains"
    page.goto(address)
    assert (chosen(page, "hazard_cbrn"), chosen(page, "hazard_autonomy")) == ("some", "some")


def settle(page: Page) -> None:
    """Wait until the page that was sent has led to another, the second click of two included."""
    page.wait_for_url(lambda address: "hazard_domains" not in address)
    page.wait_for_load_state("networkidle")


def test_a_double_click_and_back_lose_nothing(page: Page) -> None:
    for each in ("hazard_cyber", "hazard_cbrn", "hazard_persuasion", "hazard_autonomy"):
        page.click(CELL.format(each, "some"))
    page.dblclick(".mc-actions button.btn-primary")
    settle(page)
    assert not page.locator(".mc-errors").is_visible()
    page.go_back()
    page.wait_for_load_state()
    assert chosen(page, "hazard_cyber") == "some"
    page.click(CELL.format("hazard_cyber", "none"))
    go_on(page)
    settle(page)
    assert not page.locator(".mc-errors").is_visible()
    page.go_back()
    page.wait_for_load_state()
    assert chosen(page, "hazard_cyber") == "none"
    page.click(CELL.format("hazard_cyber", "some"))
    go_on(page)
    settle(page)
    page.go_back()
    page.wait_for_load_state()
    assert chosen(page, "hazard_cyber") == "some"
