"""compliance.attestations.time_stamping: what a real service on this machine answers is used only if it is a
time-stamp of what was asked, and every other case is one exception that says what happened."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import tsp

from compliance.attestations.signing import Level, TimeStamping, TimeStampUnavailable, seal
from compliance.attestations.time_stamping import TimeStampResp
from tests.attestations.certificates import authority, certificate, rsa_key
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import NUMBER, ORGANISATION, evaluation_key, look
from tests.attestations.time_stamping import REPLY, Answer, Service, service

Twist = Callable[[Service, tsp.TimeStampReq], Answer]


@pytest.fixture
def here() -> Iterator[Service]:
    with service() as running:
        yield running


def sealed(stamping: TimeStamping) -> bytes:
    return seal(pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, time_stamping=stamping).pdf


def changed(field: str, value: Any) -> Twist:
    """A service that stamps another request than the one that it got."""

    def twist(here: Service, request: tsp.TimeStampReq) -> Answer:
        request[field] = value
        return 200, REPLY, here.stamp(request).dump()

    return twist


def another_digest(here: Service, request: tsp.TimeStampReq) -> Answer:
    request["message_imprint"]["hashed_message"] = b"\1" * 32
    return 200, REPLY, here.stamp(request).dump()


def of_yesterday(here: Service, request: tsp.TimeStampReq) -> Answer:
    return 200, REPLY, here.stamp(request, at=datetime.now(UTC) - timedelta(days=1)).dump()


def without_nonce(here: Service, request: tsp.TimeStampReq) -> Answer:
    del request["nonce"]
    return 200, REPLY, here.stamp(request).dump()


def refused(here: Service, request: tsp.TimeStampReq) -> Answer:
    status = {"status": "rejection", "status_string": ["busy"], "fail_info": {"system_failure"}}
    return 200, REPLY, TimeStampResp({"status": status}).dump()


def modified(here: Service, request: tsp.TimeStampReq) -> Answer:
    answer = here.stamp(request)
    answer["status"]["status"] = "granted_with_mods"
    return 200, REPLY, answer.dump()


def forged(here: Service, request: tsp.TimeStampReq) -> Answer:
    """The signature is one bit away from a good one."""
    whole = bytearray(here.stamp(request).dump())
    whole[-1] ^= 1
    return 200, REPLY, bytes(whole)


def of_another_root(here: Service, request: tsp.TimeStampReq) -> Answer:
    here.certificate = certificate("Time Service", here.private, authority("Another root"), stamps=True)
    return 200, REPLY, here.stamp(request).dump()


def not_for_stamping(here: Service, request: tsp.TimeStampReq) -> Answer:
    here.certificate = certificate("Time Service", here.private, (here.root, here.root_key))
    return 200, REPLY, here.stamp(request).dump()


def promised(here: Service, request: tsp.TimeStampReq) -> Answer:
    return 200, REPLY, TimeStampResp({"status": {"status": "granted"}}).dump()


def longer(here: Service, request: tsp.TimeStampReq) -> Answer:
    return 200, REPLY, here.stamp(request).dump() + b"."


def shorter(here: Service, request: tsp.TimeStampReq) -> Answer:
    return 200, REPLY, here.stamp(request).dump()[:200]


def fixed(*answer: Any) -> Twist:
    return lambda here, request: answer  # type: ignore[return-value]


WRONG: dict[str, tuple[Twist, str]] = {
    "another nonce": (changed("nonce", 1234567890123456789), "answers another request"),
    "no nonce": (without_nonce, "answers another request"),
    "a stamp of something else": (another_digest, "of something else"),
    "a forged signature": (forged, "of something else, or was changed"),
    "a time long ago": (of_yesterday, "says that it is"),
    "a certificate of another root": (of_another_root, "from a service that we do not trust"),
    "a certificate for other uses": (not_for_stamping, "from a service that we do not trust"),
    "a refusal": (refused, "refuses to stamp"),
    "a stamp with modifications": (modified, "refuses to stamp"),
    "a page": (fixed(200, "text/html", b"<h1>Welcome</h1>"), "no time-stamp"),
    "a page that says it is a stamp": (fixed(200, REPLY, b"<h1>Welcome</h1>"), "no time-stamp"),
    "nothing": (fixed(200, REPLY, b""), "no time-stamp"),
    "half a stamp": (shorter, "no time-stamp"),
    "a stamp and more": (longer, "no time-stamp"),
    "the promise of a stamp": (promised, "no time-stamp"),
    "far too much": (fixed(200, REPLY, b"\x30" * 1_000_000), "too much"),
    "a fault of its own": (fixed(500, "text/plain", b"oops"), "HTTP status 500"),
    "the way to elsewhere": (fixed(302, "text/plain", b""), "HTTP status 302"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_is_no_time_stamp_and_is_told(case: str, here: Service) -> None:
    twist, words = WRONG[case]
    here.answer = lambda body: twist(here, tsp.TimeStampReq.load(body))
    with pytest.raises(TimeStampUnavailable, match=words) as raised:
        sealed(here.stamping(Level.T))
    assert "The time-stamping service at 127.0.0.1" in str(raised.value)
    assert len(here.asked) == 1  # and nobody else was


def test_a_service_that_is_away_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    stamping = TimeStamping(f"http://127.0.0.1:{port}/stamp", (authority("Time root")[0],))
    with pytest.raises(TimeStampUnavailable, match=r"127\.0\.0\.1 cannot be reached\."):
        sealed(stamping)


@pytest.mark.parametrize("pause", [0.05, 60])
def test_a_service_is_waited_for_only_so_long_even_if_it_goes_on_answering(
    pause: float, here: Service
) -> None:
    here.pause = pause
    here.answer = lambda body: (200, REPLY, b"\x30" * 100_000)
    with pytest.raises(TimeStampUnavailable, match=r"did not answer within 0\.2 seconds"):
        sealed(here.stamping(Level.T, seconds=0.2))


def test_certificates_that_lead_nowhere_are_left_out_of_what_is_kept(here: Service) -> None:
    needless = authority("Another root")[0]
    here.answer = lambda body: (
        200,
        REPLY,
        here.stamp(tsp.TimeStampReq.load(body), with_others=[needless]).dump(),
    )
    found = look(sealed(here.stamping()))
    assert found.genuine
    assert found.level is Level.LTA


def test_a_service_that_changes_its_certificate_in_between_makes_no_seal_that_cannot_be_checked(
    here: Service,
) -> None:
    """Its second certificate names a list that nobody fetched before the seal was made."""
    second = certificate(
        "Time Service",
        rsa_key("time service"),
        authority("Second time root"),
        stamps=True,
        lists=f"{here.address}/second.crl",
    )

    def answer(body: bytes) -> Answer:
        if len(here.asked) > 1:
            here.certificate = second
        return here.granted(body)

    here.answer = answer
    both = (here.root, authority("Second time root")[0])
    with pytest.raises(TimeStampUnavailable, match="changed its certificate"):
        sealed(TimeStamping(f"{here.address}/stamp", both))


def test_a_service_whose_certificate_was_revoked_is_not_used(here: Service) -> None:
    here.revoked = [here.certificate.serial_number]
    with pytest.raises(TimeStampUnavailable, match="has been revoked"):
        sealed(here.stamping())


@pytest.mark.parametrize(
    "address",
    [
        "http://time.example.org/stamp",
        "http://127.0.0.1.example.org/stamp",
        "http://10.0.0.1/stamp",
        "ftp://127.0.0.1/stamp",
        "https:///stamp",
        "time.example.org",
        "",
    ],
)
def test_an_address_in_the_clear_is_refused_unless_it_is_this_machine(address: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        TimeStamping(address, ())


@pytest.mark.parametrize(
    "address",
    ["https://time.example.org/stamp", "http://localhost:1/", "http://127.0.0.2/", "http://[::1]:8000/"],
)
def test_others_are_taken_and_a_password_in_them_is_not_shown(address: str) -> None:
    assert TimeStamping(address, ()).host in address
    assert "secret" not in repr(TimeStamping("https://user:secret@time.example.org/", ()))


def test_level_b_has_no_service() -> None:
    with pytest.raises(ValueError, match="Level B has no time-stamp"):
        TimeStamping("https://time.example.org", (), Level.B)
