"""A founder and two colleagues, each in a browser of their own, from signing up to the outcome: by keyboard
alone, and a shorter way without script."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.cases import case
from tests.journeys.driving import slug
from tests.journeys.keyboard import Keyboard
from tests.people import PASSWORD, code_sent, current_code

pytestmark = pytest.mark.django_db(transaction=True)

COMPANY = case("v08")
DELEGATED = "Safeguards and incidents"


def sign_up(keys: Keyboard, name: str, address: str) -> None:
    """From the page "Create an account" to a confirmed address."""
    keys.type("Your name", name)
    keys.type("E-mail address", address)
    keys.type("Password", PASSWORD)
    keys.press("Create the account")
    assert keys.heading == "Confirm your address"
    keys.type("Code from the mail", code_sent())
    keys.press("Confirm")


def found(keys: Keyboard) -> None:
    """Set up an organisation, and the second factor that its administrator needs."""
    assert keys.heading == "Set up your organisation"
    keys.type("Name of the organisation", "Larkspur Labs")
    keys.press("Set it up")
    assert keys.heading == "Protect this with a second factor"
    keys.follow("An app that shows codes")
    keys.type("Code", current_code(keys.page.inner_text("#authenticator_secret").replace(" ", "")))
    keys.press("Set it up")
    assert keys.heading == "Keep your recovery codes"
    assert keys.page.locator(".mc-codes code").count() == 10
    keys.follow("I have kept them: go on")
    assert keys.heading == "Assessments"


def start(keys: Keyboard) -> None:
    keys.follow("Start an assessment")
    keys.type("Name of your model or service", "PentestPilot")
    keys.press("Start")


def invite(keys: Keyboard, address: str, *roles: str) -> str:
    """From the page of people and back; the link that is sent."""
    keys.follow("Invite somebody")
    keys.type("E-mail address", address)
    for each in keys.page.locator("main input[name=roles]").all():
        if each.is_checked() != (each.get_attribute("value") in roles):
            keys.to(each)
            keys.page.keyboard.press("Space")
    keys.press("Send the invitation")
    assert mail.outbox[-1].to == [address]
    link = re.search(r"^http\S+$", mail.outbox[-1].body, re.MULTILINE)
    assert link
    return link[0]


def join(keys: Keyboard, link: str, name: str, address: str) -> None:
    keys.open(link)
    assert keys.heading == "You are invited to Larkspur Labs"
    keys.follow("Create an account")
    sign_up(keys, name, address)
    keys.press("Join")
    expect(keys.page.get_by_role("status")).to_contain_text("Welcome to Larkspur Labs.")


def answer(keys: Keyboard, stop: str = "") -> None:
    """Answer page after page until a section begins, or nothing is open."""
    while slug(keys.page):
        if stop and stop in keys.page.inner_text(".mc-eyebrow"):
            return
        keys.answer(COMPANY.answers)
        keys.press("Save and continue")


def attach(keys: Keyboard, name: str) -> None:
    """From a page of questions and back."""
    file = {"name": name, "mimeType": "text/plain", "buffer": b"Each user is known to us."}
    # Heard from the beginning on: a key pressed while Chromium begins to intercept choosers opens none.
    keys.page.once("filechooser", lambda chooser: chooser.set_files(file))
    keys.press("Attach evidence")
    keys.press("Attach")  # nothing is chosen
    assert keys.title.startswith("Error: Evidence")
    keys.to(keys.page.locator("#id_file"))
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("#id_file")).to_have_value(re.compile(re.escape(name)))
    keys.press("Attach")
    assert f"{name} is attached." in keys.page.inner_text("main")
    keys.follow("Back to the question")


def test_from_signing_up_to_the_outcome_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    founder = Keyboard(open_page())
    founder.open("/")
    founder.follow("Sign in")
    founder.follow("Create an account")

    founder.press("Create the account")  # nothing is filled in
    assert founder.title == "Error: Create an account"
    assert founder.at(founder.page.locator(".mc-errors"))
    founder.to(founder.page.locator(".mc-errors a").nth(1))
    founder.page.keyboard.press("Enter")
    assert founder.at(founder.field("E-mail address"))
    founder.to(founder.field("Your name"), "Shift+Tab")
    sign_up(founder, "Ada Ferreira", "ada@larkspur.example")
    found(founder)

    founder.follow("People")
    to_elif = invite(founder, "elif@larkspur.example")
    to_ben = invite(founder, "ben@larkspur.example", "assessor")
    elif_, ben = Keyboard(open_page()), Keyboard(open_page())
    join(elif_, to_elif, "Elif Moreau", "elif@larkspur.example")
    assert "When somebody gives you questions" in elif_.page.inner_text("main")
    join(ben, to_ben, "Ben Okafor", "ben@larkspur.example")
    assert ben.page.get_by_role("link", name="Start an assessment").is_visible()

    founder.follow("Board")
    start(founder)
    founder.follow("Begin")
    answer(founder, stop=DELEGATED)
    founder.follow("Your answers")
    founder.follow("Ask colleagues")
    founder.press("Ask by e-mail")  # nobody is chosen
    assert founder.title == "Error: Ask colleagues"
    founder.select("Colleague", "Elif")
    founder.tick(founder.field(DELEGATED))
    founder.type("Note (optional)", "You know best what is in place.")
    founder.press("Ask by e-mail")
    assert mail.outbox[-1].to == ["elif@larkspur.example"]

    elif_.open(re.findall(r"^http\S+$", mail.outbox[-1].body, re.MULTILINE)[-1])
    assert elif_.page.locator(".mc-task").all_inner_texts() == [f"{DELEGATED}\nNot started"]
    assert elif_.page.get_by_text("at least").count() == 0  # nothing of the outcome so far
    elif_.follow(f"Continue with “{DELEGATED}”")
    attach(elif_, "vetting.txt")
    answer(elif_)
    assert "You answered all that was given to you." in elif_.page.inner_text("main")

    ben.page.reload()
    ben.follow("PentestPilot")
    assert ben.page.locator(".mc-task", has_text=DELEGATED).inner_text().endswith("Done")

    founder.follow("Your answers")
    founder.page.keyboard.press("Tab")
    founder.follow("Continue with “The upstream developer’s terms”")
    answer(founder)
    assert founder.heading == "Check your answers"
    founder.follow("See the outcome")
    assert founder.heading.startswith(f"{COMPANY.expect.tier}: ")
    assert "vetting.txt" in founder.page.inner_text("main")
    founder.follow("Board")
    assert "Complete" in founder.page.inner_text("main table")
    assert founder.faults + elif_.faults + ben.faults == []


def test_without_script(open_page: Callable[..., Page]) -> None:
    founder = Keyboard(open_page(java_script_enabled=False), check=False)
    founder.open("/accounts/login/")
    assert founder.page.get_by_role("button", name="passkey").count() == 0
    founder.press("Sign in")
    assert founder.title == "Error: Sign in"
    assert founder.at(founder.page.locator(".mc-errors"))
    founder.follow("Create an account")
    sign_up(founder, "Ada Ferreira", "ada@larkspur.example")
    found(founder)
    founder.open("/accounts/second-factor/webauthn/add/")
    assert "Passkeys need JavaScript" in founder.page.inner_text("main")
    assert not founder.page.locator("#mfa_webauthn_add").is_visible()
    founder.open("/home/")
    founder.follow("People")
    link = invite(founder, "ben@larkspur.example", "assessor")
    ben = Keyboard(open_page(java_script_enabled=False), check=False)
    join(ben, link, "Ben Okafor", "ben@larkspur.example")
    start(ben)
    ben.follow("Begin")
    ben.answer(COMPANY.answers)
    ben.press("Save and continue")
    assert slug(ben.page)


def test_a_passkey_is_added_and_signs_in(open_page: Callable[..., Page]) -> None:
    keys = Keyboard(open_page())
    device = keys.page.context.new_cdp_session(keys.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    keys.open("/accounts/signup/")
    sign_up(keys, "Ada Ferreira", "ada@larkspur.example")
    keys.open("/accounts/second-factor/")
    keys.follow("Add a passkey")
    keys.tick(keys.page.locator("#id_passwordless"))
    keys.press("Add it")
    assert keys.heading == "Recovery codes"
    keys.open("/accounts/second-factor/webauthn/")
    assert "signs you in without a password" in keys.page.inner_text("main")
    keys.open("/accounts/logout/")
    keys.press("Sign out")
    keys.open("/accounts/login/")
    keys.press("Use a passkey instead")
    assert keys.heading == "Set up your organisation"

    keys.open("/accounts/logout/")
    keys.press("Sign out")
    device.send("WebAuthn.clearCredentials", {"authenticatorId": added["authenticatorId"]})
    keys.open("/accounts/login/")
    keys.to(keys.page.get_by_role("button", name="Use a passkey instead"))
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("alert")).to_contain_text("Try again, or use another way.")
    assert keys.faults == []
