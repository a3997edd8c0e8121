"""Signing up, in and out, second factors, and what a stranger can find out."""

import re
import time
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.accounts.models import Membership, Role, User
from tests.people import (
    PASSWORD,
    Team,
    browser,
    code_sent,
    current_code,
    join,
    organisation,
    person,
    with_password,
)
from tests.visiting import Page, Visitor

SIGN_UP = {"name": "Ada Ferreira", "email": "ada@example.org", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def _no_attempts_yet(request: pytest.FixtureRequest) -> None:
    marked = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if marked and marked.kwargs.get("transaction") else "db")
    cache.clear()


def post(client: Client, name: str, data: dict[str, Any], **more: Any) -> Page:
    return Page(client.post(reverse(name), data, follow=True, **more))


def signed_up(client: Client, **changes: str) -> Page:
    post(client, "account_signup", SIGN_UP | changes)
    return post(client, "account_email_verification_sent", {"code": code_sent()})


def set_up_second_factor(client: Client) -> tuple[str, Page]:
    page = Page(client.get(reverse("mfa_activate_totp")))
    secret = page.main.get_element_by_id("authenticator_secret").text.replace(" ", "")
    return secret, post(client, "mfa_activate_totp", {"code": current_code(secret)})


# signing up -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_somebody_signs_up_confirms_the_address_and_sets_up_an_organisation() -> None:
    client = Client()
    page = post(client, "account_signup", SIGN_UP)
    assert "ada@example.org" in page.text
    assert [each.to for each in mail.outbox] == [["ada@example.org"]]
    page = post(client, "account_email_verification_sent", {"code": code_sent()})
    assert page.heading == "Set up your organisation"
    page = post(client, "accounts:new_organisation", {"name": "Larkspur Labs", "kind": "downstream"})
    assert page.heading == "Protect this with a second factor"
    _secret, page = set_up_second_factor(client)
    page = Page(client.get(reverse("accounts:home"), follow=True))
    assert page.heading == "Assessments"
    assert Membership.objects.get().roles == {Role.ADMINISTRATOR, Role.ASSESSOR, Role.SIGNATORY}


def test_an_address_that_is_not_confirmed_signs_nobody_in() -> None:
    client = Client()
    post(client, "account_signup", SIGN_UP)
    assert Page(client.get(reverse("accounts:home"), follow=True)).leads_to == ""
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_told_and_three_of_them_end_it() -> None:
    client = Client()
    post(client, "account_signup", SIGN_UP)
    page = post(client, "account_email_verification_sent", {"code": "WRONG1"})
    assert page.errors == ["That is not the code from the mail. Look again, or let us send a new one."]
    for _ in range(2):
        post(client, "account_email_verification_sent", {"code": "WRONG1"})
    page = post(client, "account_email_verification_sent", {"code": code_sent()})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Write the name that others will see."),
        ({"name": "A\u202eda"}, "It holds an invisible character"),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"password1": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"password1": "passwordpassword"}, ""),
        ({"password1": "ada@example.org"}, "The password is too similar to the e-mail address."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(changes: dict[str, str], message: str) -> None:
    page = post(Client(), "account_signup", SIGN_UP | changes)
    if message:
        assert any(message in each for each in page.errors), page.errors
        assert page.value("email") == (SIGN_UP | changes)["email"]


@pytest.mark.django_db(transaction=True)
def test_what_was_begun_as_a_guest_is_taken_along() -> None:
    guest = Visitor.begin()
    assert guest.see("tasks").links()["Keep it with an account"] == reverse("account_signup")
    signed_up(guest.client)
    address = guest.see("tasks").links()["Keep it with an organisation"]
    assert "What you began as a guest" in Page(guest.client.get(address)).text
    post(guest.client, "accounts:new_organisation", {"name": "Larkspur Labs", "kind": "downstream"})
    guest.store({"role": "modify"})
    set_up_second_factor(guest.client)
    address = guest.see("tasks").links()["Take it along to Larkspur Labs"]
    board = Page(guest.client.get(address))
    assert "Begun as a guest" in board.text
    owner = Membership.objects.get().organisation
    page = Page(guest.client.post(reverse("assessments:take_along", args=[owner.pk]), follow=True))
    assert page.notices == ["1 assessment is with your organisation now."]
    assert guest.standing.assessment.owner == owner
    assert guest.answers == {"role": "modify"}
    assert guest.see("tasks").status == 200
    assert not any("ake it along" in each or "Keep it" in each for each in guest.see("tasks").links())
    page = Page(guest.client.get(reverse("accounts:new_organisation")))
    assert "What you began as a guest" not in page.text


# what a stranger can find out -------------------------------------------------------------------------


def work(client: Client, name: str, data: dict[str, Any]) -> tuple[str, int, int, int]:
    """What a form answers, and what work it made: passwords hashed, mails sent."""
    mail.outbox.clear()
    with mock.patch.object(
        ScryptPasswordHasher, "encode", autospec=True, side_effect=ScryptPasswordHasher.encode
    ) as hashed:
        response = client.post(reverse(name), data)
    followed = client.get(response["Location"]) if response.status_code == 302 else response
    text = Page(followed).text.replace(data.get("email", data.get("login", "")), "ADDRESS")
    return text, response.status_code, hashed.call_count, len(mail.outbox)


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("account_signup", "email", {"name": "Ada", "password1": PASSWORD}),
        ("account_login", "login", {"password": "a wrong but long password"}),
        ("account_reset_password", "email", {}),
    ],
)
def test_it_makes_no_difference_whether_there_is_an_account(
    name: str, field: str, more: dict[str, str]
) -> None:
    known = with_password(person("Known"))
    there = work(Client(), name, {field: known.email, **more})
    not_there = work(Client(), name, {field: "unknown@example.org", **more})
    assert there == not_there


