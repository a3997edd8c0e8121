"""The queue of the desk in a browser: axe finds nothing, keys are a comfort that can be turned off."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import as_somebody, inspect, looked_at, send
from tests.review.desks import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return Desk()


@pytest.fixture
def page(desk: Desk, open_page: Callable[..., Page], live_server: Any) -> Page:
    found = open_page()
    as_somebody(found, desk.client, live_server.url)
    return found


def test_the_queue_and_its_views(desk: Desk, page: Page) -> None:
    faults = looked_at(page, desk.address())
    desk.receive(6)
    faults += looked_at(page, f"{desk.address()}?state=all", f"{desk.address()}?words=nowhere&tier=T3")
    page.get_by_text("More filters").click()
    faults += inspect(page, "more filters")
    page.get_by_role("button", name="Keys").click()
    faults += inspect(page, "keys")
    faults += looked_at(page, f"{desk.address()}?tier=T9")
    saving = f"{desk.address('save_view')}?tier=T3"
    faults += looked_at(page, saving)
    faults += send(page, saving)
    page.fill("[name=name]", "Grave ones")
    page.get_by_role("button", name="Save").click()
    view = desk.authority.saved_views.get()
    faults += looked_at(page, desk.address("views"), desk.address("delete_view", view.pk))
    assert faults == []


def test_rows_are_ticked_and_given_by_keys(desk: Desk, page: Page) -> None:
    made = desk.receive(20)
    first, second = sorted(each.pk for each in made if not each.closed)[:2]
    page.goto(f"{desk.address()}?state=open")
    for key in ("j", "x", "j", "x", "j", "k"):
        page.keyboard.press(key)
    ticked = page.locator("tbody input:checked")
    assert [each.get_attribute("value") for each in ticked.all()] == [str(first), str(second)]
    page.select_option("#assignee", label="Ann of Authority")
    page.get_by_role("button", name="Assign").click()
    expect(page.locator(".mc-notice")).to_contain_text("Ann of Authority")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(f"http://{page.url.split('/')[2]}{desk.address('case', first)}")


def test_keys_are_letters_where_somebody_types_and_nothing_where_they_are_off(desk: Desk, page: Page) -> None:
    desk.receive(5)
    page.goto(f"{desk.address()}?state=all")
    page.keyboard.press("/")
    page.keyboard.type("jxo?")
    expect(page.locator("[name=words]")).to_have_value("jxo?")
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.locator("tbody tr:focus-within").count() == 0


def test_all_rows_are_ticked_at_once(desk: Desk, page: Page) -> None:
    made = desk.receive(12)
    page.goto(f"{desk.address()}?state=all")
    page.get_by_label("Tick", exact=True).check()
    expect(page.locator("tbody input:checked")).to_have_count(sum(not each.closed for each in made))
