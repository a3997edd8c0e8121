"""The browser's own Back button, and a session that ends under an open page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page

from tests.cases import case

from .driving import answer_until, begin, go_on, slug
from .looking import inspect

STOP = "base_access"  # after pages with one choice, several choices and a text


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    found = open_page()
    begin(found)
    return found


def entered(page: Page) -> dict[str, str]:
    """What stands in the fields of the page, as a form would send it."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...new FormData(document.querySelector("form.mc-ask"))]
            .filter(([name]) => !/^(csrf|seen__|version|action)/.test(name)))"""
    )
    return found


def test_back_and_forward_show_what_is_saved_and_sending_again_loses_nothing(page: Page) -> None:
    answers = case("v10").answers
    visited = answer_until(page, answers, stop=STOP)
    shown: dict[str, dict[str, str]] = {}
    for each in reversed(visited):
        page.go_back()
        assert slug(page) == each
        shown[each] = entered(page)
    assert shown["role"] == {"role": answers["role"]}
    assert shown["base_model"] == {"base_model": answers["base_model"]}
    for each in visited:
        assert slug(page) == each
        assert entered(page) == shown[each]
        page.go_forward()
    while page.go_back():
        if slug(page) == "role":
            break
    page.click('label[for="id_role_host"]')
    go_on(page)
    with page.expect_navigation():  # Chromium may not know its history a moment after a form was sent
        page.evaluate("history.back()")
    assert entered(page) == {"role": "host"}
    page.click(f'label[for="id_role_{answers["role"]}"]')
    go_on(page)
    assert slug(page) == STOP, "everything before it is still answered"
    for each in visited:
        page.goto(page.url.replace(slug(page), each))
        assert entered(page) == shown[each]


def test_a_guest_whose_session_ended_goes_on_where_they_were(page: Page, tmp_path: Path) -> None:
    answer_until(page, case("v10").answers, stop="base_model")
    question = page.url
    page.goto(question.split("questions/")[0] + "link/")
    page.get_by_role("button", name="Make a private link").click()
    link = page.input_value("#id_private")
    page.goto(question)
    page.fill("#id_base_model", "Something that took long to find out")
    Session.objects.all().delete()
    go_on(page)
    assert page.get_by_role("heading", name="Not saved yet").is_visible()
    faults = inspect(page, "not saved yet")
    page.fill("#id_link", link)
    page.get_by_role("button", name="Open my answers").click()
    assert page.url == question
    assert page.input_value("#id_base_model") == "Something that took long to find out"
    faults += inspect(page, "sent before and not saved")
    go_on(page)
    page.goto(question)
    assert page.input_value("#id_base_model") == "Something that took long to find out"
    assert not page.get_by_text("It is not saved yet").is_visible()
    assert faults == []
