"""What is one organisation's appears in nothing that another one, or a stranger, can get hold of: no page, no
file, no e-mail, no export."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pikepdf import Pdf

from compliance.accounts.access import Members
from compliance.assessments.permissions import OfAssessment
from tests.test_routes import ROUTES, visit
from tests.worlds import AT_THE_DESK, World, who_comes

OURS, THEIRS = "Canarybird", "Foxglove"
QUERIES = ("", "?as=csv", "?as=xlsx", "?as=json", "?words=Canarybird", "?all", "?from=check")


@pytest.fixture
def ours(db: None) -> World:
    return World(OURS)


@pytest.fixture
def theirs(db: None) -> World:
    return World(THEIRS)


def contents(response: HttpResponse) -> Iterator[bytes]:
    """What a response says, its head included; archives and PDFs opened."""
    yield str(response.headers).encode()
    body = response.body
    yield body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (archive.read(each) for each in archive.namelist())
    if body.startswith(b"%PDF"):
        with Pdf.open(io.BytesIO(body)) as pdf:
            pdf.pages[0].contents_coalesce()
            if "/Contents" in pdf.pages[0]:
                yield pdf.pages[0].Contents.read_bytes()
            yield from (each.get_file().read_bytes() for each in pdf.attachments.values())


def leaks(client: Client, world: World, name: str) -> list[str]:
    """Where a browser meets our mark when it opens a route with the arguments of a world."""
    pattern = ROUTES[name][0]
    found = []
    for assessment_id in (world.assessment.pk, world.guest.assessment_id):
        address = world.address(name, pattern, assessment_id)
        for query in QUERIES:
            for method in ("get", "post"):
                response = visit(client, method, address + query)
                if any(OURS.lower().encode() in each.lower() for each in contents(response)):
                    found.append(f"{method} {name}{query}")
    return found


@pytest.mark.parametrize(
    "name", [name for name in ROUTES if isinstance(ROUTES[name][1], Members | OfAssessment)]
)
def test_nothing_of_ours_is_shown_elsewhere(ours: World, theirs: World, name: str) -> None:
    """By anybody who is not of ours: at their own addresses, and at ours."""
    outside = {
        visitor: client
        for visitor, client in who_comes(theirs, ours, desk=AT_THE_DESK in ROUTES[name][0]).items()
        if not visitor.endswith((" elsewhere", " another authority"))  # seen from theirs, those are ours
    }
    if "attestation_id>" in ROUTES[name][0]:
        assert ours.attestation != theirs.attestation  # they are there, and their own people were told
    if "submission_id>" in ROUTES[name][0]:
        assert ours.submission != theirs.submission
    if "/letter/" in ROUTES[name][0]:
        assert ours.letter != theirs.letter
    if "desk/views" in ROUTES[name][0]:
        assert ours.view != theirs.view
    if "incident" in ROUTES[name][0]:
        assert ours.incident != theirs.incident
    mail.outbox.clear()
    for visitor, client in outside.items():
        found = leaks(client, theirs, name) + leaks(client, ours, name)
        # The words somebody typed into a filter are shown to them again.
        assert [each for each in found if "?words" not in each] == [], visitor
    assert not any(OURS in str(each.message()) for each in mail.outbox)


def test_the_mark_is_there_to_be_found(ours: World, theirs: World) -> None:
    """Otherwise the test above would prove nothing."""
    client = ours.team.browser("administrator")
    seen = [name for name in ROUTES if isinstance(ROUTES[name][1], Members | OfAssessment)]
    showing = {name for name in seen if leaks(client, ours, name)}
    assert {"assessments:board", "assessments:outcome", "accounts:log", "accounts:export"} <= showing
    assert {"assessments:answer", "assessments:assign", "attestations:report", "review:sent"} <= showing
    official = ours.authority.browser("reviewer")
    showing = {name for name in seen if leaks(official, ours, name)}
    assert {"review:case", "review:about", "review:file", "review:decide", "review:what_if"} <= showing
    assert all(AT_THE_DESK in ROUTES[name][0] for name in showing)
