"""Limits of attempts: on each page that has one, and across the processes of a real server."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from compliance.accounts import limits
from compliance.accounts.sign_in_views import TOO_OFTEN
from compliance.assessments.models import Assignment
from tests.people import PASSWORD, Team, browser, person, with_password
from tests.visiting import Page, Visitor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    for action, rates in limits.RATES.items():
        monkeypatch.setitem(limits.RATES, action, re.sub(r"\d+/", "2/", rates))


def test_starting_as_a_guest() -> None:
    for _ in range(2):
        Visitor.begin()
    page = Page(Client().post(reverse("assessments:start", args=["downstream-modification"])))
    assert (page.status, page.heading) == (429, "That was a lot in a short time")


@pytest.mark.parametrize("name", ["assessments:open_link", "accounts:invitation"])
def test_guessing_links(name: str) -> None:
    statuses = [Client().get(reverse(name, args=[f"guess-{each}"])).status_code for each in range(3)]
    assert statuses[0] in (404, 410)
    assert statuses[2] == 429


def test_guessing_links_in_the_field_keeps_what_was_pasted() -> None:
    address = reverse("assessments:resume")
    pages = [Page(Client().post(address, {"link": f"https://example.org/guess-{each}"})) for each in range(3)]
    assert [each.status for each in pages] == [410, 410, 429]
    assert pages[2].value("link") == "https://example.org/guess-2"


def test_another_network_address_is_counted_apart() -> None:
    address = reverse("accounts:invitation", args=["guess"])
    for _ in range(3):
        Client().get(address)
    assert Client(REMOTE_ADDR="192.0.2.1").get(address).status_code == 404
    # A visitor cannot choose the address that counts.
    assert Client(headers={"X-Forwarded-For": "192.0.2.2"}).get(address).status_code == 429


def test_addresses_of_one_ipv6_network_are_counted_together() -> None:
    address = reverse("accounts:invitation", args=["guess"])
    statuses = [Client(REMOTE_ADDR=f"2001:db8::{each}").get(address).status_code for each in range(1, 4)]
    assert statuses == [404, 404, 429]


def test_inviting_keeps_what_was_typed_and_sends_no_more() -> None:
    team = Team("Larkspur")
    client = team.browser("administrator")
    address = reverse("accounts:invite", args=[team.organisation.pk])
    pages = [Page(client.post(address, {"email": f"new{each}@example.org"})) for each in range(3)]
    assert [each.status for each in pages] == [302, 302, 429]
    assert pages[2].errors == [limits.TOO_OFTEN]
    assert pages[2].value("email") == "new2@example.org"
    assert len(mail.outbox) == 2


def test_invitations_are_counted_for_the_organisation_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "invite", "9/h/user,2/d/key")
    team, other = Team("Larkspur"), Team("Heron")
    client = team.browser("administrator")
    statuses = [
        client.post(
            reverse("accounts:invite", args=[team.organisation.pk]), {"email": f"new{each}@example.org"}
        ).status_code
        for each in range(3)
    ]
    assert statuses == [302, 302, 429]
    address = reverse("accounts:invite", args=[other.organisation.pk])
    assert other.browser("administrator").post(address, {"email": "a@example.org"}).status_code == 302


def test_asking_colleagues() -> None:
    team = Team("Larkspur")
    client = team.browser("assessor")
    started = client.post(
        reverse("assessments:start_for", args=[team.organisation.pk]),
        {"model_name": "PentestPilot", "questionnaire": "downstream-modification"},
    )
    assessment = started["Location"].split("/")[2]
    address = reverse("assessments:assign", args=[assessment])
    data = {"assignee": team.members["contributor"].pk, "sections": ["safety"], "note": "Please"}
    pages = [Page(client.post(address, data)) for _ in range(3)]
    assert [each.status for each in pages] == [302, 302, 429]
    assert pages[2].value("note").strip() == "Please"
    assert Assignment.objects.count() == len(mail.outbox) == 2


def test_attaching_files() -> None:
    visitor = Visitor.begin()
    pages = [
        Page(
            visitor.client.post(
                reverse("assessments:attach", args=[visitor.assessment_id, "role"]),
                {
                    "file": SimpleUploadedFile(f"{each}.txt", b"We change it."),
                    "note": "Why",
                    "question": "role",
                },
            )
        )
        for each in range(3)
    ]
    assert [each.status for each in pages] == [302, 302, 429]
    assert pages[2].value("note") == "Why"


# django-allauth's own pages -----------------------------------------------------------------------------

TYPED = {
    "account_login": {"login": "ada@example.org", "password": "a long and quiet password"},
    "account_signup": {"name": "Ada", "email": "ada@example.org", "password1": "a long and quiet password"},
    "account_reset_password": {"email": "ada@example.org"},
    "account_email": {"email": "new@example.org", "action_add": ""},
}


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("account_login", {"login": "1/m/ip"}),
        ("account_signup", {"signup": "1/m/ip"}),
        ("account_signup", {"confirm_email": "1/m/key"}),
        ("account_reset_password", {"reset_password": "1/m/ip"}),
        ("account_reset_password", {"reset_password": "1/m/key"}),
        ("account_email", {"manage_email": "1/m/user"}),
        ("account_email", {"confirm_email": "1/m/key"}),
    ],
)
def test_signing_in_and_up_keeps_what_was_typed_but_no_password(
    settings: Settings, name: str, limit: dict[str, str]
) -> None:
    settings.ACCOUNT_RATE_LIMITS = limit
    client = browser(person("Somebody"), second_factor=False) if name == "account_email" else Client()
    for _ in range(2):
        if name == "account_signup":
            client = Client()
        page = Page(client.post(reverse(name), TYPED[name]))
    assert page.status == 429
    assert page.title.startswith("Error: ")
    assert page.errors == [str(TOO_OFTEN)]
    for field, typed in TYPED[name].items():
        if field != "action_add":
            assert page.value(field) == ("" if "password" in field else typed)
    assert "a long and quiet password" not in page.response.content.decode()


def test_a_limit_of_attempts_tries_no_password(settings: Settings) -> None:
    user = with_password(person("Ada"))
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    page = Page(client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}))
    assert page.status == 429
    assert "_auth_user_id" not in client.session


# a real server ----------------------------------------------------------------------------------------

WORKERS, ATTEMPTS = 2, 60
GETS_PAST = 5  # in five minutes, for one address: django-allauth's own number


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """The port of a granian of several processes on a database file of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "MODCHECK_DATABASE": str(tmp_path / "site.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "tests.accounts.served",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "compliance.wsgi:application"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error"]
    command += ["--workers", str(WORKERS), "--blocking-threads", "4"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            deadline = time.monotonic() + 60
            while not _answers(port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return _ask(port, "GET")[0] == 200
    except OSError:
        return False


def _ask(port: int, method: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Status, cookie and text of the page to sign in on."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, "/accounts/login/", body, headers)
        with connection.getresponse() as response:
            given = (response.getheader("Set-Cookie") or "").split(";")[0]
            return response.status, given, response.read().decode()


def test_wrong_passwords_at_the_same_moment_are_stopped_across_processes(server: int) -> None:
    _status, cookie, text = _ask(server, "GET")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert token

    def guess(number: int) -> str:
        data = {
            "csrfmiddlewaretoken": token[1],
            "login": "ada@example.org",
            "password": f"guess number {number}",
        }
        status, _cookie, text = _ask(server, "POST", urlencode(data), cookie)
        if "The address or the password is not right." in text:
            return "tried"
        return "refused" if status == 429 or "tried too often" in text else text

    with ThreadPoolExecutor(ATTEMPTS) as at_once:
        answers = Counter(at_once.map(guess, range(ATTEMPTS)))
    assert set(answers) <= {"tried", "refused"}
    assert 1 <= answers["tried"] <= GETS_PAST
    assert answers["refused"] == ATTEMPTS - answers["tried"]
