"""From a complete assessment to a PDF that a stranger verifies, until it is withdrawn: by keyboard alone, and
without script on a telephone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Page, expect

from compliance.accounts.models import User
from tests.attestations.issued import complete
from tests.journeys.driving import text_of
from tests.journeys.keyboard import Keyboard
from tests.journeys.looking import as_somebody
from tests.people import Team, current_code

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}


def long_ago(client: Client) -> Client:
    """Their second factor was used an hour ago: enough to look around, and not to sign."""
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    return client


def code_of(user: User) -> str:
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    return current_code(get_adapter().decrypt(stored))


def downloaded(keys: Keyboard, name: str, to: Path) -> Path:
    keys.to(keys.page.get_by_role("link", name=name, exact=True))
    with keys.page.expect_download() as download:
        keys.page.keyboard.press("Enter")
    file = to / download.value.suggested_filename
    download.value.save_as(file)
    return file


def verify(keys: Keyboard, file: Path) -> str:
    """What a stranger is told of a file."""
    keys.open("/verify/")
    keys.page.set_input_files("#id_file", file)
    keys.to(keys.page.locator("main").get_by_role("button", name="Verify"))
    keys.go()
    return keys.heading


def sign(keys: Keyboard, signatory: User) -> None:
    """From the outcome to the attestation, with everything forgotten once."""
    keys.follow("Sign an attestation")
    if keys.heading != "Read back and sign":
        keys.type("Code", code_of(signatory))
        keys.press("Go on")
    assert keys.heading == "Read back and sign"
    keys.press("Continue")
    assert keys.title.startswith("Error: ")
    assert keys.at(keys.page.locator(".mc-errors"))
    keys.type("Your function there", "managing director")
    keys.tick(keys.page.get_by_label("List it in the public register"))
    keys.press("Continue")
    assert keys.heading == "Declare and issue"
    keys.press("Declare and issue")
    assert keys.title.startswith("Error: ")
    keys.tick(keys.page.locator("#id_declared"))
    keys.press("Declare and issue")
    expect(keys.page.get_by_role("link", name="Download the PDF")).to_be_visible()


@pytest.mark.parametrize("how", [{}, TELEPHONE], ids=["with JavaScript", "on a telephone without JavaScript"])
def test_signed_verified_by_a_stranger_and_withdrawn(
    how: dict[str, Any], open_page: Callable[..., Page], live_server: Any, tmp_path: Path
) -> None:
    team = Team("Larkspur Labs")
    assessment, signatory = complete(team, "v04"), team.user("signatory")
    script = not how
    keys, stranger = (Keyboard(open_page(**how), check=script) for _ in range(2))
    as_somebody(keys.page, long_ago(team.browser("signatory")), live_server.url)
    keys.open(f"/assessments/{assessment.pk}/outcome/")
    sign(keys, signatory)
    address = keys.page.url
    pdf = downloaded(keys, "Download the PDF", tmp_path)
    proof = downloaded(keys, "Its proof", tmp_path)
    assert proof.name == f"{pdf.name}.tlog-proof"
    assert "Larkspur Labs" in text_of(pdf)

    assert verify(stranger, pdf) == "Genuine, unchanged and current"
    assert "managing director" not in stranger.page.inner_text("main"), "no more than was allowed"
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(pdf.read_bytes() + b"\n%%EOF\n")
    assert verify(stranger, altered) == "Not genuine: this file is not in the register"
    stranger.open("/register/")
    stranger.follow("Larkspur Labs")
    assert stranger.heading == "It is current"

    keys.open(address)
    keys.follow("Withdraw it")
    keys.press("Withdraw it")
    assert keys.title.startswith("Error: ")
    keys.type("Why? Whoever verifies it reads this.", "The refusal rates were those of another model.")
    keys.press("Withdraw it")
    expect(keys.page.get_by_role("status")).to_contain_text("It is withdrawn.")

    assert verify(stranger, pdf) == "Genuine and unchanged, but withdrawn"
    assert "The refusal rates were those of another model." in stranger.page.inner_text("main")
    assert keys.faults + stranger.faults == []


def test_the_code_on_the_paper_leads_to_its_status(
    open_page: Callable[..., Page], live_server: Any, tmp_path: Path
) -> None:
    team = Team("Larkspur Labs")
    keys = Keyboard(open_page())
    as_somebody(keys.page, team.browser("signatory"), live_server.url)
    keys.open(f"/assessments/{complete(team, 'v02').pk}/outcome/")
    sign(keys, team.user("signatory"))
    pdf = downloaded(keys, "Download the PDF", tmp_path)
    with pikepdf.open(pdf) as opened:
        links = [
            str(note.A.URI)
            for note in opened.pages[0].get("/Annots", [])
            if note.get("/A", {}).get("/URI") is not None
        ]
    here = next(each for each in links if "/verify/" in each)
    stranger = Keyboard(open_page())
    stranger.open(live_server.url + here[here.index("/verify/") :])
    assert stranger.heading == "It is current"
    assert keys.faults + stranger.faults == []
