"""The demo: samples that each role can be tried with, on this machine alone."""

import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from compliance.accounts.models import Kind, Organisation, Role, User
from compliance.demo.queries import sample_people
from compliance.demo.samples import ORGANISATIONS, PASSWORD
from compliance.demo.services import make_samples
from tests.people import person
from tests.visiting import Page

demo = override_settings(ROOT_URLCONF="compliance.demo.urls")


@pytest.fixture
def samples(db: None) -> None:
    make_samples()


def django(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MODCHECK_", "DJANGO_"))}
    arguments = [sys.executable, "manage.py", *command.split()]
    settings = {"DJANGO_SETTINGS_MODULE": "compliance.demo.settings"}
    return subprocess.run(
        arguments, env=kept | settings | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODCHECK_HTTPS", "1"),
        ("MODCHECK_HOSTS", "modcheck.example.org"),
        ("MODCHECK_HOSTS", "localhost,modcheck.example.org"),
        ("MODCHECK_SECRET_KEY", "s" * 50),
    ],
)
def test_it_does_not_start_where_something_says_that_this_is_a_real_site(name: str, value: str) -> None:
    keys = dict.fromkeys(["MODCHECK_SEAL_KEY", "MODCHECK_SEAL_CERTIFICATES", "MODCHECK_REGISTER_KEY"], "own")
    found = django("check", **keys, **{name: value})
    assert found.returncode != 0
    assert "for trying Modcheck on this machine alone" in found.stderr


def test_it_starts_on_a_machine_without_settings() -> None:
    assert django("check").returncode == 0


def test_the_site_itself_has_none_of_it(samples: None) -> None:
    assert Client().get("/demo/").status_code == 404
    assert django("samples", DJANGO_SETTINGS_MODULE="compliance.settings").returncode != 0


def test_there_is_an_organisation_of_each_kind_and_somebody_for_each_role(samples: None) -> None:
    assert {each.kind for each in Organisation.objects.all()} == set(Kind)
    people = [each.membership for _organisation, group in sample_people() for each in group]
    assert frozenset[Role]().union(*(each.roles for each in people)) == set(Role)
    assert any(not each.roles for each in people)


def test_making_them_again_changes_nothing(samples: None) -> None:
    before = User.objects.count()
    assert make_samples() == 0
    assert User.objects.count() == before


@demo
def test_signing_in_as_usual_works_with_what_the_page_shows(samples: None) -> None:
    page = Page(Client().get(reverse("demo:people")))
    assert PASSWORD in page.text
    first = sample_people()[0][1][0]
    client = Client()
    client.post(reverse("account_login"), {"login": first.membership.user.email, "password": PASSWORD})
    code = next(each for _organisation, group in sample_people() for each in group).code
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(first.membership.user.pk)


@demo
def test_each_of_them_lands_where_their_work_is(samples: None) -> None:
    for organisation, group in sample_people():
        for each in group:
            client = Client()
            address = reverse("demo:sign_in", args=[each.membership.user_id])
            page = Page(client.post(address, follow=True))
            reviewing = "Desk" if each.membership.reviewer else "People"
            authority = organisation.kind == Kind.REGULATOR
            assert page.heading == (reviewing if authority else "Assessments"), each.membership.user
            assert organisation.name in page.response.content.decode()


@demo
def test_nobody_else_is_signed_in_by_a_button(samples: None) -> None:
    client = Client()
    response = client.post(reverse("demo:sign_in", args=[person("Somebody").pk]))
    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_samples_are_in_every_state(samples: None) -> None:
    drawn = [each for sample in ORGANISATIONS for each in sample.assessments]
    assert {each.answered for each in drawn} >= {None, 0}
    assert any(each.given for each in drawn)
    assert any(each.comments for each in drawn)
