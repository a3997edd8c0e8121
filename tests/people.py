"""People and organisations to test with."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client

from compliance.accounts.models import Kind, Membership, Organisation, Role, User

PASSWORD = "a long and quiet password"


def person(name: str, *, second_factor: bool = False) -> User:
    """Somebody with an account and a confirmed address."""
    user = User(email=f"{name.lower().replace(' ', '.')}@example.org", name=name)
    user.set_unusable_password()  # hashing takes long; those who type one get one
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if second_factor:
        TOTP.activate(user, generate_totp_secret())
    return user


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def code_sent() -> str:
    """The code in the newest mail."""
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def current_code(secret: str) -> str:
    """What an app for one-time codes shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def browser(user: User | None, *, second_factor: bool = True) -> Client:
    """A browser in which somebody is signed in, by default with their second factor used a moment ago."""
    client = Client()
    if user is None:
        return client
    client.force_login(user)
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def organisation(name: str = "Larkspur Labs", kind: Kind = Kind.DOWNSTREAM) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind)


def join(organisation: Organisation, user: User, *roles: Role) -> Membership:
    membership = Membership(organisation=organisation, user=user)
    membership.roles = roles
    membership.save()
    return membership


@dataclass
class Team:
    """An organisation with one person for each role, and one without any."""

    name: str
    kind: Kind = Kind.DOWNSTREAM
    organisation: Organisation = field(init=False)
    members: dict[str, Membership] = field(init=False)

    def __post_init__(self) -> None:
        self.organisation = organisation(self.name, self.kind)
        self.members = {role.value: self._member(role.value, [role]) for role in Role}
        self.members["contributor"] = self._member("contributor", [])

    def _member(self, name: str, roles: Iterable[Role]) -> Membership:
        return join(self.organisation, person(f"{name} of {self.name}", second_factor=True), *roles)

    def browser(self, role: str, **how: Any) -> Client:
        return browser(self.members[role].user, **how)

    def user(self, role: str) -> User:
        return self.members[role].user
