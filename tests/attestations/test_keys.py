"""compliance.attestations.keys: what can be used, what cannot and why, and keys for evaluation made once."""

import hashlib
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from compliance.attestations import keys
from tests.attestations.certificates import (
    YEAR,
    authority,
    certificate,
    ec_key,
    key_pem,
    pem,
    rsa_key,
)

SEAL = ec_key("seal")
ROOT = authority("Seal root")
DAY = timedelta(days=1)


def own(**more: Any) -> x509.Certificate:
    return certificate("Seal 2026", SEAL, ROOT, **more)


# loading ----------------------------------------------------------------------------------------------


def test_the_certificate_that_belongs_to_the_key_is_found_and_the_rest_is_its_chain() -> None:
    mine = own()
    for order in ([mine, ROOT[0]], [ROOT[0], mine], [ROOT[0], mine, ROOT[0]]):
        key = keys.load(key_pem(SEAL), pem(*order))
        assert (key.certificate, key.chain) == (mine, (ROOT[0],))
        assert key.certificates == (mine, ROOT[0])
        assert key.tops == (ROOT[0],)


def test_a_certificate_without_its_root_is_the_top_of_its_own_chain() -> None:
    key = keys.load(key_pem(SEAL), pem(own()))
    assert key.tops == (key.certificate,)


@pytest.mark.parametrize("curve", [ec.SECP256R1, ec.SECP384R1, ec.SECP521R1])
def test_elliptic_curves_that_readers_check_are_taken(curve: type[ec.EllipticCurve]) -> None:
    private = ec_key("seal", curve)
    assert keys.load(key_pem(private), pem(certificate("Seal", private))).private_key is not None


def test_rsa_and_a_password_are_taken() -> None:
    private = rsa_key("seal")
    key = keys.load(key_pem(private, b"open sesame"), pem(certificate("Seal", private)), b"open sesame")
    assert key.private_key.public_key() == private.public_key()


def test_of_two_certificates_for_one_key_the_newer_one_is_taken() -> None:
    older, newer = own(), own(begins=-DAY)
    assert keys.load(key_pem(SEAL), pem(newer, older, ROOT[0])).certificate == newer


