"""What every response says to the browser, and what the browser is asked to keep."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.cases import answers_of
from tests.visiting import Page, Visitor

PAGES = ["tasks", "check", "outcome", "private_link", "start_over", "delete", "report"]


@pytest.fixture
def responses(visitor: Visitor) -> dict[str, Page]:
    """One of each kind of response, errors among them."""
    visitor.store(answers_of("v02"))
    found = {name: visitor.see(name) for name in PAGES}
    found |= {path: Page(visitor.client.get(path)) for path in ("/", "/help/", "/resume/", "/nowhere/")}
    found["rules"] = Page(visitor.client.get("/rules/downstream-modification/2026.1/"))
    found["question"] = visitor.question("role")
    found["error"] = visitor.send("role", {"role": "emperor"})
    found["conflict"] = visitor.send("role", {"role": "host", "seen__role": "0"})
    found["too much"] = visitor.send("role", {"x": "x" * 300_000})
    found["ended"] = Page(Client().get("/resume/nonsense/"))
    found["redirect"] = visitor.send("role", {"role": "use_only"})
    found["no secret"] = Page(Client(enforce_csrf_checks=True).post("/resume/"))
    return found


def test_only_our_own_styles_and_scripts_run_and_none_inline(responses: dict[str, Page]) -> None:
    for name, page in responses.items():
        policy = page.response["Content-Security-Policy"]
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}
        assert rules["default-src"] == ["'none'"], name
        assert rules["script-src"] == rules["style-src"] == ["'self'"], name
        assert rules["form-action"] == rules["connect-src"] == rules["font-src"] == ["'self'"], name
        assert rules["frame-ancestors"] == rules["base-uri"] == ["'none'"], name
        assert "unsafe" not in policy, name
        assert "http" not in policy, name


def test_no_page_carries_inline_script_or_style_nor_anything_from_elsewhere(
    responses: dict[str, Page],
) -> None:
    for name, page in responses.items():
        if page.status == 302:
            continue
        assert page.tree.xpath("//style | //*[@style]") == [], name
        assert page.tree.xpath("//script[not(@src)] | //@*[starts-with(name(), 'on')]") == [], name
        loaded = page.tree.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
        assert loaded, name
        assert all(re.match(r"/static/", each) for each in loaded), name
        assert all(each.startswith("/") for each in page.tree.xpath("//form/@action")), name


def test_nothing_is_sniffed_framed_or_told_to_other_sites(responses: dict[str, Page]) -> None:
    for name, page in responses.items():
        assert page.response["X-Content-Type-Options"] == "nosniff", name
        assert page.response["X-Frame-Options"] == "DENY", name
        assert page.response["Referrer-Policy"] in ("same-origin", "no-referrer"), name
        assert page.response["Cross-Origin-Opener-Policy"] == "same-origin", name


def test_pages_of_an_assessment_are_kept_by_no_cache(responses: dict[str, Page]) -> None:
    for name in [*PAGES, "question", "error", "conflict", "redirect"]:
        assert "no-store" in responses[name].response["Cache-Control"], name


def test_links_to_other_sites_say_no_referrer(responses: dict[str, Page]) -> None:
    outside = [
        link for page in responses.values() if page.status != 302 for link in page.tree.xpath("//a[@href]")
    ]
    outside = [link for link in outside if link.get("href").startswith("http")]
    assert outside
    assert all("noreferrer" in link.get("rel", "") for link in outside)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(visitor: Visitor) -> None:
    visitor.question("role")
    cookies = visitor.client.cookies
    assert set(cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in cookies.values():
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"


def test_looking_around_sets_no_cookie_but_that_of_the_forms(db: None) -> None:
    client = Client()
    for path in ("/", "/help/", "/rules/downstream-modification/2026.1/", "/resume/"):
        client.get(path)
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_typed_text_is_escaped_wherever_it_is_shown(visitor: Visitor) -> None:
    visitor.store(answers_of("v04") | {"base_model": "\"><img src=x onerror=alert(1)>'"})
    for page in (visitor.question("base_model"), visitor.see("check"), visitor.see("outcome")):
        assert page.tree.xpath("//img") == []
