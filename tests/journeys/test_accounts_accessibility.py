"""The pages of accounts and organisations, with their errors: axe finds nothing, and 320 px are enough."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from compliance.accounts.models import Role
from tests.journeys.looking import as_somebody, inspect, looked_at, send
from tests.people import Team, browser, code_sent, join, organisation, person, with_password

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_way_in(open_page: Callable[..., Page]) -> None:
    page = open_page()
    faults = looked_at(
        page,
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-nonsense/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
        "/accounts/sso/login/cancelled/",
        "/accounts/sso/login/error/",
        "/invitations/nothing/",
    )
    faults += send(page, "/accounts/login/", login="nobody@example.org", password="not a password of ours")
    faults += send(page, "/accounts/password/reset/", email="nobody")
    faults += send(page, "/accounts/signup/")
    page.fill("[name=name]", "Ada")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password1]", "a long and quiet password")
    page.get_by_role("button", name="Create the account").click()
    faults += inspect(page, "confirm the address")
    page.fill("[name=code]", "WRONG")
    page.get_by_role("button", name="Confirm").click()
    faults += inspect(page, "a wrong code")
    page.fill("[name=code]", code_sent())
    page.get_by_role("button", name="Confirm").click()
    faults += inspect(page, "a new organisation")
    faults += send(page, "/organisations/new/", name=" ")
    assert faults == []


def test_a_new_password_from_the_mail(open_page: Callable[..., Page]) -> None:
    with_password(person("Ada"))
    page = open_page()
    page.goto("/accounts/password/reset/")
    page.fill("[name=email]", "ada@example.org")
    page.get_by_role("button", name="Send the link").click()
    link = next(each for each in mail.outbox[-1].body.split() if each.startswith("http"))
    faults = looked_at(page, link)
    faults += send(page, link, password1="short")
    assert faults == []


def test_ones_own_account(open_page: Callable[..., Page], live_server: Any) -> None:
    page = open_page()
    user = with_password(person("Ada"))
    client = browser(user, second_factor=False)
    as_somebody(page, client, live_server.url)
    root = "/accounts/second-factor/"
    faults = looked_at(
        page,
        "/account/",
        "/account/second-factor/",
        "/account/delete/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        root,
        f"{root}totp/activate/",
        f"{root}webauthn/add/",
        f"{root}webauthn/",
    )
    faults += send(page, "/account/delete/", confirmation="somebody else")
    faults += send(page, "/accounts/email/", email="ada@example.org")
    faults += send(page, "/accounts/password/change/", oldpassword="wrong", password1="short")
    faults += send(page, f"{root}totp/activate/", code="123456")
    assert faults == []


def test_with_a_second_factor(open_page: Callable[..., Page], live_server: Any) -> None:
    user = with_password(person("Ada", second_factor=True))
    page = open_page()
    as_somebody(page, browser(user), live_server.url)
    root = "/accounts/second-factor/"
    faults = looked_at(page, root, f"{root}totp/deactivate/", f"{root}reauthenticate/")
    faults += send(page, f"{root}reauthenticate/", code="1")
    page.goto(f"{root}recovery-codes/generate/")
    faults += inspect(page, "making recovery codes")
    page.get_by_role("button", name="Make new ones").click()
    faults += inspect(page, "recovery codes")
    other = open_page()
    other.goto("/accounts/login/")
    other.fill("[name=login]", user.email)
    other.fill("[name=password]", "a long and quiet password")
    other.get_by_role("button", name="Sign in", exact=True).click()
    faults += inspect(other, "the second factor")
    other.fill("[name=code]", "1")
    other.get_by_role("button", name="Sign in", exact=True).click()
    faults += inspect(other, "the second factor, with an error")
    assert faults == []


def test_an_organisation(open_page: Callable[..., Page], live_server: Any) -> None:
    team = Team("Larkspur")
    user = team.user("administrator")
    team.members["administrator"].roles = [Role.ADMINISTRATOR, Role.ASSESSOR]
    team.members["administrator"].save()
    join(organisation("Heron"), user, Role.ASSESSOR)
    page = open_page()
    as_somebody(page, browser(user), live_server.url)
    root = f"/organisations/{team.organisation.pk}"
    other = team.members["reviewer"].pk
    faults = looked_at(page, "/home/", f"{root}/", f"{root}/start/")
    faults += send(page, f"{root}/start/")
    faults += send(page, f"{root}/people/invite/", email="nobody")
    page.fill("[name=email]", "new@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    link = next(each for each in mail.outbox[-1].body.split() if each.startswith("http"))
    faults += looked_at(
        page,
        f"{root}/people/",
        f"{root}/people/invite/",
        f"{root}/people/{other}/",
        f"{root}/people/{other}/remove/",
        f"{root}/leave/",
        f"{root}/log/",
        f"{root}/log/?action=nonsense",
        f"{root}/settings/",
        f"{root}/export/",
        f"{root}/delete/",
        link,  # for somebody else than who is signed in
    )
    faults += send(page, f"{root}/settings/", name=" ")
    faults += send(page, f"{root}/delete/", confirmation="something else")
    page.goto(f"{root}/people/")
    page.get_by_role(
        "link", name=re.compile("Change roles.*reviewer")
    ).click()  # beside a link that covered it once
    expect(page.locator("h1")).to_have_text("Roles of reviewer of Larkspur")
    page.goto(f"{root}/leave/")
    page.get_by_role("button", name="Leave").click()
    assert page.locator(".mc-errors").is_visible()
    faults += inspect(page, "the only administrator cannot leave")
    stranger = open_page()
    faults += looked_at(stranger, link)
    reader = open_page()
    as_somebody(reader, team.browser("assessor"), live_server.url)
    faults += looked_at(reader, f"{root}/settings/")  # refused
    assert faults == []


def test_working_together(open_page: Callable[..., Page], live_server: Any) -> None:
    team = Team("Larkspur")
    page = open_page()
    as_somebody(page, team.browser("assessor"), live_server.url)
    page.goto(f"/organisations/{team.organisation.pk}/start/")
    page.fill("[name=model_name]", "PentestPilot")
    page.get_by_role("button", name="Start", exact=True).click()
    root = page.url.rstrip("/")
    faults = looked_at(
        page, root, f"{root}/describe/", f"{root}/copy/", f"{root}/assign/", f"{root}/answers/role/"
    )
    faults += send(page, f"{root}/assign/")
    faults += send(page, f"{root}/describe/", model_name=" ")
    faults += send(page, f"{root}/copy/", model_name=" ")
    faults += send(page, f"{root}/answers/role/", text=" ")
    page.fill("[name=text]", "Are we sure?")
    page.locator("main form button[type=submit]").first.click()
    faults += inspect(page, "an answer with a comment")
    page.goto(f"{root}/assign/")
    page.select_option("[name=assignee]", str(team.members["contributor"].pk))
    page.get_by_label("Safety features").first.check()
    page.get_by_role("button", name="Ask by e-mail").click()
    faults += inspect(page, "given")
    colleague = open_page()
    as_somebody(colleague, team.browser("contributor"), live_server.url)
    faults += looked_at(colleague, root, f"/organisations/{team.organisation.pk}/", f"{root}/outcome/")
    assert faults == []


def test_too_often(open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.accounts.limits.RATES", {"open_link": "0/h/ip"})
    page = open_page()
    assert looked_at(page, "/resume/nothing/") == []
    page.goto("/resume/")
    page.fill("[name=link]", "https://example.org/nothing")
    page.get_by_role("button", name="Open my answers").click()
    assert page.locator(".mc-errors").is_visible()
    assert inspect(page, "too often, in a form") == []


@pytest.mark.urls("compliance.demo.urls")
def test_the_demo(open_page: Callable[..., Page], settings: Any) -> None:
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "OPTIONS": {
                "context_processors": [
                    *settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
                    "compliance.demo.context.demo",
                ]
            },
        }
    ]
    page = open_page()
    assert looked_at(page, "/demo/") == []