def test_the_database_is_asked_about_as_often(db: None) -> None:
    """An unknown address is looked for in one more place: microseconds beside the hash of a password."""
    known = with_password(person("Known"))
    counts = []
    for email in (known.email, "unknown@example.org"):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("account_login"), {"login": email, "password": "a wrong long password"})
        counts.append(len(queries))
    assert 0 <= counts[1] - counts[0] <= 1


# limits -----------------------------------------------------------------------------------------------


def test_a_password_cannot_be_guessed_for_long() -> None:
    user = with_password(person("Ada"))
    client = Client()
    for attempt in range(5):
        post(client, "account_login", {"login": user.email, "password": f"guess number {attempt}"})
    page = post(Client(), "account_login", {"login": user.email, "password": PASSWORD})
    assert page.errors == ["That was tried too often. Wait five minutes, then try again."]


# second factors ---------------------------------------------------------------------------------------


def test_a_password_alone_does_not_sign_in_whoever_has_a_second_factor() -> None:
    user = with_password(person("Ada"))
    client = browser(user)
    secret, _page = set_up_second_factor(client)
    other = Client()
    page = post(other, "account_login", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in other.session
    Authenticator.objects.get(type="totp")
    with mock.patch("time.time", return_value=time.time() + 60):
        page = post(other, "mfa_authenticate", {"code": current_code(secret)})
    assert other.session["_auth_user_id"] == str(user.pk)
    assert page.status == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_second_factor_ends_the_other_sessions() -> None:
    user = with_password(person("Ada"))
    elsewhere = Client()
    post(elsewhere, "account_login", {"login": user.email, "password": PASSWORD})
    assert Page(elsewhere.get(reverse("accounts:account"))).status == 200
    here = Client()
    post(here, "account_login", {"login": user.email, "password": PASSWORD})
    set_up_second_factor(here)
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    assert here.get(reverse("accounts:account")).status_code == 200


def test_its_secret_is_encrypted_in_the_database() -> None:
    client = browser(person("Ada"))
    secret, _page = set_up_second_factor(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SIGNATORY, Role.REVIEWER])
def test_guarded_roles_need_one_and_are_led_back_afterwards(role: Role) -> None:
    user = person("Ada")
    owner = organisation()
    join(owner, user, role)
    client = browser(user, second_factor=False)
    people = reverse("accounts:people", args=[owner.pk])
    page = Page(client.get(people, follow=True))
    assert page.heading == "Protect this with a second factor"
    set_up_second_factor(client)
    assert client.get(reverse("accounts:second_factor"))["Location"] == people


def test_assessors_need_none() -> None:
    user, owner = person("Ada"), organisation()
    join(owner, user, Role.ASSESSOR)
    client = browser(user, second_factor=False)
    assert client.get(reverse("assessments:board", args=[owner.pk])).status_code == 200


def test_one_that_is_set_up_but_was_not_used_in_this_session_is_asked_for(db: None) -> None:
    team = Team("Larkspur")
    client = team.browser("administrator", second_factor=False)
    response = client.get(reverse("accounts:people", args=[team.organisation.pk]))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("name", ["accounts:export", "accounts:delete"])
