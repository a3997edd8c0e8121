"""What pages, mails and messages of django-allauth say here."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from compliance.accounts.templatetags.accounts import device, in_fours
from tests.people import PASSWORD, Team, browser, current_code, person, with_password
from tests.visiting import Page

OURS = Path(__file__).resolve().parents[2] / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
ROOMS = ("account", "mfa", "usersessions", "socialaccount")
# What no page or mail of ours uses: ways that the settings leave out, and what only holds other templates.
NOT_OFFERED = re.compile(
    r"login_code|phone|signup_by_passkey|signup_closed|email_confirm\.html|verification_sent|verified_email|"
    r"account/email\.html|password_reset_code|trust\.html|webauthn/signup_form|/base|base_(entrance|manage)|"
    r"already_logged_in|warn_no_email|socialaccount/login(_redirect)?\.html|socialaccount/snippets|"
    r"account_connected_updated|webauthn/snippets/login_script"
)


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def names(root: Path) -> set[str]:
    return {
        str(file.relative_to(root)) for room in ROOMS for file in (root / room).rglob("*") if file.is_file()
    }


def test_every_page_mail_and_message_is_in_our_words() -> None:
    assert {each for each in names(THEIRS) - names(OURS) if not NOT_OFFERED.search(each)} == set()


@pytest.mark.parametrize("name", sorted(names(OURS)))
def test_the_words_are_calm_and_need_no_style_of_their_own(name: str) -> None:
    text = (OURS / name).read_text()
    words = re.sub(r"<!|!=", "", text)
    assert "!" not in words
    assert not re.search(r"\bstyle=|placeholder|site_name|site_domain|current_site", text)


# mails ------------------------------------------------------------------------------------------------


def text_of_mail() -> str:
    assert mail.outbox[-1].alternatives == []  # type: ignore[attr-defined]
    return f"{mail.outbox[-1].subject}\n\n{mail.outbox[-1].body}"


def sign_up(email: str) -> str:
    data = {"name": "Ada", "email": email, "password1": PASSWORD}
    Client().post(reverse("account_signup"), data)
    return text_of_mail()


def test_the_mail_with_the_code_says_what_to_do_and_what_to_ignore() -> None:
    text = sign_up("new@example.org")
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", text)
    assert code
    assert (
        text
        == f"""Your Modcheck code: {code[0]}

Welcome to Modcheck. Type this code on the page that you have open, to show that the address is yours:

{code[0]}

It works for 15 minutes. If you did not ask for an account, ignore this mail: without the code there is none.

--
Modcheck. This mail was sent by a machine; nobody reads answers to it."""
    )


def test_somebody_who_has_an_account_is_told_so_by_mail() -> None:
    text = sign_up(with_password(person("Ada")).email)
    assert text.startswith("You have an account already\n")
    assert "http://testserver/accounts/login/" in text
    assert "http://testserver/accounts/password/reset/" in text


def test_the_link_to_a_new_password_and_the_note_afterwards() -> None:
    user = with_password(person("Ada"))
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    client.post(reverse("account_reset_password"), {"email": user.email})
    text = text_of_mail()
    assert "your password stays as it is" in text
    link = re.search(r"^http://testserver(\S+)$", text, re.MULTILINE)
    assert link
    form = Page(client.get(link[1], follow=True))
    assert form.heading == "Choose a new password"
    page = Page(
        client.post(form.main.find(".//form").get("action"), {"password1": "quite another one"}, follow=True)
    )
    assert page.heading == "Your password is changed"
    note = text_of_mail()
    assert note.startswith("Your password was changed\n")
    assert "Firefox on Linux" in note
    assert "If it was not, choose a new password at once" in note
    again = Page(client.get(link[1], follow=True))
    assert again.heading == "This link no longer works"


def test_nobody_is_told_by_mail_that_there_is_no_account_without_a_way_on() -> None:
    Client().post(reverse("account_reset_password"), {"email": "unknown@example.org"})
    assert "http://testserver/accounts/signup/" in text_of_mail()


def test_a_changed_address_is_confirmed_first() -> None:
    user = with_password(person("Ada"))
    client = browser(user, second_factor=False)
    page = Page(
        client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""}, follow=True)
    )
    assert page.heading == "Confirm your address"
    code = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE)
    assert code
    user.refresh_from_db()
    assert user.email == "ada@example.org"
    page = Page(
        client.post(reverse("account_email_verification_sent"), {"code": code[1].lower()}, follow=True)
    )
    assert "Your address new@example.org is confirmed." in page.notices
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [each.email for each in EmailAddress.objects.all()] == ["new@example.org"]


# pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field", "attributes"),
    [
        ("account_login", "login", {"type": "email", "autocomplete": "email"}),
        ("account_login", "password", {"type": "password", "autocomplete": "current-password"}),
        ("account_signup", "name", {"autocomplete": "name"}),
        ("account_signup", "password1", {"type": "password", "autocomplete": "new-password"}),
        ("account_reset_password", "email", {"type": "email", "autocomplete": "email"}),
    ],
)
def test_browsers_and_password_managers_know_what_to_fill_in(
    name: str, field: str, attributes: dict[str, str]
) -> None:
    element = Page(Client().get(reverse(name))).main.xpath("//*[@name=$name]", name=field)[0]
    assert {each: element.get(each) for each in attributes} == attributes


def test_an_error_is_in_the_title() -> None:
    page = Page(Client().post(reverse("account_login"), {}))
    assert page.title == "Error: Sign in · Modcheck"
    assert page.errors == ["Write your e-mail address.", "Write your password."]


@pytest.mark.django_db(transaction=True)
def test_from_a_guarded_page_over_the_app_and_the_recovery_codes_back_to_it() -> None:
    team = Team("Larkspur")
    user = team.user("reviewer")
    user.authenticator_set.all().delete()
    client = browser(user, second_factor=False)
    log = reverse("accounts:log", args=[team.organisation.pk])
    assert Page(client.get(log, follow=True)).heading == "Protect this with a second factor"
    page = Page(client.get(reverse("mfa_activate_totp")))
    assert "step 1 of 2" in page.text
    secret = page.main.get_element_by_id("authenticator_secret").text
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", secret)
    page = Page(
        client.post(
            reverse("mfa_activate_totp"), {"code": current_code(secret.replace(" ", ""))}, follow=True
        )
    )
    assert "step 2 of 2" in page.text
    page = Page(client.get(page.links()["I have kept them: go on"], follow=True))
    assert page.heading == "Log"


def test_sessions_are_told_by_device() -> None:
    user = with_password(person("Ada"))
    agents = ["Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "curl/8"]
    for agent in agents:
        client = Client(headers={"user-agent": agent})
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        client.get(reverse("accounts:account"))
    page = Page(client.get(reverse("usersessions_list")))
    assert "Firefox on Windows" in page.text
    assert "curl/8 this one" in page.text


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15", "Safari on a Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Safari/604.1",
            "Chrome on an iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("", "an unknown browser"),
        ("x" * 200, "x" * 40),
    ],
)
def test_devices_in_words(agent: str, said: str) -> None:
    assert device(agent) == said


def test_secrets_in_groups() -> None:
    assert in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"