REFUSED: dict[str, tuple[bytes, bytes, bytes | None, type[keys.UnusableKey], str]] = {
    "a key that is no PEM": (b"\x30\x82", pem(own()), None, keys.NotPem, "-----BEGIN"),
    "a damaged key": (key_pem(SEAL)[:80], pem(own()), None, keys.NotPem, "no PEM of a private key"),
    "a certificate for a key": (pem(own()), pem(own()), None, keys.NotPem, "no PEM of a private key"),
    "certificates that are no PEM": (key_pem(SEAL), b"hello", None, keys.NotPem, "no PEM of certificates"),
    "no certificate": (key_pem(SEAL), key_pem(SEAL), None, keys.NotPem, "no PEM of certificates"),
    "no password": (key_pem(SEAL, b"x"), pem(own()), None, keys.WrongPassword, "no password was given"),
    "a wrong password": (key_pem(SEAL, b"x"), pem(own()), b"y", keys.WrongPassword, "does not open"),
    "somebody else's certificate": (
        key_pem(ec_key("other")),
        pem(own(), ROOT[0]),
        None,
        keys.WrongCertificate,
        "belongs to the private key",
    ),
    "an expired certificate": (key_pem(SEAL), pem(own(ends=-DAY)), None, keys.Expired, "expired on"),
    "one of the future": (key_pem(SEAL), pem(own(begins=DAY)), None, keys.NotYetValid, "valid from"),
    "one for encryption": (
        key_pem(SEAL),
        pem(own(uses=("key_encipherment",))),
        None,
        keys.MayNotSign,
        "for other uses",
    ),
    "an authority's": (key_pem(ROOT[1]), pem(ROOT[0]), None, keys.MayNotSign, "issues certificates"),
    "an Ed25519 key": (
        key_pem(Ed25519PrivateKey.generate()),
        pem(own()),
        None,
        keys.UnsupportedKind,
        "P-256",
    ),
    "another curve": (
        key_pem(ec_key("seal", ec.SECP256K1)),
        pem(certificate("Seal", ec_key("seal", ec.SECP256K1))),
        None,
        keys.UnsupportedKind,
        "P-256",
    ),
    "a short RSA key": (
        key_pem(rsa_key("short", 1024)),
        pem(certificate("Seal", rsa_key("short", 1024))),
        None,
        keys.UnsupportedKind,
        "2048 bits",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_told_with_its_reason(case: str) -> None:
    key, certificates, password, kind, words = REFUSED[case]
    with pytest.raises(kind, match=words) as raised:
        keys.load(key, certificates, password)
    assert type(raised.value) is kind
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize("uses", [("digital_signature",), ("content_commitment",), None])
def test_a_certificate_may_sign_if_it_says_so_or_says_nothing(uses: tuple[str, ...] | None) -> None:
    assert keys.load(key_pem(SEAL), pem(own(uses=uses)))


def test_the_private_key_is_not_shown_and_the_fingerprint_is_openssls() -> None:
    key = keys.load(key_pem(SEAL), pem(own()))
    assert "private" not in repr(key).lower()
    shown = subprocess.run(
        ["openssl", "x509", "-noout", "-fingerprint", "-sha256"],
        input=pem(key.certificate),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert key.fingerprint == shown.split("=")[1].strip().replace(":", "").lower()
    assert key.subject == "Seal 2026, Example Ltd"
    assert not key.evaluation


# evaluation -------------------------------------------------------------------------------------------


def test_the_evaluation_seal_says_what_it_is_where_nobody_can_take_it_away(tmp_path: Path) -> None:
    key = keys.evaluation(tmp_path)
    assert key.evaluation
    assert key.subject == "Modcheck evaluation seal: proves nothing"
    assert isinstance(key.private_key, ec.EllipticCurvePrivateKey)
    assert isinstance(key.private_key.curve, ec.SECP256R1)
    assert (key.chain, key.tops) == ((), (key.certificate,))
    assert key.certificate.not_valid_after_utc > datetime.now(UTC) + 20 * YEAR
    key.certificate.verify_directly_issued_by(key.certificate)


def test_keys_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    directory = tmp_path / "var" / "keys"
    first, register = keys.evaluation(directory), keys.evaluation_register_key(directory)
    assert keys.evaluation(directory) == first
    assert keys.evaluation_register_key(directory).private_bytes_raw() == register.private_bytes_raw()
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    files = list(directory.iterdir())
    assert {each.name for each in files} == {"evaluation-seal.pem", "evaluation-register.pem"}
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_who_starts_at_the_same_moment_gets_the_same_key(tmp_path: Path) -> None:
    together = 8
    barrier = Barrier(together)

    def start(directory: Path) -> str:
        barrier.wait()
        return keys.evaluation(directory).fingerprint

    with ThreadPoolExecutor(together) as threads:
        for i in range(10):
            directory = tmp_path / str(i)
            assert len(set(threads.map(start, [directory] * together))) == 1
            assert len(list(directory.iterdir())) == 1


def test_so_do_processes(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from compliance.attestations import keys; sys.stdin.read(1);"
        "print(keys.evaluation(pathlib.Path(sys.argv[1])).fingerprint)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.write("!")
        each.stdin.flush()
    said = {each.communicate()[0].strip() for each in running}
    assert said == {keys.evaluation(tmp_path).fingerprint}


# the register's key -----------------------------------------------------------------------------------


def test_the_register_signs_with_ed25519_only(tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    loaded = keys.load_register_key(key_pem(private))
    shown = [each.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) for each in (loaded, private)]
    assert shown[0] == shown[1]
    with pytest.raises(keys.UnsupportedKind, match="Ed25519"):
        keys.load_register_key(key_pem(SEAL))
    with pytest.raises(keys.NotPem):
        keys.load_register_key(b"")


def test_a_fingerprint_is_of_the_whole_certificate() -> None:
    assert keys.fingerprint(ROOT[0]) == hashlib.sha256(ROOT[0].public_bytes(Encoding.DER)).hexdigest()
