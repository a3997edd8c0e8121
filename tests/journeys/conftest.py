"""A real browser. It talks to the live server on loopback and to nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

PATIENCE = 60_000  # milliseconds; a busy machine is no fault of the page
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _database_from_an_event_loop() -> Iterator[None]:
    """Playwright runs an event loop in this thread, in which Django forbids the database; the tests' own
    set-up uses it there, and nothing of the site does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session", autouse=True)
def _whole_pages() -> Iterator[None]:
    """A click waits only until the page it leads to begins to arrive, which on a busy machine is a page
    without anything in it. People look at what is there, and so do the journeys."""
    click_on_page, click = Page.click, Locator.click

    def and_wait_on_page(self: Page, *arguments: Any, **options: Any) -> None:
        click_on_page(self, *arguments, **options)
        self.wait_for_load_state()

    def and_wait(self: Locator, *arguments: Any, **options: Any) -> None:
        click(self, *arguments, **options)
        self.page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "click", and_wait_on_page)
        patch.setattr(Locator, "click", and_wait)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; what the console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A status of 4xx is what an error page is sent with; the console reports it as a failed load.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(f"{message.type}: {message.text}")

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