def test_grave_things_want_it_used_anew(db: None, name: str) -> None:
    team = Team("Larkspur")
    client = team.browser("administrator")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    response = client.get(reverse(name, args=[team.organisation.pk]))
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_password_is_not_offered_in_place_of_the_second_factor(db: None) -> None:
    user = with_password(person("Ada", second_factor=True))
    page = Page(browser(user, second_factor=False).get(reverse("mfa_reauthenticate")))
    assert page.heading == "Show that it is you"
    assert "Use your password" not in page.links()


def test_signing_out_of_all_other_sessions(db: None) -> None:
    user = with_password(person("Ada"))
    first, second = Client(), Client()
    for each in (first, second):
        post(each, "account_login", {"login": user.email, "password": PASSWORD})
        each.get(reverse("accounts:account"))
    post(second, "usersessions_list", {})
    assert first.get(reverse("accounts:account")).status_code == 302
    assert second.get(reverse("accounts:account")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_new_password_ends_the_other_sessions() -> None:
    user = with_password(person("Ada"))
    elsewhere, here = Client(), Client()
    for each in (elsewhere, here):
        post(each, "account_login", {"login": user.email, "password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": "quite another one", "next": reverse("accounts:account")}
    page = post(here, "account_change_password", data)
    assert (page.heading, page.notices) == ("Your account", ["Your password is changed."])
    assert elsewhere.get(reverse("accounts:account")).status_code == 302


def test_a_deleted_account_is_gone(db: None) -> None:
    user = with_password(person("Ada"))
    client = browser(user, second_factor=False)
    page = post(client, "accounts:delete_account", {"confirmation": "somebody else"})
    assert page.status == 422
    page = post(client, "accounts:delete_account", {"confirmation": user.email})
    assert page.notices == ["Your account is deleted."]
    assert not User.objects.exists()


def test_the_second_factor_is_asked_for_before_anything_is_typed(db: None) -> None:
    user = person("Ada", second_factor=True)
    client = browser(user, second_factor=False)
    address = reverse("accounts:delete_account")
    assert "reauthenticate" in client.get(address)["Location"]
    assert "reauthenticate" in client.post(address, {"confirmation": user.email})["Location"]
    page = Page(browser(user).get(address))
    assert "Type your address to confirm" in page.text
    assert User.objects.exists()


def test_people_change_their_name(db: None) -> None:
    user = person("Ada")
    client = browser(user, second_factor=False)
    page = post(client, "accounts:rename", {"name": "A\u202eda"})
    assert page.status == 422
    page = post(client, "accounts:rename", {"name": "Ada Ferreira"})
    assert (page.heading, page.notices) == ("Your account", ["Your name is changed."])
    assert "Ada Ferreira" in page.text


@pytest.mark.parametrize(("seconds", "accepted"), [(30, True), (90, False)])
def test_a_code_may_be_typed_slowly_but_not_kept(db: None, seconds: int, accepted: bool) -> None:
    user = with_password(person("Ada"))
    secret, _page = set_up_second_factor(browser(user))
    client = Client()
    post(client, "account_login", {"login": user.email, "password": PASSWORD})
    moment = time.time() + 120  # later than the code that set it up
    with mock.patch("time.time", return_value=moment):
        code = current_code(secret)
    with mock.patch("time.time", return_value=moment + seconds):
        post(client, "mfa_authenticate", {"code": code})
    assert ("_auth_user_id" in client.session) is accepted


def test_an_invitation_says_as_what_and_its_address_stands_in_the_form(db: None) -> None:
    team = Team("Larkspur")
    client = team.browser("administrator")
    for email, roles in (("ada@example.org", ["assessor", "reviewer"]), ("ben@example.org", [])):
        address = reverse("accounts:invite", args=[team.organisation.pk])
        assert "within 14 days" in Page(client.get(address)).text
        client.post(address, {"email": email, "roles": roles})
    people = Page(client.get(reverse("accounts:people", args=[team.organisation.pk]))).text
    assert "ada@example.orgassessor, reviewer · until" in people
    assert "ben@example.orgno role · until" in people
    links = [re.search(r"http://testserver(/invitations/\S+)", str(each.body)) for each in mail.outbox[-2:]]
    ada, ben = (Page(Client().get(each[1])) for each in links if each)
    assert "There you are: assessor, reviewer." in ada.text
    assert "There you see the questions that somebody gives to you." in ben.text
    form = Page(Client().get(ada.links()["Create an account"]))
    assert form.value("email") == "ada@example.org"
