"""What was typed in a form of an organisation when the session ended, or before a second factor was used."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.accounts import typed
from compliance.accounts.models import Invitation, Role
from tests.people import Team, browser, join, person
from tests.visiting import Page

pytestmark = pytest.mark.django_db

NOT_SAVED = "What you typed is in its fields again. It is not saved yet."
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "accounts:invite": ("email", {"email": "grace@example.org", "roles": ["reviewer", "signatory"]}),
    "accounts:settings": ("name", {"name": "Larkspur and Daughters"}),
    "assessments:start_for": ("model_name", {"model_name": "PentestPilot", "model_version": "4"}),
}


@pytest.fixture
def team() -> Team:
    found = Team("Larkspur Labs")
    join(found.organisation, person("Ada", second_factor=True), Role.ADMINISTRATOR, Role.ASSESSOR)
    return found


def ada(team: Team) -> Any:
    return team.organisation.memberships.get(user__name="Ada").user


def come_back(client: Client, team: Team) -> None:
    """Sign in, as the same browser, and use the second factor."""
    client.force_login(ada(team))
    used = browser(ada(team)).session
    session = client.session
    for name in ("account_authentication_methods", "account_authentication_methods_user"):
        session[name] = used[name]
    session.save()


@pytest.mark.parametrize("name", FORMS)
def test_it_waits_for_its_sender_to_sign_in(team: Team, name: str) -> None:
    field, sent = FORMS[name]
    address = reverse(name, args=[team.organisation.pk])
    client = browser(ada(team))
    Session.objects.all().delete()
    asked = Page(client.post(address, {**sent, "csrfmiddlewaretoken": "a secret"}))
    assert asked.leads_to.startswith(reverse("account_login"))
    come_back(client, team)
    page = Page(client.get(address))
    assert page.value(field) == sent[field]
    assert NOT_SAVED in page.notices
    assert "a secret" not in str(client.session[typed.TYPED])
    assert NOT_SAVED not in Page(client.get(address)).notices, "once"
    team.organisation.refresh_from_db()
    assert team.organisation.name == "Larkspur Labs"


def test_choices_wait_too(team: Team) -> None:
    address = reverse("accounts:invite", args=[team.organisation.pk])
    client = Client()
    client.post(address, FORMS["accounts:invite"][1])
    come_back(client, team)
    assert Page(client.get(address)).chosen == ["signatory", "reviewer"]
    assert not Invitation.objects.exists()


def test_it_waits_while_a_second_factor_is_used(team: Team) -> None:
    address = reverse("accounts:settings", args=[team.organisation.pk])
    client = browser(ada(team), second_factor=False)
    asked = Page(client.post(address, {"name": "Larkspur and Daughters"}))
    assert asked.leads_to.startswith(reverse("mfa_reauthenticate"))
    come_back(client, team)
    assert Page(client.get(address)).value("name") == "Larkspur and Daughters"


def test_a_new_organisation_waits_as_well() -> None:
    client, user = Client(), person("Grace")
    address = reverse("accounts:new_organisation")
    client.post(address, {"name": "Hopper Ltd", "kind": "regulator"})
    client.force_login(user)
    page = Page(client.get(address))
    assert page.value("name") == "Hopper Ltd"
    assert page.chosen == ["regulator"]


def test_what_is_sent_now_takes_its_place(team: Team) -> None:
    address = reverse("accounts:settings", args=[team.organisation.pk])
    client = Client()
    client.post(address, {"name": "Larkspur and Daughters"})
    come_back(client, team)
    assert client.post(address, {"name": "Larkspur and Sons"}).status_code == 302
    assert Page(client.get(address)).value("name") == "Larkspur and Sons"


def test_no_password_is_kept_nothing_very_long_and_nothing_for_long(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("accounts:settings", args=[team.organisation.pk])
    client = Client()
    client.post(address, {"name": "x" * 6_000})
    assert typed.TYPED not in client.session
    client.post(address, {"name": "Larkspur and Daughters", "password": "quiet"})
    assert "quiet" not in str(client.session[typed.TYPED])
    come_back(client, team)
    session = client.session
    session[typed.TYPED] = {
        path: [int(timezone.now().timestamp()) - typed.KEPT_SECONDS - 1, text]
        for path, (_when, text) in session[typed.TYPED].items()
    }
    session.save()
    assert Page(client.get(address)).value("name") == "Larkspur Labs"
