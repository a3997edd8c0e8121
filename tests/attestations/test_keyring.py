"""compliance.attestations.keyring: keys of the site's own, and those from before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from compliance.attestations import issuing, keyring, keys, ledger, queries, verifying
from compliance.attestations.models import Purpose
from tests.attestations.issued import complete, issue, request
from tests.attestations.printing import text_of
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for each in (keyring.seal, keyring.seals, keyring._register_key):
        each.cache_clear()


def pem(private: Any) -> str:
    text: bytes = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text.decode()


def own(directory: Path) -> dict[str, Any]:
    """Settings of a site with keys of its own; what makes their certificate does not matter here."""
    seal = keys.evaluation(directory)
    certificates = b"".join(each.public_bytes(Encoding.PEM) for each in seal.certificates)
    return {
        "SEAL_KEY": pem(seal.private_key),
        "SEAL_CERTIFICATES": certificates.decode(),
        "REGISTER_KEY": pem(Ed25519PrivateKey.generate()),
        "REGISTER_ORIGIN": "modcheck.example.org/register",
    }


def test_keys_for_evaluation_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    with override_settings(KEYS=str(tmp_path / "keys")):
        first = keyring.seal().fingerprint
        forget()
        assert keyring.seal().fingerprint == first
        files = list((tmp_path / "keys").iterdir())
        assert {each.stat().st_mode & 0o077 for each in files} == {0}


def test_they_are_named_where_they_are_used() -> None:
    found = issue(Team("Larkspur Labs"))
    text = text_of(queries.content(found.files.get()))
    assert "Sealed with a key for evaluation" in text
    assert keyring.origin(Purpose.SITE) == "localhost:8000/register/evaluation"


def test_a_site_with_keys_of_its_own_says_nothing_of_evaluation(tmp_path: Path) -> None:
    with override_settings(**own(tmp_path)):
        found = issue(Team("Larkspur Labs"))
        assert "evaluation" not in text_of(queries.content(found.files.get())).lower()
        assert queries.statement(found)["issuer"]["register"] == "modcheck.example.org/register"


def test_a_key_that_is_not_where_the_setting_says_is_told(tmp_path: Path) -> None:
    missing = str(tmp_path / "seal.key")
    with override_settings(SEAL_KEY=missing), pytest.raises(ImproperlyConfigured, match="No such file"):
        keyring.seal()


def test_what_was_sealed_and_signed_with_keys_from_before_still_counts(tmp_path: Path) -> None:
    before, after = own(tmp_path / "before"), own(tmp_path / "after")
    team = Team("Larkspur Labs")
    with override_settings(**before):
        old = issue(team)
        pdf = queries.content(old.files.get())
        vkey = keyring.signer(ledger.log(Purpose.SITE).origin).vkey
    forget()
    kept = {"OLD_SEALS": before["SEAL_CERTIFICATES"], "OLD_REGISTER_KEYS": [vkey]}
    with override_settings(**after, **kept):
        new = issue(team, key="second")
        assert verifying.verify(pdf).current
        assert verifying.verify(queries.content(new.files.get())).current
    forget()
    with override_settings(**{**after, "OLD_REGISTER_KEYS": [vkey]}):  # the old seal is not known any more
        assert verifying.verify(pdf).headline == "Not genuine: not every check passed"


def test_a_seal_exchanged_between_signing_and_issuing_is_the_one_that_is_named(tmp_path: Path) -> None:
    team = Team("Larkspur Labs")
    requested = request(team, complete(team).pk)
    forget()
    with override_settings(KEYS=str(tmp_path / "others")):
        found = issuing.proceed(requested.pk)
        assert queries.statement(found)["issuer"]["seal_sha256"] == keyring.seal().fingerprint
        assert verifying.verify(queries.content(found.files.get())).current
