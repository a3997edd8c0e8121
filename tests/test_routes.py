"""Who may use which route, by which method: every route of the URL resolver, every kind of visitor. A route
that declares nothing fails; so does one that does otherwise than it declares."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from compliance.accounts.access import PUBLIC, SIGNED_IN, STEPPED_UP, Access, Members, declared_access
from compliance.accounts.models import Kind
from compliance.assessments.grants import Need
from compliance.assessments.permissions import OfAssessment
from tests.worlds import World, who_comes

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
ROLES = ("administrator", "assessor", "signatory", "reviewer")
AT_THE_AUTHORITY = " at the authority"
MAY = {
    Need.SEE: {*ROLES, "helper"},
    Need.CONTRIBUTE: {"assessor", "helper"},
    Need.READ: {*ROLES},
    Need.ANSWER: {"assessor"},
    Need.MANAGE: {"assessor", "administrator"},
    Need.SIGN: {"signatory"},
}


def routes(
    resolver: URLResolver | None = None, before: str = "", rooms: str = ""
) -> Iterator[tuple[str, str, Access | None]]:
    """Name, pattern and declared access of every route of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = rooms + (entry.name or "")
            yield name, pattern, declared_access(entry.callback, name)
        else:
            yield from routes(entry, pattern, f"{rooms}{entry.namespace}:" if entry.namespace else rooms)


ROUTES = {name: (pattern, access) for name, pattern, access in routes()}


def verdict(response: HttpResponse) -> str:
    where = response.get("Location", "")
    if response.status_code == 302 and "/login/" in where:
        return "sign in"
    if response.status_code == 302 and "second-factor" in where:
        return "second factor"
    return {403: "refused", 404: "hidden", 405: "method"}.get(response.status_code, "open")


def expected(access: Access, visitor: str, of_guest: bool) -> str:
    if access == PUBLIC:
        return "open"
    unknown = visitor in ("anonymous", "key of an API", "guest", "another guest")
    without = visitor == "administrator without second factor"
    if access in (SIGNED_IN, STEPPED_UP):
        open_to_them = "second factor" if access == STEPPED_UP and without else "open"
        return "sign in" if unknown else open_to_them
    role = "administrator" if without else visitor
    if isinstance(access, Members):
        if unknown:
            return "sign in"
        if access.kind == Kind.REGULATOR:
            at, without = visitor.endswith(AT_THE_AUTHORITY), False
            role = visitor.removesuffix(AT_THE_AUTHORITY) if at else "a stranger"
        if role not in (*ROLES, "contributor", "helper"):
            return "hidden"
        if access.roles and role not in access.roles:
            return "refused"
    else:
        assert isinstance(access, OfAssessment)
        if of_guest:
            return "open" if visitor == "guest" and not access.members_only else "hidden"
        if access.guests_only or role not in (*ROLES, "helper"):
            return "hidden"
        if role not in MAY[access.need]:
            return "refused"
    return "second factor" if without else "open"


def test_every_route_declares_who_may_use_it() -> None:
    assert [name for name, (_pattern, access) in ROUTES.items() if access is None] == []
    assert len(ROUTES) > 60


@pytest.fixture
def world(db: None) -> World:
    return World("Larkspur")


@pytest.fixture
def other(db: None) -> World:
    return World("Foxglove")


@pytest.mark.parametrize(
    "name", [name for name in ROUTES if ROUTES[name][1] in (PUBLIC, SIGNED_IN, STEPPED_UP) or not name]
)
def test_public_routes_and_those_for_people_who_signed_in(world: World, other: World, name: str) -> None:
    pattern, access = ROUTES[name]
    assert access is not None
    ours = ":" in name  # what comes from django-allauth sends people where they are to go
    for visitor, client in who_comes(world, other).items():
        for method in METHODS:
            response = visit(client, method, world.address(name, pattern, world.guest.assessment_id))
            assert response.status_code < 500
            wanted = expected(access, visitor, of_guest=True)
            if wanted == "sign in":
                assert verdict(response) in ("sign in", "method"), f"{method} by {visitor}"
            elif ours:
                assert verdict(response) in (wanted, "method"), f"{method} by {visitor}"


@pytest.mark.parametrize("name", [name for name in ROUTES if isinstance(ROUTES[name][1], Members)])
def test_routes_of_an_organisation(world: World, other: World, name: str) -> None:
    check(name, world, other, of_guest=False)


@pytest.mark.parametrize("of_guest", [False, True], ids=["owned", "guest's"])
@pytest.mark.parametrize("name", [name for name in ROUTES if isinstance(ROUTES[name][1], OfAssessment)])
def test_routes_of_an_assessment(world: World, other: World, name: str, of_guest: bool) -> None:
    check(name, world, other, of_guest=of_guest)


def check(name: str, world: World, other: World, *, of_guest: bool) -> None:
    pattern, access = ROUTES[name]
    assert access is not None
    visitors = who_comes(world, other, desk=isinstance(access, Members) and access.kind == Kind.REGULATOR)
    address = world.address(name, pattern, world.guest.assessment_id if of_guest else world.assessment.pk)
    taken = [
        method for method in METHODS if verdict(visit(visitors["anonymous"], method, address)) != "method"
    ]
    assert taken
    wrong = []
    for visitor, client in visitors.items():
        for method in METHODS:
            wanted = expected(access, visitor, of_guest) if method in taken else "method"
            found = verdict(visit(client, method, address))
            if found != wanted:
                wrong.append(f"{method} by {visitor}: {found} instead of {wanted}")
    assert wrong == []


def visit(client: Client, method: str, address: str) -> HttpResponse:
    """What a request is answered, as if it had never been made."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        response.body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response
