"""Looking at pages as everybody may meet them: with axe, in light and dark, wide and at 320 px."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1200, "height": 900}


def inspect(page: Page, where: str) -> list[str]:
    """What is wrong with the page that is open, in each scheme and width."""
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            found: Any = Axe().run(page, options=RULES).response["violations"]
            faults += [
                f"{where}, {scheme}, {size['width']} px: {each['id']}: {node['target']}"
                for each in found
                for node in each["nodes"]
            ]
    width = page.evaluate("document.scrollingElement.scrollWidth")
    if width > NARROW["width"]:
        faults.append(f"{where}: {width} px wide on a screen of 320")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return faults


def as_somebody(page: Page, client: Client, address: str) -> None:
    """Let the browser take over the session of a test client."""
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([{**cookie, "url": address}])


def looked_at(page: Page, *addresses: str) -> list[str]:
    faults = []
    for address in addresses:
        page.goto(address)
        faults += inspect(page, address)
    return faults


def send(page: Page, address: str, **typed: str) -> list[str]:
    """Fill the main form in wrongly and send it; the error state is looked at."""
    page.goto(address)
    for name, value in typed.items():
        page.fill(f"main form:not(#leave) [name={name}]", value)
    page.locator("main form .mc-actions button[type=submit], main form > button[type=submit]").first.click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator(".mc-errors").evaluate("box => box === document.activeElement")
    return inspect(page, f"{address}, with an error")
