"""Single sign-on with a provider of OpenID Connect, here a small one on loopback."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from compliance.accounts.models import User
from tests.people import PASSWORD, person, with_password
from tests.visiting import Page

ROOT = Path(__file__).resolve().parents[2]
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Knows one person, and hands out a code for them to whoever comes by their browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.person: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}  # by code: what the browser brought

    def answer(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            parts = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            return {
                "issuer": self.address,
                "jwks_uri": f"{self.address}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                **{f"{name}_endpoint": f"{self.address}/{part}" for name, part in parts.items()},
            }
        if path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/token":
            return self.token(query)
        assert path == "/userinfo"
        return self.person

    def authorize(self, query: dict[str, str]) -> str:
        """What the person's browser is sent back to, once they agreed there."""
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, query: dict[str, str]) -> dict[str, Any]:
        asked = self.asked.pop(query["code"])
        assert (query["client_id"], query["client_secret"]) == ("modcheck", "its secret")
        proof = base64.urlsafe_b64encode(hashlib.sha256(query["code_verifier"].encode()).digest())
        assert proof.rstrip(b"=").decode() == asked["code_challenge"]
        claims = {
            "iss": self.address,
            "aud": "modcheck",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        }
        signed = jwt.encode(claims | self.person, KEY, "RS256", headers={"kid": "one"})
        return {"access_token": "for userinfo", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(dict.fromkeys(()))

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply({name: values[0] for name, values in sent.items()})

        def reply(self, query: dict[str, str]) -> None:
            body = json.dumps(provider.answer(urlsplit(self.path).path, query)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()


@pytest.fixture
def provider(settings: Any, transactional_db: None) -> Iterator[Provider]:
    cache.clear()
    with running() as provider:
        app = {
            "provider_id": "sso",
            "name": "Example ID",
            "client_id": "modcheck",
            "secret": "its secret",
            "settings": {"server_url": provider.address, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield provider


def come(provider: Provider, client: Client | None = None, **person: Any) -> tuple[Client, Page]:
    """Somebody signs in with the provider."""
    client = client or Client()
    provider.person = {"sub": "42", "name": "Ada Ferreira", "email": "ada@example.org", **person}
    link = Page(client.get(reverse("account_login"))).links()["Sign in with Example ID"]
    there = urlsplit(client.get(link)["Location"])
    back = provider.authorize({name: values[0] for name, values in parse_qs(there.query).items()})
    return client, Page(client.get(back.removeprefix("http://testserver"), follow=True))


def test_there_is_no_button_without_a_provider(db: None) -> None:
    for name in ("account_login", "account_signup"):
        assert not [each for each in Page(Client().get(reverse(name))).links() if "with" in each]


def test_there_is_a_button_with_one(provider: Provider) -> None:
    assert "Sign in with Example ID" in Page(Client().get(reverse("account_login"))).links()
    assert "Go on with Example ID" in Page(Client().get(reverse("account_signup"))).links()


def test_whoever_comes_first_gets_an_account_with_a_confirmed_address(provider: Provider) -> None:
    client, page = come(provider, email_verified=True)
    assert page.heading == "Set up your organisation"
    user = User.objects.get()
    assert (user.email, user.name) == ("ada@example.org", "Ada Ferreira")
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)
    assert mail.outbox == []


def test_whoever_comes_again_is_the_same(provider: Provider) -> None:
    come(provider, email_verified=True)
    come(provider, email_verified=True, email="renamed@example.org")
    assert User.objects.count() == 1


def test_a_verified_address_signs_in_to_the_account_that_has_it(provider: Provider) -> None:
    user = with_password(person("Ada"))
    client, _page = come(provider, email_verified=True, email=user.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_an_unverified_address_does_not(provider: Provider) -> None:
    user = with_password(person("Ada"))
    client, page = come(provider, email_verified=False, email=user.email)
    assert "_auth_user_id" not in client.session
    assert page.heading == "Confirm your address"
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([user.email], "You have an account already")
    ]


def test_an_unverified_new_address_is_confirmed_by_code(provider: Provider) -> None:
    client, page = come(provider, email_verified=False)
    assert "_auth_user_id" not in client.session
    assert page.heading == "Confirm your address"
    assert mail.outbox[0].subject.startswith("Your Modcheck code")


def test_whoever_signed_up_with_an_address_that_was_not_theirs_does_not_keep_a_way_in(
    provider: Provider,
) -> None:
    squatted = with_password(person("Ada"))
    EmailAddress.objects.update(verified=False)
    come(provider, email_verified=True, email=squatted.email)
    stranger = Client()
    page = Page(stranger.post(reverse("account_login"), {"login": squatted.email, "password": PASSWORD}))
    assert page.errors == ["The address or the password is not right."]


def test_a_second_factor_is_asked_for_all_the_same(provider: Provider) -> None:
    user = person("Ada", second_factor=True)
    client, page = come(provider, email_verified=True, email=user.email)
    assert page.heading == "Your second factor"
    assert "_auth_user_id" not in client.session


def test_it_is_disconnected_only_where_a_password_is_left(provider: Provider) -> None:
    client, _page = come(provider, email_verified=True)
    address = reverse("socialaccount_connections")
    connected = Page(client.get(address))
    assert "Example ID" in connected.text
    data = {"account": connected.chosen[0]}
    page = Page(client.post(address, data, follow=True))
    assert page.errors == ["Choose a password first: without one, you could not sign in any more."]
    client.post(reverse("account_set_password"), {"password1": "quite another one"})
    page = Page(client.post(address, data, follow=True))
    assert "No account elsewhere is connected to this one." in page.text


def test_a_provider_that_answers_nonsense_is_explained(provider: Provider) -> None:
    client = Client()
    page = Page(client.get(reverse("openid_connect_callback", args=["sso"]), {"code": "x", "state": "y"}))
    assert (page.status, page.heading) == (401, "Single sign-on did not work")


def test_somebody_who_cancels_there_is_told_so_here(provider: Provider) -> None:
    client = Client()
    link = Page(client.get(reverse("account_login"))).links()["Sign in with Example ID"]
    state = parse_qs(urlsplit(client.get(link)["Location"]).query)["state"][0]
    address = reverse("openid_connect_callback", args=["sso"])
    page = Page(client.get(address, {"error": "access_denied", "state": state}, follow=True))
    assert page.heading == "You are not signed in"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"MODCHECK_SSO_ISSUER": "https://id.example", "MODCHECK_SSO_CLIENT_ID": "modcheck"},
            "Single sign-on also needs MODCHECK_SSO_SECRET.",
        ),
        (
            {"MODCHECK_SSO_CLIENT_ID": "modcheck"},
            "Single sign-on also needs MODCHECK_SSO_ISSUER, MODCHECK_SSO_SECRET.",
        ),
        (
            {
                "MODCHECK_SSO_ISSUER": "http://id.example",
                "MODCHECK_SSO_CLIENT_ID": "modcheck",
                "MODCHECK_SSO_SECRET": "secret",
            },
            "MODCHECK_SSO_ISSUER has to begin with https://",
        ),
    ],
)
def test_what_is_missing_stops_the_site_at_its_start(given: dict[str, str], message: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MODCHECK")}
    start = [sys.executable, "-c", "import compliance.wsgi"]
    found = subprocess.run(
        start, check=False, cwd=ROOT, env=environment | given, capture_output=True, text=True
    )
    assert found.returncode != 0
    assert message in found.stderr.splitlines()[-1]
